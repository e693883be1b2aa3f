package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.testkit.FakeKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalKernelProvisionerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  private static KernelSpec spec(Path directory, List<String> argv, Map<String, String> env) {
    return new KernelSpec(
        "fake", directory, argv, env, "Fake", "fake", KernelSpec.InterruptMode.SIGNAL);
  }

  private KernelProvisioner.Surroundings surroundings(
      Map<String, String> environment, boolean mayBeKept) {
    return new KernelProvisioner.Surroundings(
        directory, environment, directory.resolve("runtime"), mayBeKept);
  }

  @Nested
  class Environment {
    private final Map<String, String> ours = Map.of("HOME", "/home/me", "A", "old");

    private Map<String, String> environment(Map<String, String> env) {
      return LocalKernelProvisioner.environment(
          spec(directory, List.of("run"), env), surroundings(ours, false));
    }

    @Test
    void the_variables_of_the_spec_come_over_ours() {
      assertThat(environment(Map.of("A", "new", "B", "more")))
          .containsEntry("A", "new")
          .containsEntry("B", "more")
          .containsEntry("HOME", "/home/me");
    }

    @Test
    void a_name_after_a_dollar_stands_for_a_variable_of_ours() {
      assertThat(environment(Map.of("X", "${HOME}/x:$A", "A", "$A-er")))
          .containsEntry("X", "/home/me/x:old")
          .containsEntry("A", "old-er");
    }

    @Test
    void what_is_no_variable_of_ours_stays_as_it_is() {
      assertThat(environment(Map.of("X", "${NOPE} $ 5$", "Y", "$$HOME", "Z", "\\1$0")))
          .containsEntry("X", "${NOPE} $ 5$")
          .containsEntry("Y", "$HOME")
          .containsEntry("Z", "\\1$0");
    }
  }

  @Nested
  class Command {
    @Test
    void placeholders_are_filled_in_wherever_they_stand() {
      Path resources = Path.of("/usr/share/jupyter/kernels/fake");
      List<String> argv =
          List.of("{prefix}/bin/run", "--file={connection_file}", "{resource_dir}/a", "{other}");

      assertThat(
              LocalKernelProvisioner.command(
                  spec(resources, argv, Map.of()), Path.of("/tmp/a $b.json")))
          .containsExactly(
              "/usr/bin/run",
              "--file=/tmp/a $b.json",
              "/usr/share/jupyter/kernels/fake/a",
              "{other}");
    }

    @Test
    void ipykernel_keeps_its_history_in_memory() {
      List<String> argv = List.of("python3", "-m", "ipykernel_launcher", "-f", "{connection_file}");

      assertThat(
              LocalKernelProvisioner.command(
                  spec(directory, argv, Map.of()), Path.of("/tmp/c.json")))
          .endsWith("/tmp/c.json", "--HistoryManager.hist_file=:memory:");
    }
  }

  @Test
  void a_kernel_gets_directory_variables_and_no_input() throws Exception {
    Path out = directory.resolve("out");
    KernelSpec shell =
        spec(
            directory,
            List.of(
                "sh",
                "-c",
                "{ pwd; echo \"$X\"; wc -c; test \"$JPY_PARENT_PID\" -eq $PPID && echo parent; } >"
                    + out
                    + "; exit 5"),
            Map.of("X", "from the spec"));
    try (Kernel kernel =
        new LocalKernelProvisioner().start(shell, surroundings(System.getenv(), false))) {
      assertThat(kernel.exited().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .isEqualTo("it exited with status 5");
    }
    assertThat(Files.readString(out))
        .isEqualTo(directory.toRealPath() + "\nfrom the spec\n0\nparent\n");
  }

  @Test
  void a_working_directory_that_is_not_there_is_told() {
    Path missing = directory.resolve("missing");
    var surroundings =
        new KernelProvisioner.Surroundings(
            missing, new HashMap<>(), directory.resolve("runtime"), false);

    assertThatThrownBy(
            () ->
                new LocalKernelProvisioner()
                    .start(spec(directory, List.of("true"), Map.of()), surroundings))
        .isInstanceOf(KernelException.NotStarted.class)
        .hasMessageStartingWith("Kernel fake can't be started in %s: ".formatted(missing));
  }

  @Nested
  class AKernelThatIsKept {
    private final KernelSpec spec = spec(Path.of("/"), FakeKernel.argv(), Map.of());

    @Test
    void outlives_its_close_and_can_be_found_again_and_ended() throws Exception {
      Kernel first = new LocalKernelProvisioner().start(spec, surroundings(System.getenv(), true));
      Path file = first.connectionFile().orElseThrow();
      try (first;
          KernelClient client = KernelClient.connect(first, PATIENCE, _ -> {})) {
        first.keep(Duration.ofMinutes(5));
        assertThat(Answer.to("print a", client).text()).isEqualTo("a\n");
      }
      long pid = first.pid().orElseThrow();
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      try (Kernel again = first;
          KernelClient client = KernelClient.connect(again, PATIENCE, _ -> {})) {
        assertThat(Answer.to("pid", client).text().strip()).isEqualTo(String.valueOf(pid));
        again.keep(Duration.ZERO);
      }
      process.onExit().get(10, TimeUnit.SECONDS);
      assertThat(file).doesNotExist();
    }

    @Test
    void outlives_its_program_and_ends_with_whoever_found_it() throws Exception {
      ProcessHandle process;
      try (KeptKernel found = findAgain(leftBehind(), Duration.ofMinutes(5))) {
        process = ProcessHandle.of(found.pid().orElseThrow()).orElseThrow();
        try (KernelClient client = KernelClient.connect(found, PATIENCE, _ -> {})) {
          String request = client.execute("print ready\nwait", true);
          Answer.await(client, request, "stream");
          client.interrupt();
          assertThat(Answer.to(client, request).reply().error().ename())
              .isEqualTo("KeyboardInterrupt");
          found.keep(Duration.ZERO);
          assertThat(Answer.to("print still here", client).text()).isEqualTo("still here\n");
        }
      }
      process.onExit().get(10, TimeUnit.SECONDS);
      assertThat(directory.resolve("runtime")).isEmptyDirectory();
    }

    @Test
    void waits_again_for_its_time_when_whoever_found_it_goes() throws Exception {
      ProcessHandle process;
      try (KeptKernel found = findAgain(leftBehind(), Duration.ofSeconds(1))) {
        process = ProcessHandle.of(found.pid().orElseThrow()).orElseThrow();
        try (KernelClient client = KernelClient.connect(found, PATIENCE, _ -> {})) {
          assertThat(Answer.to("print a", client).text()).isEqualTo("a\n");
        }
      }
      assertThat(process.isAlive()).isTrue();
      process.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void is_not_found_where_there_is_none() {
      assertThat(KeptKernel.find(spec, directory.resolve("none.json"), 1, Duration.ofMinutes(1)))
          .isEmpty();
    }

    /// What a program that was killed said of its kernel: connection file and process id.
    private String[] leftBehind() throws Exception {
      List<String> command = new ArrayList<>(FakeKernel.argv().subList(0, 5));
      command.addAll(List.of(Leaver.class.getName(), directory.toString()));
      Process program =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String[] said = String.valueOf(program.inputReader().readLine()).split(" ", 2);
      program.destroyForcibly().waitFor();
      return said;
    }

    /// The keeper needs a moment to notice that its program has gone.
    private KeptKernel findAgain(String[] said, Duration keep) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (System.nanoTime() < deadline) {
        Optional<KeptKernel> found =
            KeptKernel.find(spec, Path.of(said[1]), Long.parseLong(said[0]), keep);
        if (found.isPresent()) {
          return found.get();
        }
        Thread.onSpinWait();
      }
      throw new AssertionError("the kernel is not there any more");
    }
  }

  /// Starts a kernel that is to be kept, prints its process id and connection file, and waits to be
  /// killed.
  static final class Leaver {
    private Leaver() {}

    public static void main(String... args) throws InterruptedException {
      Path directory = Path.of(args[0]);
      var surroundings =
          new KernelProvisioner.Surroundings(
              directory, System.getenv(), directory.resolve("runtime"), true);
      Kernel kernel =
          new LocalKernelProvisioner()
              .start(spec(Path.of("/"), FakeKernel.argv(), Map.of()), surroundings);
      KernelClient client = KernelClient.connect(kernel, PATIENCE, _ -> {});
      kernel.keep(Duration.ofMinutes(5));
      assertThat(Answer.to("print a", client).text()).isEqualTo("a\n");
      System.out.println(kernel.pid().orElseThrow() + " " + kernel.connectionFile().orElseThrow());
      Thread.currentThread().join();
    }
  }
}
