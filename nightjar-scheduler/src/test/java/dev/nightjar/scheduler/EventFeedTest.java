package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Event;
import dev.nightjar.store.Database;
import dev.nightjar.store.EventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EventFeedTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path folder;
  private final Bell bell = new Bell();
  private final EventStore events = new EventStore();
  private Database database;
  private EventFeed feed;

  @BeforeEach
  void open() {
    database = Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 2);
    feed = new EventFeed(database, bell, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    feed.close();
    database.close();
  }

  private void happens(String run, String... states) {
    List<Event> happened = new ArrayList<>();
    for (String state : states) {
      happened.add(
          new Event(0, Instant.now(), new Event.Subject(null, run, null), null, state, "me", null));
    }
    database.change(transaction -> events.append(transaction, happened));
    bell.ring();
  }

  private static String next(EventSubscription subscription) throws InterruptedException {
    return subscription.take(LONG).map(one -> one.event().to()).orElse("nothing");
  }

  @Test
  void what_happens_is_handed_on_in_order() throws InterruptedException {
    happens("r", "BEFORE");
    try (var subscription = feed.subscribe(null, _ -> true)) {
      happens("r", "QUEUED", "RUNNING");

      assertThat(next(subscription)).isEqualTo("QUEUED");
      assertThat(next(subscription)).isEqualTo("RUNNING");
      assertThat(subscription.take(SHORT)).isEmpty();
    }
  }

  @Test
  void who_comes_late_gets_what_he_missed_first() throws InterruptedException {
    happens("r", "A", "B", "C");
    try (var subscription = feed.subscribe(1L, _ -> true)) {
      happens("r", "D");

      assertThat(List.of(next(subscription), next(subscription), next(subscription)))
          .containsExactly("B", "C", "D");
    }
  }

  @Test
  void what_was_missed_comes_before_what_was_handed_on_already() throws InterruptedException {
    happens("r", "A", "B", "C");
    try (var late = feed.subscribe(1L, _ -> true);
        var other = feed.subscribe(null, _ -> true)) {
      happens("r", "D");
      // Handed on to both in the order in which they came.
      assertThat(next(other)).isEqualTo("D");

      assertThat(List.of(next(late), next(late), next(late))).containsExactly("B", "C", "D");
    }
  }

  @Test
  void what_nobody_wants_is_left_out() throws InterruptedException {
    try (var subscription = feed.subscribe(null, event -> "mine".equals(event.subject().run()))) {
      happens("other", "QUEUED");
      happens("mine", "RUNNING");

      assertThat(next(subscription)).isEqualTo("RUNNING");
    }
  }

  @Test
  void one_who_is_too_slow_is_cut_off() throws InterruptedException {
    try (var slow = feed.subscribe(null, event -> "many".equals(event.subject().run()));
        var other = feed.subscribe(null, event -> "last".equals(event.subject().run()))) {
      for (int i = 0; i < 12; i++) {
        happens("many", "X".repeat(100).split("", -1));
      }
      happens("last", "DONE");
      assertThat(next(other)).isEqualTo("DONE");

      int got = 0;
      while (!slow.ended()) {
        got += slow.take(SHORT).isPresent() ? 1 : 0;
      }
      assertThat(got).isEqualTo(1_000);
    }
  }

  @Test
  void closing_the_feed_ends_who_waits() throws InterruptedException {
    var subscription = feed.subscribe(null, _ -> true);
    Thread closing = Thread.ofVirtual().start(feed::close);

    assertThat(subscription.take(LONG)).isEmpty();
    assertThat(subscription.ended()).isTrue();
    closing.join();
  }
}
