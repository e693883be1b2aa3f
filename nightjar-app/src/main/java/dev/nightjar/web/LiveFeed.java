package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Event;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners that there is something new to see. One thread reads events and looks at the
/// disk for all of them, and only while there are any. Thread-safe.
final class LiveFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int LOOKS_PER_TICK = 7;
  private static final int MOST_EVENTS = 500;
  private static final int MOST_LISTENERS = 500;

  private final Services services;
  private final EventStore events = new EventStore();
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private boolean reading;

  LiveFeed(Services services) {
    this.services = services;
  }

  /// Who wants to know of changes: of one job, or of all.
  final class Listener implements AutoCloseable {
    private final @Nullable String job;
    private final Semaphore changes = new Semaphore(0);
    private String seen = "";

    private Listener(@Nullable String job) {
      this.job = job;
    }

    /// Waits for a change; false if there was none in that time.
    boolean await(Duration atMost) throws InterruptedException {
      boolean changed = changes.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
      changes.drainPermits();
      return changed;
    }

    private void tell() {
      changes.release();
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }

  /// Begins to listen; null when there are too many who do.
  ///
  /// @param job null for all
  synchronized @Nullable Listener listen(@Nullable String job) {
    if (listeners.size() >= MOST_LISTENERS) {
      return null;
    }
    var listener = new Listener(job);
    listeners.add(listener);
    if (!reading) {
      reading = true;
      Thread.ofVirtual().name("live feed").start(this::read);
    }
    return listener;
  }

  private void read() {
    try {
      long last = services.database().read(events::last);
      for (int look = 0; goesOn(); look++) {
        LockSupport.parkNanos(LOOK.toNanos());
        last = tellOfEvents(last);
        if (look % LOOKS_PER_TICK == 0) {
          tellOfProgress();
        }
        listeners.stream().filter(listener -> listener.job != null).forEach(this::look);
      }
    } catch (RuntimeException broken) {
      LOG.warn("pages are not kept up to date for now: {}", broken.toString());
      stopped();
    }
  }

  private synchronized boolean goesOn() {
    reading = !listeners.isEmpty();
    return reading;
  }

  /// Lets the browsers ask anew, which starts the reading again.
  private synchronized void stopped() {
    reading = false;
    listeners.forEach(Listener::tell);
    listeners.clear();
  }

  private long tellOfEvents(long last) {
    List<Event> news =
        services
            .database()
            .read(
                transaction ->
                    events.after(transaction, last, MOST_EVENTS, services.clock().instant()));
    for (Listener listener : news.isEmpty() ? Set.<Listener>of() : listeners) {
      if (listener.job == null
          || news.stream().anyMatch(event -> listener.job.equals(event.subject().run()))) {
        listener.tell();
      }
    }
    return news.isEmpty() ? last : news.getLast().id();
  }

  /// While something runs, lists change though nothing is recorded.
  private void tellOfProgress() {
    if (listeners.stream().anyMatch(listener -> listener.job == null)
        && services
                .database()
                .read(
                    transaction ->
                        new RunLists()
                            .count(
                                transaction,
                                RunFilter.inStates(
                                    EnumSet.of(RunState.RUNNING, RunState.STOPPING))))
            > 0) {
      listeners.stream().filter(listener -> listener.job == null).forEach(Listener::tell);
    }
  }

  private void look(Listener listener) {
    String job = listener.job;
    if (job == null) {
      return;
    }
    String now = onDisk(services.artifacts().resolve(TaskRunKey.folderOfRun(job)));
    if (!now.equals(listener.seen)) {
      listener.seen = now;
      listener.tell();
    }
  }

  /// What changes on disk while a job runs: progress, log, outputs.
  private static String onDisk(Path folder) {
    try (Stream<Path> attempts = Files.find(folder, 2, (_, about) -> about.isDirectory())) {
      var state = new StringBuilder();
      for (Path attempt : attempts.toList()) {
        for (String name : List.of("progress.json", "log.txt", "outputs")) {
          Path file = attempt.resolve(name);
          if (Files.exists(file)) {
            state.append(Files.getLastModifiedTime(file).toMillis()).append(' ');
          }
        }
      }
      return state.toString();
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
