package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The program in a directory, with streams of bytes for a terminal.
final class CommandLineFixture {
  private final Path directory;
  private final Map<String, String> variables = new HashMap<>(System.getenv());
  private boolean stdoutIsTerminal;

  CommandLineFixture(Path directory) {
    this.directory = directory;
    variables.remove("JUPYTER_PATH");
  }

  /// What a command left behind.
  record Ended(int status, String out, String err) {}

  CommandLineFixture with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  CommandLineFixture onTerminal() {
    stdoutIsTerminal = true;
    return this;
  }

  Ended run(String... arguments) {
    return run(InputStream.nullInputStream(), arguments);
  }

  Ended runWithInput(String input, String... arguments) {
    return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  private Ended run(InputStream in, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(variables, directory, false, false, stdoutIsTerminal, false);
    Terminal terminal =
        new Terminal(
            in,
            out,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    int status = new CommandLines(new Program(terminal, Clock.systemUTC())).run(arguments);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Writes a notebook of code cells for Python; the first carries the parameters.
  Path notebook(String name, String... sources) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (String source : sources) {
      cells.add(source.startsWith("# ") ? Cell.markdown(source) : Cell.code(source));
    }
    cells.stream()
        .filter(Cell::isCode)
        .findFirst()
        .ifPresent(cell -> cell.metadata().putArray("tags").add("parameters"));
    ObjectNode metadata = Json.object();
    metadata
        .putObject("kernelspec")
        .put("name", "python3")
        .put("display_name", "Python 3")
        .put("language", "python");
    Path file = directory.resolve(name);
    try (var out = Files.newOutputStream(file)) {
      NotebookFormat.write(new Notebook(cells, metadata), out);
    }
    return file;
  }
}
