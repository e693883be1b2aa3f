package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.task.TaskProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneId;

/// What the JVM watches while `launcher/make-aot-cache` makes the AOT cache of all but servers:
/// help, the command line that it is given, `run NOTEBOOK …`, and the same notebook as an attempt.
public final class AotTraining {
  private AotTraining() {}

  /// Exits with the status of the command line.
  public static void main(String[] arguments) throws IOException {
    Terminal terminal = Terminal.ofSystem(Environment.ofSystem());
    CommandLines commandLines = new CommandLines(new Program(terminal, Clock.systemUTC()));
    commandLines.run("--help");
    commandLines.run("run", "--help");
    attempt(Path.of(arguments[1]), terminal);
    Main.main(arguments);
  }

  private static void attempt(Path notebook, Terminal terminal) throws IOException {
    Path folder = Path.of("attempt").toAbsolutePath();
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.copy(notebook, files.resolve("a.ipynb"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        folder.resolve("order.json"),
        """
        {"run": "r", "name": "n", "created_at": "2026-01-01T00:00:00Z", "host": "0",
         "parameters": {"day": "'2026-01-01'"}, "limits": {"timeout_ms": 600000},
         "notebook": {"file": "a.ipynb", "verbatim_parameters": true,
           "output_name": "{{input_filename}}-{{create_time}}", "output_formats": ["ipynb", "html"]}}
        """);
    new TaskProgram(
            folder,
            terminal.environment().variables(),
            terminal.err(),
            Clock.system(ZoneId.systemDefault()))
        .run();
  }
}
