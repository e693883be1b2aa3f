package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every kernel on this machine does, whatever it runs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class KernelContract {
  /// Code in the kernel's language.
  ///
  /// @param hello prints `hello` and a line break
  /// @param fail raises an error
  /// @param forever prints `ready`, then runs until it is interrupted
  /// @param large prints twenty million `x`
  /// @param pid prints the kernel's process id
  /// @param spawn starts a process that sleeps, and prints its id
  /// @param lastWords prints `last words`, then ends the kernel with status 3
  record Code(
      String hello,
      String fail,
      String forever,
      String large,
      String pid,
      String spawn,
      String lastWords) {}

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Kernel kernel;
  private KernelClient client;

  @SuppressWarnings("NullAway.Init")
  KernelContract() {}

  abstract KernelSpec spec();

  abstract Code code();

  @BeforeAll
  void start(@TempDir Path directory) {
    this.directory = directory;
    kernel = newKernel();
    client = KernelClient.connect(kernel, PATIENCE, warnings::add);
  }

  @AfterAll
  void end() {
    client.close();
    kernel.close();
    assertThat(warnings).isEmpty();
  }

  private Kernel newKernel() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("IPYTHONDIR", directory.resolve("ipython").toString());
    return new LocalKernelProvisioner()
        .start(
            spec(),
            new KernelProvisioner.Surroundings(
                directory, environment, directory.resolve("runtime"), false));
  }

  @Test
  void it_tells_its_language() {
    assertThat(client.languageInfo().path("name").asString("")).isNotEmpty();
  }

  @Test
  void it_runs_code_and_says_when_it_starts_and_ends() {
    Answer answer = Answer.to(code().hello(), client);

    assertThat(answer.text()).isEqualTo("hello\n");
    assertThat(answer.reply().status()).isEqualTo("ok");
    assertThat(answer.types()).containsSubsequence("status", "execute_input", "stream", "status");
  }

  @Test
  void an_error_is_published_and_replied() {
    Answer answer = Answer.to(code().fail(), client);

    assertThat(answer.reply().status()).isEqualTo("error");
    assertThat(answer.types()).contains("error");
  }

  @Test
  void it_can_be_interrupted_and_goes_on() {
    String request = client.execute(code().forever(), false);
    Answer.await(client, request, "stream");
    client.interrupt();
    Answer answer = Answer.to(client, request);

    assertThat(answer.reply().status()).isIn("error", "abort", "aborted");
    assertThat(Answer.to(code().hello(), client).text()).isEqualTo("hello\n");
  }

  @Test
  void twenty_megabytes_come_through() {
    assertThat(Answer.to(code().large(), client).text())
        .hasSizeGreaterThanOrEqualTo(20_000_000)
        .startsWith("xxx");
  }

  @Test
  void its_process_is_known() {
    assertThat(Answer.to(code().pid(), client).text().strip())
        .isEqualTo(String.valueOf(kernel.pid().orElseThrow()));
  }

  @Nested
  class AtTheEnd {
    @Test
    void it_ends_when_asked_to() {
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        assertThat(other.shutdown(PATIENCE)).isTrue();
        assertThat(own.exited().toCompletableFuture()).isCompleted();
      }
    }

    @Test
    void what_it_said_before_it_ended_by_itself_arrives_and_the_end_is_noticed_at_once() {
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        String request = other.execute(code().lastWords(), true);
        List<KernelMessage> messages = new ArrayList<>();

        assertThatThrownBy(() -> Answer.collect(other, request, messages))
            .isInstanceOf(KernelException.Died.class)
            .hasMessageEndingWith("it exited with status 3");
        assertThat(new Answer(messages).text()).contains("last words");
      }
    }

    @Test
    void a_kernel_killed_from_outside_is_noticed_at_once() {
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        String request = other.execute(code().forever(), false);
        Answer.await(other, request, "stream");
        ProcessHandle.of(own.pid().orElseThrow()).orElseThrow().destroyForcibly();
        long killed = System.nanoTime();

        assertThatThrownBy(() -> Answer.to(other, request))
            .isInstanceOf(KernelException.Died.class)
            .hasMessageContaining("it was killed (SIGKILL");
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(3));
      }
    }

    @Test
    void closing_ends_it_with_everything_that_it_started() {
      ProcessHandle child;
      ProcessHandle process;
      Path file;
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        String pid = Answer.to(code().spawn(), other).text().strip();
        child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        process = ProcessHandle.of(own.pid().orElseThrow()).orElseThrow();
        file = own.connectionFile().orElseThrow();
        assertThat(file).exists();
      }
      child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(Files.exists(file)).isFalse();
    }
  }
}
