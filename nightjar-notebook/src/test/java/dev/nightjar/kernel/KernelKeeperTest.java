package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The keeper by itself: the test is the program that asks for a kernel, and `sh` is the kernel.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelKeeperTest {
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();
  private Path line;

  @SuppressWarnings("NullAway.Init")
  KernelKeeperTest() {}

  @BeforeEach
  void chooseLine() {
    line = directory.resolve("kernel.json.keeper");
  }

  @AfterEach
  void end() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// A kernel in the care of a keeper.
  private record Kept(Process keeper, BufferedReader says, long pid) {
    ProcessHandle kernel() {
      return ProcessHandle.of(pid).orElseThrow();
    }

    void tell(String command) throws IOException {
      keeper.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      keeper.getOutputStream().flush();
    }

    void goAway() throws IOException {
      keeper.getOutputStream().close();
    }
  }

  private Kept keep(String script) throws IOException {
    Process keeper =
        new ProcessBuilder(
                "bash", "-c", script(), "kernel-keeper", line.toString(), "sh", "-c", script)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(keeper);
    BufferedReader says = keeper.inputReader(StandardCharsets.UTF_8);
    String pid = String.valueOf(says.readLine());
    assertThat(pid).startsWith("pid ");
    return new Kept(keeper, says, Long.parseLong(pid.substring(4)));
  }

  private static String script() throws IOException {
    try (InputStream script = Kernel.class.getResourceAsStream("kernel-keeper.sh")) {
      assertThat(script).isNotNull();
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Through which a kernel says that it is up.
  private Path pipe() throws IOException {
    Path pipe = directory.resolve("ready");
    new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join();
    return pipe;
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /// A kernel with a child and a grandchild; waits until they are there.
  private Kept family() throws IOException {
    Path ready = pipe();
    Kept kept = keep("sh -c 'sleep 600 & echo up > %s; wait' & wait".formatted(ready));
    try (var up = new FileInputStream(ready.toFile())) {
      assertThat(up.read()).isEqualTo('u');
      assertThat(kept.kernel().descendants()).hasSizeGreaterThanOrEqualTo(2);
    }
    return kept;
  }

  @Test
  void it_tells_how_the_kernel_ended() throws IOException {
    assertThat(keep("exit 7").says().readLine()).isEqualTo("exit 7");
  }

  @Test
  void it_tells_by_which_signal_the_kernel_ended() throws IOException {
    assertThat(keep("kill -SEGV $$").says().readLine()).isEqualTo("exit 139");
  }

  @Test
  void it_passes_an_interrupt_on() throws IOException {
    Path ready = pipe();
    // not a shell, which may lose a signal between two commands
    Kept kept =
        keep(
            "exec python3 -c 'import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL);"
                + " open(\"%s\", \"w\").write(\"up\"); time.sleep(600)'".formatted(ready));
    try (var up = new FileInputStream(ready.toFile())) {
      assertThat(up.read()).isEqualTo('u');
      kept.tell("int");
    }
    assertThat(kept.says().readLine()).isEqualTo("exit 130");
  }

  @Test
  void killing_ends_the_kernel_with_its_children() throws IOException {
    Kept kept = family();
    List<ProcessHandle> family = kept.kernel().descendants().toList();
    kept.tell("kill");

    assertThat(kept.says().readLine()).isEqualTo("exit 137");
    family.forEach(KernelKeeperTest::awaitEnd);
  }

  @Test
  void when_the_kernel_ends_its_children_end_too() throws IOException {
    Kept kept = family();
    List<ProcessHandle> family = kept.kernel().descendants().toList();
    kept.kernel().destroyForcibly();

    assertThat(kept.says().readLine()).isEqualTo("exit 137");
    family.forEach(KernelKeeperTest::awaitEnd);
  }

  @Test
  void when_the_program_has_gone_the_kernel_and_its_children_end() throws IOException {
    Kept kept = family();
    List<ProcessHandle> family = kept.kernel().descendants().toList();
    kept.goAway();

    ProcessHandle.of(kept.pid()).ifPresent(KernelKeeperTest::awaitEnd);
    family.forEach(KernelKeeperTest::awaitEnd);
    awaitEnd(kept.keeper().toHandle());
  }

  @Test
  void a_kernel_that_ignores_the_request_to_end_is_killed() throws IOException {
    Path ready = pipe();
    Kept kept = keep("trap '' TERM INT HUP; echo up > %s; sleep 600 & wait".formatted(ready));
    try (var up = new FileInputStream(ready.toFile())) {
      assertThat(up.read()).isEqualTo('u');
      kept.goAway();
    }
    assertThat(kept.says().readLine()).isEqualTo("exit 137");
  }

  @Test
  void the_keeper_outlives_the_signals_of_a_terminal() throws IOException {
    Kept kept = keep("sleep 600 & wait");
    for (String signal : List.of("INT", "TERM", "HUP", "QUIT")) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(kept.keeper().pid()))
          .start()
          .onExit()
          .join();
    }
    kept.tell("kill");

    assertThat(kept.says().readLine()).isEqualTo("exit 137");
  }

  @Test
  void the_kernel_ends_even_if_its_keeper_is_killed_and_then_the_program_goes() throws IOException {
    Kept kept = keep("sleep 600 & wait");
    kept.keeper().toHandle().destroyForcibly();
    kept.goAway();

    ProcessHandle.of(kept.pid()).ifPresent(KernelKeeperTest::awaitEnd);
  }

  @Test
  void a_kept_kernel_outlives_the_program_for_its_time_only() throws IOException {
    Kept kept = keep("sleep 600 & wait");
    kept.tell("keep 1");
    long gone = System.nanoTime();
    kept.goAway();

    ProcessHandle.of(kept.pid()).ifPresent(KernelKeeperTest::awaitEnd);
    assertThat(Duration.ofNanos(System.nanoTime() - gone))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    awaitEnd(kept.keeper().toHandle());
    assertThat(line).doesNotExist();
  }
}
