package dev.nightjar.cli;

import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.WarmKernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightjar kernels warm`: starts the fork server of a Python kernel.
@Command(
    customSynopsis = "nightjar kernels warm [OPTIONS]",
    description = {
      "Keeps a Python process that has imported ipykernel already. From then on `nightjar run` gets kernels of this Python"
          + " from it by fork, in less than a tenth of the time. Each run has a process of its own; nothing goes from"
          + " one to the next.",
    })
final class KernelsWarmCommand implements Callable<Integer> {
  /// Detaches the server: it ignores the end of the terminal's session, and holds none of our
  /// streams. Its first line is passed on.
  private static final String DETACH =
      """
      trap '' HUP
      log=$1
      shift
      exec 3< <(exec "$@" </dev/null 2>"$log")
      read -r line <&3
      echo "$line"
      """;

  private final Program program;

  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "TEXT",
      defaultValue = "python3",
      description = "Name of the kernel (default: python3).")
  private String kernel = "python3";

  @Option(
      names = {"--preload"},
      paramLabel = "NAMES",
      description =
          "Modules that are imported beforehand as well, separated by commas, such as numpy,pandas.")
  private @Nullable String preload;

  @Option(
      names = {"--idle"},
      paramLabel = "DURATION",
      description =
          "Stop when no kernel was asked for in this time (90s, 15m, 8h; default: never).")
  private @Nullable String idle;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  KernelsWarmCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    KernelSpec spec = program.kernelSpecs().find(kernel);
    WarmKernels warm = program.warmKernels();
    List<String> server =
        warm.serverCommand(
                spec,
                program.environment().pythonFile("forkserver/nightjar_forkserver.py"),
                program.environment().variables())
            .orElseThrow(
                () ->
                    new KernelException(
                        "Kernel %s is not an ipykernel; only those can be kept warm."
                            .formatted(kernel)));
    String python = server.getFirst();
    if (warm.areThere(spec, program.environment().variables())) {
      program.terminal().out().println("Kernels of %s are warm already.".formatted(python));
      return 0;
    }
    List<String> command = new ArrayList<>(server);
    if (preload != null) {
      command.addAll(List.of("--preload", preload));
    }
    if (idle != null) {
      command.addAll(List.of("--idle", Long.toString(Durations.parse(idle, "--idle").toSeconds())));
    }
    String answer = start(command);
    if (!answer.startsWith("listening on ")) {
      throw new KernelException(
          "The fork server of kernel %s did not start: %s".formatted(kernel, answer));
    }
    program
        .terminal()
        .out()
        .println(
            "Kernels of %s are warm: `nightjar run` uses them. `nightjar kernels stop` ends this."
                .formatted(python));
    return 0;
  }

  /// Starts the server and waits for its first line; without one, the last of its log.
  private String start(List<String> server) {
    Path directory = program.kernelSpecs().warmDirectory();
    Path log = directory.resolve("forkserver.log");
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", DETACH, "forkserver", log.toString()));
    command.addAll(server);
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        if (line != null && !line.isEmpty()) {
          return line;
        }
      }
      List<String> problems = Files.readAllLines(log);
      return problems.isEmpty() ? "it said nothing" : problems.getLast();
    } catch (IOException e) {
      throw new KernelException("The fork server can't be started: " + e.getMessage(), e);
    }
  }
}
