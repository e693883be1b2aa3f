package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.testkit.FakeAction;
import dev.nightjar.testkit.FakeKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeartbeatTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Heartbeat.Rhythm FAST = new Heartbeat.Rhythm(Duration.ofMillis(100), 10);

  /// More beats than may be missed.
  private static final Duration LONG = Duration.ofSeconds(2);

  private static final String VANISHED = "far: it has not answered its heartbeat for 1 seconds";

  private final List<String> warnings = new ArrayList<>();

  /// Polls for this time; what comes meanwhile is of no interest.
  private static void pollFor(Duration time, KernelClient client) {
    long deadline = System.nanoTime() + time.toNanos();
    while (deadline - System.nanoTime() > 0) {
      Optional<KernelMessage> _ = client.poll(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  /// The fake kernel answers heartbeats between two requests only, as IRkernel does.
  @Nested
  class OfAKernelWithoutAKnownProcess {
    private final CountDownLatch release = new CountDownLatch(1);
    private FakeKernel fake;
    private KernelClient client;

    @SuppressWarnings("NullAway.Init")
    OfAKernelWithoutAKnownProcess() {}

    @BeforeEach
    void start(@TempDir Path directory) {
      fake = FakeKernel.start(_ -> List.of(new FakeAction.Await(release)));
      ConnectionInfo connection =
          ConnectionInfo.read(fake.writeConnectionFile(directory.resolve("fake.json")));
      client =
          KernelClient.connect(
              new KernelAt(connection, OptionalLong.empty(), FAST), PATIENCE, warnings::add);
    }

    @AfterEach
    void end() {
      release.countDown();
      client.close();
      fake.close();
    }

    @Test
    void one_that_answers_no_more_has_vanished() {
      pollFor(Duration.ofMillis(500), client);
      fake.stopHeartbeat();

      assertThatThrownBy(() -> pollFor(PATIENCE, client))
          .isInstanceOf(KernelException.Died.class)
          .hasMessage(VANISHED);
    }

    @Test
    void one_that_answers_is_there() {
      pollFor(LONG, client);
      release.countDown();

      assertThat(Answer.to("", client).reply().status()).isEqualTo("ok");
    }

    @Test
    void one_that_never_answered_has_no_heartbeat() {
      fake.stopHeartbeat();
      pollFor(LONG, client);
      release.countDown();

      assertThat(Answer.to("", client).reply().status()).isEqualTo("ok");
    }

    @Test
    void one_that_never_answers_while_it_is_busy_is_waited_for() {
      pollFor(Duration.ofMillis(500), client);
      String request = client.execute("", false);
      pollFor(LONG, client);
      release.countDown();

      assertThat(Answer.to(client, request).reply().status()).isEqualTo("ok");
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfIpykernel {
    private static final String BUSY =
        "import time\nfor i in range(600):\n    print(i, flush=True)\n    time.sleep(.5)";

    private Kernel kernel;
    private ConnectionInfo connection;
    private long pid;

    @SuppressWarnings("NullAway.Init")
    OfIpykernel() {}

    @BeforeAll
    void start(@TempDir Path directory) {
      kernel =
          new LocalKernelProvisioner()
              .start(
                  new KernelSpecs(System.getenv()).find("python3"),
                  new KernelProvisioner.Surroundings(
                      directory, System.getenv(), directory.resolve("runtime"), false));
      KernelClient.connect(kernel, PATIENCE, warnings::add).close();
      connection = ConnectionInfo.read(kernel.connectionFile().orElseThrow());
      pid = kernel.pid().orElseThrow();
    }

    @BeforeEach
    void forgetWarnings() {
      warnings.clear();
    }

    @AfterAll
    void end() {
      kernel.close();
    }

    private KernelClient client(OptionalLong knownPid) {
      return KernelClient.connect(
          new KernelAt(connection, knownPid, FAST), PATIENCE, warnings::add);
    }

    private void signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// Runs on until it has been seen to answer while it was busy.
    private String busy(KernelClient client) {
      String request = client.execute(BUSY, false);
      for (int i = 0; i < 4; i++) {
        Answer.await(client, request, "stream");
      }
      return request;
    }

    private void interrupt(KernelClient client, String request) {
      kernel.interrupt();
      assertThat(Answer.to(client, request).reply().error().ename()).isEqualTo("KeyboardInterrupt");
    }

    @Test
    void a_stopped_one_is_told_once_and_waited_for_if_its_process_is_there() {
      try (KernelClient client = client(OptionalLong.of(pid))) {
        String request = busy(client);
        signal("STOP");
        pollFor(LONG.multipliedBy(2), client);

        assertThat(warnings)
            .containsExactly(
                "Kernel far: it has not answered its heartbeat for 1 seconds; its process is there,"
                    + " stopped perhaps, and the run waits for it.");
        signal("CONT");
        interrupt(client, request);
      }
    }

    @Test
    void a_stopped_one_has_vanished_if_nothing_is_known_of_its_process() {
      try (KernelClient client = client(OptionalLong.empty())) {
        String request = busy(client);
        signal("STOP");

        assertThatThrownBy(() -> pollFor(PATIENCE, client))
            .isInstanceOf(KernelException.Died.class)
            .hasMessage(VANISHED);
        signal("CONT");
        kernel.interrupt();
        assertThat(request).isNotEmpty();
      }
    }

    @Test
    void one_whose_python_is_held_by_foreign_code_is_there() {
      try (KernelClient client = client(OptionalLong.empty())) {
        String request = client.execute("import ctypes\nctypes.PyDLL(None).sleep(3)", false);

        assertThat(Answer.to(client, request).reply().status()).isEqualTo("ok");
        assertThat(warnings).isEmpty();
      }
    }
  }
}
