package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.EventSubscription;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners that there is something new to see. One thread takes events and looks at the
/// disk for all of them, and only while there are any. Thread-safe.
final class LiveFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int LOOKS_PER_TICK = 7;
  private static final int MOST_LISTENERS = 500;

  private final Services services;
  private final EventFeed feed;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private boolean reading;

  LiveFeed(Services services, EventFeed feed) {
    this.services = services;
    this.feed = feed;
  }

  /// Who wants to know of changes: of one job, or of all.
  final class Listener implements AutoCloseable {
    private final @Nullable String job;
    private final Semaphore changes = new Semaphore(0);
    private String seen = "";
    private volatile boolean over;

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

    /// Whether it hears nothing any more, and who wants to go on has to listen anew.
    boolean over() {
      return over;
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
    try (EventSubscription news = feed.subscribe(null, _ -> true)) {
      for (int look = 0; goesOn(); look++) {
        if (news.ended()) {
          stopped();
          return;
        }
        tellOf(runsWithNews(news));
        if (look % LOOKS_PER_TICK == 0) {
          tellOfProgress();
        }
        listeners.stream().filter(listener -> listener.job != null).forEach(this::look);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      stopped();
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
    for (Listener listener : listeners) {
      listener.over = true;
      listener.tell();
    }
    listeners.clear();
  }

  /// What happened from now until the next look: the runs, and "" for all else.
  private static Set<String> runsWithNews(EventSubscription news) throws InterruptedException {
    Set<String> runs = new HashSet<>();
    long end = System.nanoTime() + LOOK.toNanos();
    for (long left = LOOK.toNanos(); left > 0 && !news.ended(); left = end - System.nanoTime()) {
      news.take(Duration.ofNanos(left))
          .ifPresent(one -> runs.add(Objects.requireNonNullElse(one.event().subject().run(), "")));
    }
    return runs;
  }

  private void tellOf(Set<String> runs) {
    if (!runs.isEmpty()) {
      listeners.stream()
          .filter(listener -> listener.job == null || runs.contains(listener.job))
          .forEach(Listener::tell);
    }
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
