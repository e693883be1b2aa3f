package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// A command line that was run in a folder, without a terminal.
///
/// @param status the exit status
/// @param out what it printed to standard output
/// @param err what it printed to standard error
record CommandRun(int status, String out, String err) {
  static CommandRun in(Path directory, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(System.getenv(), directory, false, false, false, false);
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    int status = new CommandLines(new Program(terminal, Clock.systemUTC())).run(arguments);
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Copies a notebook of the tests' resources to `target`, and makes its folder.
  static Path copy(String notebook, Path target) {
    try (InputStream in = CommandRun.class.getResourceAsStream("/notebooks/" + notebook)) {
      Files.createDirectories(target.getParent());
      Files.write(target, in.readAllBytes());
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
