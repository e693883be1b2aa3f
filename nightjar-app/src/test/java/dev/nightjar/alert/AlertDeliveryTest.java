package dev.nightjar.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Ids;
import dev.nightjar.scheduler.AlertDelivery;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.scheduler.AlertSender.Result;
import dev.nightjar.scheduler.Bell;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.workflow.AlertRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertDeliveryTest {
  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private Database database;

  private static final class HandClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() {
    database = reopen();
  }

  private Database reopen() {
    return Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 2);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void put(String target) {
    database.change(
        transaction ->
            new AlertStore(clock).put(transaction, Ids.next(clock), AlertRule.On.FAILURE, target));
  }

  private AlertStore.Counts counts() {
    return database.read(transaction -> new AlertStore(clock).counts(transaction));
  }

  private int deliver(AlertSender sender) {
    try (var delivery = new AlertDelivery(database, sender, new Bell(), clock)) {
      return delivery.deliver();
    }
  }

  private Result take(AlertStore.Alert alert) {
    sent.add(alert.id());
    return new Result.Sent();
  }

  @Test
  void each_is_sent_once() {
    put("a");
    put("b");
    deliver(this::take);
    deliver(this::take);
    assertThat(sent).hasSize(2).doesNotHaveDuplicates();
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 0));
  }

  @Test
  void one_that_was_not_taken_is_tried_ever_less_often_and_given_up_after_a_day() {
    put("a");
    List<Duration> gaps = new ArrayList<>();
    Instant last = clock.instant();
    for (int minute = 0; minute < 26 * 6 * 60; minute++) {
      int before = sent.size();
      deliver(
          alert -> {
            sent.add(alert.id());
            return new Result.Failed("away", null);
          });
      if (sent.size() > before) {
        gaps.add(Duration.between(last, clock.instant()));
        last = clock.instant();
      }
      if (counts().failed() == 1) {
        break;
      }
      clock.advance(Duration.ofSeconds(10).multipliedBy(minute < 200 ? 1 : 60));
    }
    assertThat(gaps.subList(1, 6))
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            Duration.ofSeconds(270),
            Duration.ofSeconds(810));
    assertThat(gaps.subList(8, gaps.size())).allMatch(gap -> gap.toMinutes() >= 60);
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 1));
    assertThat(sent.stream().distinct()).hasSize(1);
  }

  @Test
  void who_asks_to_wait_is_left_alone_so_long() {
    put("a");
    deliver(_ -> new Result.Failed("busy", Duration.ofMinutes(7)));
    clock.advance(Duration.ofMinutes(6));
    deliver(this::take);
    assertThat(sent).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    deliver(this::take);
    assertThat(sent).hasSize(1);
  }

  @Test
  void one_whose_sender_dies_before_recording_it_is_sent_again_under_the_same_key()
      throws Exception {
    put("a");
    var reached = new CountDownLatch(1);
    var delivery =
        new AlertDelivery(
            database,
            alert -> {
              sent.add(alert.id());
              reached.countDown();
              new CountDownLatch(1).await(); // until it is killed
              return new Result.Sent();
            },
            new Bell(),
            clock);
    delivery.start();
    reached.await();
    delivery.close();
    database.close();
    database = reopen();
    deliver(this::take);
    assertThat(sent).as("nobody else has it meanwhile").hasSize(1);
    clock.advance(Duration.ofMinutes(5));
    deliver(this::take);
    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst()).isEqualTo(sent.getLast());
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 0));
  }

  @Test
  void a_broken_channel_loses_none() {
    put("a");
    deliver(
        _ -> {
          throw new IllegalStateException("broken");
        });
    assertThat(counts()).isEqualTo(new AlertStore.Counts(1, 0));
    clock.advance(Duration.ofSeconds(10));
    deliver(this::take);
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 0));
  }
}
