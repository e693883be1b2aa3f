package dev.nightjar.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The process's surroundings, read once.
///
/// @param variables the environment variables
/// @param directory the working directory
/// @param stdinIsPipe whether standard input is a pipe; a redirected file is not
/// @param stdinIsTerminal whether somebody may type
/// @param stdoutIsTerminal whether somebody looks at standard output
/// @param stderrIsTerminal whether somebody looks at standard error
public record Environment(
    Map<String, String> variables,
    Path directory,
    boolean stdinIsPipe,
    boolean stdinIsTerminal,
    boolean stdoutIsTerminal,
    boolean stderrIsTerminal) {
  private static final int FILE_TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  /// Copies the variables.
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// That of this process.
  public static Environment ofSystem() {
    return new Environment(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        type("/dev/stdin") == FIFO,
        isTerminal("/dev/stdin"),
        isTerminal("/dev/stdout"),
        isTerminal("/dev/stderr"));
  }

  /// A file of the program's `python/` folder. The launcher says where that is.
  public Path pythonFile(String name) {
    return Path.of(System.getProperty("nightjar.home", "."))
        .toAbsolutePath()
        .resolve("python")
        .resolve(name);
  }

  private static int type(String file) {
    try {
      return (int) Files.getAttribute(Path.of(file), "unix:mode") & FILE_TYPE;
    } catch (IOException | UnsupportedOperationException e) {
      return 0; // closed, or a system without these files
    }
  }

  /// A terminal is a character device that is not one of the memory devices, such as `/dev/null`.
  private static boolean isTerminal(String file) {
    try {
      Path path = Path.of(file);
      return type(file) == CHARACTER_DEVICE
          && !isSame(path, Path.of("/dev/null"))
          && !isSame(path, Path.of("/dev/zero"))
          && !isSame(path, Path.of("/dev/full"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(other)
        && Files.getAttribute(one, "unix:rdev").equals(Files.getAttribute(other, "unix:rdev"));
  }
}
