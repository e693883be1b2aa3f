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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `nightjar kernels warm`: starts the fork server of a Python kernel.
final class KernelsWarmCommand implements Command {
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

  private final Options options =
      new Options(
          "Keeps a Python process that has imported ipykernel already. From then on `nightjar run`"
              + " gets kernels of this Python from it by fork, in less than a tenth of the time."
              + " Each run has a process of its own; nothing goes from one to the next.");
  private final Option<String> kernel =
      options.text("-k, --kernel TEXT", "Name of the kernel (default: python3).");
  private final Option<String> preload =
      options.text(
          "--preload NAMES",
          "Modules that are imported beforehand as well, separated by commas, such as"
              + " numpy,pandas.");
  private final Option<Duration> idle =
      options.duration(
          "--idle DURATION",
          "Stop when no kernel was asked for in this time (90s, 15m, 8h; default: never).");
  private final Program program;

  KernelsWarmCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String name = kernel.or("python3");
    KernelSpec spec = program.kernelSpecs().find(name);
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
                            .formatted(name)));
    String python = server.getFirst();
    if (warm.areThere(spec, program.environment().variables())) {
      program.terminal().out().println("Kernels of %s are warm already.".formatted(python));
      return 0;
    }
    List<String> command = new ArrayList<>(server);
    preload.values().forEach(modules -> command.addAll(List.of("--preload", modules)));
    idle.values()
        .forEach(time -> command.addAll(List.of("--idle", Long.toString(time.toSeconds()))));
    String answer = start(command);
    if (!answer.startsWith("listening on ")) {
      throw new KernelException(
          "The fork server of kernel %s did not start: %s".formatted(name, answer));
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
