package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// Runs workflow files in this process, in a folder, with the Python files of this checkout.
final class Foregrounds {
  private final Path directory;

  /// @param home a folder for what the program comes with
  Foregrounds(Path directory, Path home) throws IOException {
    this.directory = directory;
    System.setProperty("nightjar.home", home(home).toString());
  }

  /// Makes a folder for what the program comes with: its Python files, and no launcher, which would
  /// build the checkout.
  static Path home(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path python = folder.resolve("python");
    if (!Files.exists(python)) {
      Files.createSymbolicLink(python, Path.of("../python").toRealPath());
    }
    return folder;
  }

  /// What a command left behind.
  record Ended(int status, String out, String err) {}

  Ended run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            out,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Environment(System.getenv(), directory, false, false, false, false));
    int status =
        new CommandLines(new Program(terminal, Clock.systemUTC(), ServerMain::run)).run(arguments);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
