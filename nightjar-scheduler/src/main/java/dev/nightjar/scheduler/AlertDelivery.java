package dev.nightjar.scheduler;

import dev.nightjar.scheduler.AlertSender.Result;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.AlertStore.Alert;
import dev.nightjar.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes alerts out of the outbox and has them sent: at once, then ever less often for a day.
/// Several servers on one database share the work.
///
/// While one is sent nobody else gets it. If this process dies in between, it is sent again after
/// that time, under the same id.
public final class AlertDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
  private static final int AT_ONCE = 20;
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration HELD = Duration.ofMinutes(5);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Database database;
  private final AlertSender sender;
  private final Clock clock;
  private final AlertStore alerts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Loop loop;
  private volatile boolean closing;

  /// @param bell rings when there may be some to send
  public AlertDelivery(Database database, AlertSender sender, Bell bell, Clock clock) {
    this.database = database;
    this.sender = sender;
    this.clock = clock;
    this.alerts = new AlertStore(clock);
    this.loop = new Loop("alerts", bell, () -> deliver() == 0 ? POLL : Duration.ZERO);
  }

  /// Begins to deliver.
  public AlertDelivery start() {
    loop.start();
    return this;
  }

  /// Tries those that are due, once each.
  ///
  /// @return how many
  public int deliver() {
    if (closing) {
      return 0;
    }
    List<Alert> due =
        database.write(
            transaction -> alerts.claim(transaction, AT_ONCE, clock.instant().plus(HELD)));
    List<Future<Boolean>> tries =
        due.stream().map(alert -> threads.submit(() -> deliver(alert))).toList();
    for (Future<Boolean> one : tries) {
      try {
        one.get();
      } catch (ExecutionException broken) {
        LOG.error("an alert could not be handled; it is tried again", broken.getCause());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return due.size();
      }
    }
    return due.size();
  }

  /// Tries one; true if it was taken.
  private boolean deliver(Alert alert) throws InterruptedException {
    Result result;
    try {
      result = sender.send(alert);
    } catch (RuntimeException broken) {
      LOG.error("alert {} of run {}: the channel is broken", alert.id(), alert.run(), broken);
      result = new Result.Failed("The channel is broken: " + broken.getClass().getName(), null);
    }
    switch (result) {
      case Result.Sent() -> {
        database.change(transaction -> alerts.sent(transaction, alert.id()));
        LOG.info("run {}: alert {} ({}) sent", alert.run(), alert.id(), alert.on());
      }
      case Result.Failed(String problem, Duration wait) -> failed(alert, problem, wait);
    }
    return result instanceof Result.Sent;
  }

  private void failed(Alert alert, String problem, @Nullable Duration asked) {
    Duration wait = asked == null ? wait(alert.tries()) : asked;
    Instant next = clock.instant().plus(wait);
    boolean last = next.isAfter(alert.created().plus(PATIENCE));
    LOG.warn(
        "run {}: alert {} ({}) was not sent, {}: {}",
        alert.run(),
        alert.id(),
        alert.on(),
        last ? "and is given up" : "next try in " + wait.toSeconds() + " s",
        problem);
    database.change(
        transaction -> {
          if (last) {
            alerts.fail(transaction, alert.id(), problem);
          } else {
            alerts.postpone(transaction, alert.id(), problem, next);
          }
        });
  }

  /// 10 s, 30 s, 90 s, … an hour.
  private static Duration wait(int tries) {
    Duration wait = FIRST_WAIT;
    for (int i = 0; i < tries && wait.compareTo(LONGEST_WAIT) < 0; i++) {
      wait = wait.multipliedBy(3);
    }
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /// Lets go of what is being sent; it is sent again by whoever is next.
  @Override
  public void close() {
    closing = true;
    threads.shutdownNow();
    loop.close();
    threads.close();
  }
}
