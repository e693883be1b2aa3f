package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;

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
    Program program =
        new Program(Terminal.ofSystem(Environment.ofSystem()), Clock.systemUTC(), ServerMain::run);
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

  /// Sets up what a run needs soon, on the second core, while the first reads the command line,
  /// in the order in which it is needed: JSON, random numbers, signing, time zones.
  private static void prepare() {
    Json.parse("{}");
    UUID.randomUUID();
    try {
      Mac.getInstance("HmacSHA256");
    } catch (NoSuchAlgorithmException e) {
      return; // who signs with it will say so
    }
    var _ = LocalDateTime.ofInstant(Instant.EPOCH, ZoneId.systemDefault());
  }
}
