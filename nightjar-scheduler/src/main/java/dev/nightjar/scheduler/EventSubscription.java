package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private final ArrayDeque<Event> missed = new ArrayDeque<>();
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
    fetchMissed();
    // The feed calls offer() while it holds its own lock: it is not asked while we hold ours.
    return Optional.ofNullable(await(atMost))
        .map(event -> new Delivered(event, feed.complete(event)));
  }

  private synchronized @Nullable Event await(Duration atMost) throws InterruptedException {
    if (!missed.isEmpty()) {
      return missed.poll();
    }
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (waiting.isEmpty() && !closed && left > 0) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    return waiting.poll();
  }

  /// Reads on in what happened before it joined, page by page: what is handed on meanwhile waits.
  private void fetchMissed() {
    while (earlier < joined && wantsMissed()) {
      var page = feed.earlier(earlier);
      synchronized (this) {
        page.stream()
            .filter(event -> event.id() <= joined && wanted.test(event))
            .forEach(missed::add);
      }
      earlier = page.isEmpty() ? joined : page.getLast().id();
    }
  }

  /// One that was closed before it read so far is not given what comes after a hole.
  private synchronized boolean wantsMissed() {
    if (closed) {
      waiting.clear();
    }
    return missed.isEmpty() && !closed;
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
    return closed && missed.isEmpty() && waiting.isEmpty();
  }

  /// Listens no more.
  @Override
  public synchronized void close() {
    closed = true;
    feed.remove(this);
    notifyAll();
  }
}
