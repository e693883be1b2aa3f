package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import dev.nightjar.store.Database;
import dev.nightjar.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Hands the events on to those who listen, as they happen: one reader of the table for all of
/// them, woken by what happens on this server, and looking several times a second for what happens
/// on others. While nobody listens it reads nothing. Thread-safe.
///
/// Each event comes once at least, those of one run in their order. One whose transaction was
/// committed late may come after events with higher ids.
public final class EventFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration NOBODY_LISTENS = Duration.ofHours(1);
  private static final int BATCH = 500;
  private static final int LOOK_BACK = 1_000;

  private final Database database;
  private final Clock clock;
  private final Bell bell;
  private final Loop loop;
  private final EventStore events = new EventStore();
  private final List<EventSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private Gaps gaps = new Gaps(0);
  private boolean closed;

  /// Starts to read when somebody listens.
  ///
  /// @param bell rings when something happened here
  public EventFeed(Database database, Bell bell, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.bell = bell;
    this.loop = new Loop("events", bell, this::read).start();
  }

  /// Listens from now on.
  ///
  /// @param after first come the events after this id; null for those that happen from now on
  /// @param wanted which events
  public EventSubscription subscribe(@Nullable Long after, Predicate<Event> wanted) {
    EventSubscription subscription;
    synchronized (this) {
      if (subscriptions.isEmpty()) {
        gaps = upToNow();
      }
      long position = gaps.position();
      subscription =
          new EventSubscription(
              this, wanted, after == null ? position : Math.min(after, position), position);
      if (closed) {
        subscription.close();
      } else {
        subscriptions.add(subscription);
      }
    }
    bell.ring();
    return subscription;
  }

  /// How many listen.
  public int listeners() {
    return subscriptions.size();
  }

  private Gaps upToNow() {
    return database.read(
        transaction -> {
          long last = events.last(transaction);
          Gaps fresh = new Gaps(Math.max(0, last - LOOK_BACK));
          events
              .after(transaction, fresh.position(), LOOK_BACK)
              .forEach(event -> fresh.read(event, event.at()));
          return fresh;
        });
  }

  private Duration read() {
    if (subscriptions.isEmpty()) {
      return NOBODY_LISTENS;
    }
    long position;
    Set<Long> missing;
    Instant now = clock.instant();
    synchronized (this) {
      position = gaps.position();
      missing = gaps.open(now);
    }
    List<Event> late = database.read(transaction -> events.find(transaction, missing));
    List<Event> next = database.read(transaction -> events.after(transaction, position, BATCH));
    synchronized (this) {
      late.forEach(event -> handOn(event, now));
      next.forEach(event -> handOn(event, now));
    }
    return next.size() == BATCH ? Duration.ZERO : POLL;
  }

  private void handOn(Event event, Instant now) {
    gaps.read(event, now);
    for (EventSubscription subscription : subscriptions) {
      subscription.offer(event);
    }
  }

  /// The events after an id that were handed on already, for one who comes late.
  List<Event> earlier(long after) {
    return database.read(transaction -> events.after(transaction, after, BATCH));
  }

  /// Where to go on after having got an event: nothing before it comes any more.
  synchronized long complete(Event event) {
    return Math.min(event.id(), gaps.complete());
  }

  void remove(EventSubscription subscription) {
    subscriptions.remove(subscription);
  }

  /// Ends all subscriptions.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    subscriptions.forEach(EventSubscription::close);
    loop.close();
  }
}
