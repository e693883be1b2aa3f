package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import java.time.Clock;

/// Where the program starts.
public final class Main {
  private Main() {}

  /// Runs the command line and exits with its status.
  public static void main(String[] arguments) {
    Program program = new Program(Terminal.ofSystem(Environment.ofSystem()), Clock.systemUTC());
    System.exit(new CommandLines(program).run(arguments));
  }
}
