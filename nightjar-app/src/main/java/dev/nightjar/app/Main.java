package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import java.time.Clock;
import java.util.UUID;

/// Where the program starts.
public final class Main {
  private Main() {}

  /// Runs the command line and exits with its status.
  public static void main(String[] arguments) {
    boolean isTask = TaskMain.isMeant(arguments);
    if (arguments.length > 2 || isTask) {
      Thread.ofPlatform().daemon().name("ahead").start(Main::prepare);
    }
    if (isTask) {
      System.exit(TaskMain.run(arguments));
    }
    Program program = new Program(Terminal.ofSystem(Environment.ofSystem()), Clock.systemUTC());
    System.exit(new CommandLines(program).run(arguments));
  }

  /// Sets up what a run needs first, on the second core, while the first reads the command line:
  /// the JSON parser and the source of random numbers take as long as all options.
  private static void prepare() {
    Json.parse("{}");
    UUID.randomUUID();
  }
}
