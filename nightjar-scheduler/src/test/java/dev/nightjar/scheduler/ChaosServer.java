package dev.nightjar.scheduler;

import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A server of its own process that is there to be killed. It appends each alert it sends to a
/// file, as a receiver would see it.
///
/// Arguments: name, JDBC URL, folder, attempts at a time.
final class ChaosServer {
  static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(1));
  private static final Duration SEND_AGAIN = Duration.ofSeconds(3);

  private ChaosServer() {}

  static void main(String[] arguments) {
    Clock clock = Clock.systemUTC();
    Path folder = Path.of(arguments[2]);
    Database database = Database.open(arguments[1], null, null, 6);
    var settings =
        new Scheduler.Settings(
            arguments[0],
            Map.of("local", new ChaosExecutor(folder)),
            Map.of("local", new Capacity(Integer.parseInt(arguments[3]), Long.MAX_VALUE)),
            LEASE,
            List.of());
    var scheduler = new Scheduler(database, settings, clock);
    scheduler.start();
    var alerts = new AlertStore(clock);
    new Loop("alerts", scheduler.alertsBell(), () -> send(database, alerts, folder, clock)).start();
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration send(Database database, AlertStore alerts, Path folder, Clock clock) {
    List<AlertStore.Alert> claimed =
        database.write(tx -> alerts.claim(tx, 10, clock.instant().plus(SEND_AGAIN)));
    for (AlertStore.Alert alert : claimed) {
      append(folder.resolve("alerts"), "%s %s%n".formatted(alert.id(), alert.run()));
      database.change(tx -> alerts.sent(tx, alert.id()));
    }
    return claimed.isEmpty() ? Duration.ofMillis(500) : Duration.ZERO;
  }

  private static void append(Path file, String line) {
    try {
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
