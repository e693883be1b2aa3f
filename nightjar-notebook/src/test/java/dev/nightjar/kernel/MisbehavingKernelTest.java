package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.testkit.FakeAction;
import dev.nightjar.testkit.FakeAction.Step;
import dev.nightjar.testkit.FakeKernel;
import dev.nightjar.testkit.RawPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisbehavingKernelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Nested
  class WhenItRuns {
    private List<FakeAction> script = List.of();
    private Kernel kernel;
    private KernelClient client;

    @SuppressWarnings("NullAway.Init")
    WhenItRuns() {}

    @BeforeEach
    void start() {
      kernel = InProcessKernel.start(directory, _ -> script);
      client = KernelClient.connect(kernel, PATIENCE, warnings::add);
    }

    @AfterEach
    void end() {
      client.close();
      kernel.close();
    }

    private Answer answer(FakeAction... actions) {
      script = List.of(actions);
      return Answer.to("", client);
    }

    /// The messages until the kernel died.
    private Answer untilDeath(FakeAction... actions) {
      script = List.of(actions);
      String request = client.execute("", true);
      List<KernelMessage> messages = new ArrayList<>();
      assertThatThrownBy(() -> Answer.collect(client, request, messages))
          .isInstanceOf(KernelException.Died.class)
          .hasMessage("fake: it exited with status 9");
      return new Answer(messages);
    }

    @Test
    void a_reply_may_come_after_idle() {
      Answer answer = answer(FakeAction.print("a"), Step.IDLE, Step.REPLY);

      assertThat(answer.text()).isEqualTo("a");
      assertThat(answer.reply().status()).isEqualTo("ok");
    }

    @Test
    void a_reply_may_come_first_of_all() {
      Answer answer = answer(Step.REPLY, FakeAction.print("a"));

      assertThat(answer.text()).isEqualTo("a");
    }

    @Test
    void a_reply_may_be_late() {
      CountDownLatch latch = new CountDownLatch(1);
      script = List.of(FakeAction.print("a"), Step.IDLE, new FakeAction.Await(latch));
      String request = client.execute("", true);
      Answer.await(client, request, "stream");
      latch.countDown();

      assertThat(Answer.await(client, request, "execute_reply").channel()).isEqualTo(Channel.SHELL);
    }

    @Test
    void idle_may_be_said_twice() {
      answer(Step.IDLE, Step.IDLE);

      assertThat(answer(FakeAction.print("next")).text()).isEqualTo("next");
    }

    @Test
    void what_belongs_to_other_requests_is_named_so() {
      Answer answer =
          answer(
              new FakeAction.ForOtherParent(FakeAction.print("not ours")),
              new FakeAction.ForOtherParent(Step.IDLE),
              new FakeAction.ForOtherParent(Step.REPLY),
              FakeAction.print("ours"));

      assertThat(answer.text()).isEqualTo("ours");
    }

    @Test
    void types_that_nobody_knows_are_handed_on() {
      Answer answer = answer(new FakeAction.Publish("new_in_2030", "{\"a\": 1}"));

      assertThat(answer.types()).contains("new_in_2030");
    }

    @Test
    void content_that_is_not_an_object_does_no_harm() {
      Answer answer =
          answer(
              new FakeAction.Publish("stream", "[]"),
              new FakeAction.Publish("display_data", "\"text\""),
              new FakeAction.Publish("status", "null"),
              new FakeAction.Publish("error", "{\"traceback\": 1, \"ename\": []}"),
              FakeAction.print("fine"));

      assertThat(answer.text()).isEqualTo("fine");
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_message_is_dropped_with_one_warning(FakeAction.Flaw flaw) {
      Answer answer =
          answer(
              new FakeAction.Broken(flaw), new FakeAction.Broken(flaw), FakeAction.print("fine"));

      assertThat(answer.text()).isEqualTo("fine");
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("Kernel fake sent a message on IOPUB that was dropped: ");
    }

    @Test
    void input_is_refused_with_an_empty_line() {
      Answer answer = answer(new FakeAction.AskInput("name?"), FakeAction.print("fine"));

      assertThat(answer.text()).isEqualTo("[]fine");
      assertThat(warnings)
          .containsExactly(
              "Kernel fake asks for input, which a run can't give; it gets an empty line.");
    }

    @Test
    void it_is_interrupted_by_message_if_its_spec_says_so() {
      script = List.of(FakeAction.print("ready"), new FakeAction.AwaitInterrupt());
      String request = client.execute("", true);
      Answer.await(client, request, "stream");
      client.interrupt();

      assertThat(Answer.to(client, request).reply().error().ename()).isEqualTo("KeyboardInterrupt");
    }

    @Test
    void fifty_thousand_messages_arrive_in_order() {
      String all = IntStream.range(0, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

      assertThat(answer(new FakeAction.Flood(50_000)).text()).isEqualTo(all);
    }

    @Test
    void a_large_message_arrives_whole() {
      assertThat(answer(new FakeAction.Large(50_000_000)).text()).hasSize(50_000_000);
    }

    @Test
    void another_thread_can_wake_the_client() {
      CountDownLatch latch = new CountDownLatch(1);
      script = List.of(new FakeAction.Await(latch));
      String request = client.execute("", true);
      Answer.await(client, request, "execute_input");
      Thread.ofVirtual().start(client::wake);

      assertThat(client.poll(PATIENCE)).isEmpty();
      latch.countDown();
    }

    @Test
    void death_after_busy_is_noticed() {
      Answer answer = untilDeath(new FakeAction.Omit(Step.INPUT), new FakeAction.Die(9));

      assertThat(answer.types()).containsExactly("status");
    }

    @Test
    void output_before_death_arrives() {
      Answer answer =
          untilDeath(FakeAction.print("a"), new FakeAction.Large(5_000_000), new FakeAction.Die(9));

      assertThat(answer.text()).hasSize(5_000_001);
    }

    @Test
    void death_between_reply_and_idle_is_noticed() {
      Answer answer = untilDeath(FakeAction.print("a"), Step.REPLY, new FakeAction.Die(9));

      assertThat(answer.text()).isEqualTo("a");
      assertThat(answer.reply().status()).isEqualTo("ok");
    }

    @Test
    void death_between_idle_and_reply_is_noticed() {
      Answer answer = untilDeath(Step.IDLE, new FakeAction.Die(9));

      assertThat(answer.types()).doesNotContain("execute_reply");
    }

    @Test
    void death_after_all_was_said_is_noticed_by_the_next_request() {
      Answer last = answer(FakeAction.print("a"), Step.REPLY, Step.IDLE, new FakeAction.Die(9));
      assertThat(last.text()).isEqualTo("a");

      assertThatThrownBy(() -> Answer.to("", client)).isInstanceOf(KernelException.Died.class);
    }
  }

  @Nested
  class WhenItStarts {
    private KernelClient connect(FakeKernel.Start start, Duration timeout) {
      Kernel kernel = InProcessKernel.of(FakeKernel.start(start, _ -> List.of()), directory);
      try (kernel) {
        return KernelClient.connect(kernel, timeout, warnings::add);
      }
    }

    @Test
    void death_before_it_listens_is_noticed() {
      assertThatThrownBy(() -> connect(FakeKernel.Start.DIES_BEFORE_BIND, PATIENCE))
          .isInstanceOf(KernelException.NotStarted.class)
          .hasMessage("Kernel died before replying to kernel_info");
    }

    @Test
    void death_before_it_answers_is_noticed() {
      assertThatThrownBy(() -> connect(FakeKernel.Start.DIES_WHEN_ASKED, PATIENCE))
          .isInstanceOf(KernelException.NotStarted.class)
          .hasMessage("Kernel died before replying to kernel_info: fake: it exited with status 1");
    }

    @Test
    void silence_is_waited_for_only_so_long() {
      assertThatThrownBy(() -> connect(FakeKernel.Start.SILENT, Duration.ofSeconds(1)))
          .isInstanceOf(KernelException.NotStarted.class)
          .hasMessage(
              "Kernel fake didn't respond in 1 seconds. Give it more time with --start-timeout.");
    }
  }

  @Nested
  class WhenItsConnectionsBreak {
    private ConnectionInfo connection(RawPeer iopub, RawPeer others) {
      return new ConnectionInfo(
          "tcp",
          "127.0.0.1",
          others.port(),
          iopub.port(),
          others.port(),
          others.port(),
          others.port(),
          "key");
    }

    @Test
    void one_that_takes_connections_and_says_nothing_is_given_up_in_time() {
      try (RawPeer silent = new RawPeer((in, _) -> in.readAllBytes())) {
        assertThatThrownBy(
                () ->
                    ZmqChannels.open(
                        connection(silent, silent),
                        KernelAt.of(connection(silent, silent)),
                        _ -> {},
                        Duration.ofMillis(300)))
            .isInstanceOf(KernelException.NotStarted.class)
            .hasMessageContaining("it took the connection, but did not shake hands");
      }
    }

    @Test
    void losing_iopub_alone_ends_the_wait() throws InterruptedException {
      CountDownLatch closed = new CountDownLatch(1);
      try (RawPeer router =
              new RawPeer(
                  (in, out) -> {
                    RawPeer.shakeHands(in, out, "ROUTER");
                    in.readAllBytes();
                  });
          RawPeer publisher =
              new RawPeer(
                  (in, out) -> {
                    RawPeer.shakeHands(in, out, "PUB");
                    out.write(new byte[] {2, -1, 0, 0, 0, 0, 0, 0, 0});
                    in.readAllBytes();
                  });
          KernelChannels _ =
              ZmqChannels.open(
                  connection(publisher, router),
                  KernelAt.of(connection(publisher, router)),
                  event -> {
                    if (event instanceof KernelEvent.Closed(String how)) {
                      assertThat(how).contains("too large to receive");
                      closed.countDown();
                    }
                  },
                  PATIENCE)) {
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void a_command_that_is_not_there_is_told() {
    var spec =
        new KernelSpec(
            "ghost",
            directory,
            List.of("/no/such/command"),
            Map.of(),
            "Ghost",
            "none",
            KernelSpec.InterruptMode.SIGNAL);
    var surroundings =
        new KernelProvisioner.Surroundings(
            directory, System.getenv(), directory.resolve("runtime"), false);
    try (Kernel kernel = new LocalKernelProvisioner().start(spec, surroundings)) {
      assertThatThrownBy(() -> KernelClient.connect(kernel, PATIENCE, warnings::add))
          .isInstanceOf(KernelException.NotStarted.class)
          .hasMessageContaining("Kernel died before replying to kernel_info");
      assertThat(kernel.exited().toCompletableFuture().join())
          .isEqualTo("its command was not found");
    }
    assertThat(directory.resolve("runtime")).isEmptyDirectory();
  }
}
