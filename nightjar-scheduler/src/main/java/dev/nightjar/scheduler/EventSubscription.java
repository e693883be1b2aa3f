package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Predicate;

/// What one listener of an [EventFeed] has not taken yet. One that is too slow is cut off: it may
/// come again and go on where it was. Only one thread may take.
public final class EventSubscription implements AutoCloseable {
  private static final int MOST = 1_000;

  /// An event, and where to go on after it.
  ///
  /// @param resume with this `after`, a new subscription misses nothing, and may see some events
  ///     again
  public record Delivered(Event event, long resume) {}

  private final EventFeed feed;
  private final Predicate<Event> wanted;
  private final ArrayDeque<Event> waiting = new ArrayDeque<>();
  private final long joined;
  private long earlier;
  private boolean closed;

  /// @param earlier the events after this id come first
  /// @param joined up to this id they are not handed on
  EventSubscription(EventFeed feed, Predicate<Event> wanted, long earlier, long joined) {
    this.feed = feed;
    this.wanted = wanted;
    this.earlier = earlier;
    this.joined = joined;
  }

  /// The next event; empty if none comes in time, or none any more.
  public Optional<Delivered> take(Duration atMost) throws InterruptedException {
    fetchEarlier();
    synchronized (this) {
      long end = System.nanoTime() + atMost.toNanos();
      long left = atMost.toMillis();
      while (waiting.isEmpty() && !closed && left > 0) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
      return Optional.ofNullable(waiting.poll())
          .map(event -> new Delivered(event, feed.complete(event)));
    }
  }

  private void fetchEarlier() {
    while (earlier < joined && isEmptyAndOpen()) {
      var page = feed.earlier(earlier);
      synchronized (this) {
        page.stream()
            .filter(event -> event.id() <= joined && wanted.test(event))
            .toList()
            .reversed()
            .forEach(waiting::addFirst);
      }
      earlier = page.isEmpty() ? joined : page.getLast().id();
    }
  }

  private synchronized boolean isEmptyAndOpen() {
    return waiting.isEmpty() && !closed;
  }

  synchronized void offer(Event event) {
    if (closed || !wanted.test(event)) {
      return;
    }
    if (waiting.size() >= MOST) {
      close();
      return;
    }
    waiting.add(event);
    notifyAll();
  }

  /// Whether nothing comes any more: it was closed, or cut off.
  public synchronized boolean ended() {
    return closed && waiting.isEmpty();
  }

  /// Listens no more.
  @Override
  public synchronized void close() {
    closed = true;
    feed.remove(this);
    notifyAll();
  }
}
