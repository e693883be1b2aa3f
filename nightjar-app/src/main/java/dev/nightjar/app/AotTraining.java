package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import java.time.Clock;

/// What the JVM watches while `launcher/make-aot-cache` makes the AOT cache: help, then the command
/// line that it is given.
public final class AotTraining {
  private AotTraining() {}

  /// Exits with the status of the command line.
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofSystem(Environment.ofSystem());
    CommandLines commandLines = new CommandLines(new Program(terminal, Clock.systemUTC()));
    commandLines.run("--help");
    commandLines.run("run", "--help");
    Main.main(arguments);
  }
}
