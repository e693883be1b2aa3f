package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.testkit.BadLine;
import dev.nightjar.testkit.JupyterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A kernel behind Debian's Jupyter server, over a line that fails.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayReconnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration BEAT = Duration.ofMillis(200);

  /// Says something before `cut` is there, something when it is, and the rest when `mended` is.
  private static final String STEPS =
      """
      import os, time
      print('before', flush=True)
      while not os.path.exists('cut'): time.sleep(.01)
      print('during', flush=True)
      open('said', 'w').close()
      while not os.path.exists('mended'): time.sleep(.01)
      print('after')
      """;

  @SuppressWarnings("NullAway.Init")
  private JupyterServer server;

  private Path directory;
  private BadLine line;
  private GatewayKernel kernel;
  private KernelClient client;
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  GatewayReconnectionTest() {}

  @BeforeAll
  void startServer(@TempDir Path directory) {
    server = JupyterServer.start(directory);
  }

  @AfterAll
  void endServer() {
    server.close();
  }

  @BeforeEach
  void connect(@TempDir Path directory) {
    this.directory = directory;
    line = new BadLine(server.uri());
    warnings.clear();
    var gateway =
        new GatewayKernelProvisioner(Gateway.at(line.uri().toString(), server.token()), BEAT);
    kernel =
        (GatewayKernel)
            gateway.start(
                gateway.find("python3"),
                new KernelProvisioner.Surroundings(directory, Map.of(), directory, false));
    client = KernelClient.connect(kernel, PATIENCE, warnings::add);
    Answer.to("import os; os.chdir('%s')".formatted(directory), client);
  }

  @AfterEach
  void end() {
    line.mend();
    client.close();
    kernel.close();
    line.close();
  }

  private void touch(String name) {
    try {
      Files.createFile(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Polls until then; nothing may come.
  private void pollUntil(BooleanSupplier then) {
    while (!then.getAsBoolean()) {
      assertThat(client.poll(Duration.ofMillis(20))).isEmpty();
    }
  }

  /// Begins the steps, and hears the first.
  private String begin() {
    String request = client.execute(STEPS, false);
    Answer.await(client, request, "stream");
    return request;
  }

  @Test
  void what_is_said_before_during_and_after_a_cut_arrives() {
    String request = begin();
    line.cut();
    touch("cut");
    pollUntil(() -> Files.exists(directory.resolve("said")));
    line.mend();
    touch("mended");
    Answer answer = Answer.to(client, request);

    assertThat(answer.text()).isEqualTo("during\nafter\n");
    assertThat(answer.reply().status()).isEqualTo("ok");
    assertThat(warnings)
        .singleElement()
        .asString()
        .matches(
            "Kernel python3 \\(.*\\): the connection to its gateway was lost \\(.*\\) and made again"
                + " [0-9.]+ seconds later.");
    assertThat(Answer.to("print('next')", client).text()).isEqualTo("next\n");
  }

  @Test
  void a_cell_that_ended_during_the_cut_has_its_answer() {
    String request = begin();
    touch("mended");
    line.cut();
    touch("cut");
    pollUntil(() -> Files.exists(directory.resolve("said")));
    line.mend();

    assertThat(Answer.to(client, request).text()).isEqualTo("during\nafter\n");
  }

  /// Once the cut was noticed it is sent on the next connection; before that it is lost in the
  /// network, which is told.
  @Test
  void what_is_asked_during_a_cut_is_asked_once_or_told_to_be_lost() {
    line.cut();
    Thread.startVirtualThread(line::mend);
    try {
      assertThat(Answer.to("n = globals().get('n', 0) + 1; print(n)", client).text())
          .isEqualTo("1\n");
    } catch (KernelException.Died lost) {
      assertThat(lost).hasMessageContaining("its answer was lost with the connection");
    }
  }

  @Test
  void a_line_that_falls_silent_is_noticed_and_replaced() {
    String request = begin();
    touch("cut");
    Answer.await(client, request, "stream");
    line.fallSilent();
    pollUntil(() -> !warnings.isEmpty());
    touch("mended");

    assertThat(Answer.to(client, request).text()).isEqualTo("after\n");
    assertThat(warnings).singleElement().asString().contains("nothing comes from it any more");
  }

  @Test
  void an_answer_that_was_lost_on_the_line_is_told() {
    String request = begin();
    line.fallSilent();
    touch("cut");
    touch("mended");

    assertThatThrownBy(() -> Answer.to(client, request))
        .isInstanceOf(KernelException.Died.class)
        .hasMessageEndingWith("its answer was lost with the connection to the gateway");
  }

  @Test
  void a_kernel_that_is_gone_when_the_line_is_back_has_died() {
    String request = begin();
    line.cut();
    Kernel same =
        new GatewayKernel(
            new GatewayHttp(Gateway.at(server.uri().toString(), server.token()), BEAT),
            kernel.spec(),
            kernel.id(),
            () -> {});
    same.close();
    line.mend();

    assertThatThrownBy(() -> Answer.to(client, request))
        .isInstanceOf(KernelException.Died.class)
        .hasMessageEndingWith("the gateway at %s does not have it any more".formatted(line.uri()));
  }

  @Test
  void a_line_that_stays_cut_is_given_up() {
    String request = begin();
    line.cut();

    assertThatThrownBy(() -> Answer.to(client, request))
        .isInstanceOf(KernelException.Died.class)
        .message()
        .containsAnyOf("the connection to the gateway broke: ", "does not answer any more");
    assertThatThrownBy(() -> client.execute("", false)).isInstanceOf(KernelException.Died.class);
  }
}
