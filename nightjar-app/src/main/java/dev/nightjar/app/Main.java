package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;

/// Where the program starts.
public final class Main {
  private Main() {}

  /// Runs the command line and exits with its status.
  public static void main(String[] arguments) {
    if (arguments.length > 2) {
      Thread.ofPlatform().daemon().name("ahead").start(Main::prepare);
    }
    Program program = new Program(Terminal.ofSystem(Environment.ofSystem()), Clock.systemUTC());
    end(new CommandLines(program).run(arguments));
  }

  /// Ends the process. `System.exit` first sets up the JVM's log of exits, which opens every jar;
  /// where nothing else runs, returning does the same without.
  private static void end(int status) {
    Thread[] threads = new Thread[Thread.activeCount() + 1];
    int count = Thread.enumerate(threads);
    boolean othersRun =
        Arrays.stream(threads, 0, count)
            .anyMatch(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()));
    if (status != 0 || othersRun) {
      System.exit(status);
    }
  }

  /// Sets up what a run needs first, on the second core, while the first reads the command line:
  /// the JSON parser and the source of random numbers take as long as all options.
  private static void prepare() {
    Json.parse("{}");
    UUID.randomUUID();
  }
}
