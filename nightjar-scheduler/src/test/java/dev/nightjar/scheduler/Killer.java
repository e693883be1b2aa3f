package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.Sql;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Starts servers on a database of PostgreSQL, and kills at random: them, their attempts, their
/// connections.
final class Killer implements AutoCloseable {
  private final Path folder;
  private final String url;
  private final Database database;
  private final Random random;
  private final Map<String, Process> servers = new HashMap<>();
  private final Map<String, Integer> killed = new HashMap<>();

  /// @param folder what attempts leave
  Killer(Path folder, String url, Database database, Random random) throws IOException {
    this.folder = folder;
    this.url = url;
    this.database = database;
    this.random = random;
    try (var script = Objects.requireNonNull(Killer.class.getResourceAsStream("attempt.sh"))) {
      Files.copy(script, folder.resolve("attempt.sh"));
    }
    start("one");
    start("two");
  }

  @Override
  public void close() {
    servers.values().forEach(server -> server.destroyForcibly().onExit().join());
  }

  /// Kills until nothing is left to do, each time that so much more is done, or nothing was for
  /// three seconds.
  ///
  /// @param kills how often
  /// @param done from 0 to 1
  void killWhile(BooleanSupplier unfinished, int kills, Duration patience, Progress done) {
    long end = System.nanoTime() + patience.toNanos();
    long last = System.nanoTime();
    while (unfinished.getAsBoolean() && System.nanoTime() < end) {
      int so = killed.values().stream().mapToInt(count -> count).sum();
      boolean due = done.part() * (kills + 1L) >= (so + 1L) * 0.9;
      boolean stuck = System.nanoTime() - last > Duration.ofSeconds(3).toNanos();
      if (so < kills && (due || stuck)) {
        last = System.nanoTime();
        kill();
      }
      restartEnded();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    System.getLogger("chaos").log(System.Logger.Level.INFO, "killed {0}", killed);
  }

  /// How much is done.
  interface Progress {
    double part();
  }

  private void start(String name) {
    Process old = servers.get(name);
    if (old != null) {
      old.destroyForcibly();
    }
    try {
      servers.put(
          name,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ChaosServer.class.getName(),
                  name,
                  url,
                  folder.toString(),
                  "4")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder + "/" + name)))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As a service manager does: one whose connection is killed while it starts gives up.
  private void restartEnded() {
    List.copyOf(servers.keySet()).stream()
        .filter(name -> !Objects.requireNonNull(servers.get(name)).isAlive())
        .forEach(this::start);
  }

  private void kill() {
    switch (random.nextInt(5)) {
      case 0 -> {
        count("server");
        start(random.nextBoolean() ? "one" : "two");
      }
      case 1, 2 -> {
        if (killAttempt()) {
          count("attempt");
        }
      }
      default -> {
        count("connection");
        Sql.select(
            database,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
             ORDER BY random() LIMIT 2
            """);
      }
    }
  }

  private void count(String what) {
    killed.merge(what, 1, Integer::sum);
  }

  private boolean killAttempt() {
    List<String> begun =
        Sql.select(
            database,
            """
            SELECT external_id FROM attempt
             WHERE ended_at IS NULL AND external_id IS NOT NULL ORDER BY random()
            """);
    for (String file : begun) {
      try {
        long pid = Long.parseLong(Files.readString(Path.of(file)).strip());
        if (ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
          return true;
        }
      } catch (IOException notYet) {
        // it has not begun
      }
    }
    return false;
  }
}
