package dev.nightjar.scheduler;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a thread of its own, until it is closed. What goes wrong in
/// one round, such as a database that is away, is logged once and tried again.
final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final String name;
  private final Bell bell;
  private final Supplier<Duration> round;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long turned = System.nanoTime();

  /// @param round one round; returns how long to wait for the bell before the next
  Loop(String name, Bell bell, Supplier<Duration> round) {
    this.name = name;
    this.bell = bell;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  Loop start() {
    thread.start();
    return this;
  }

  /// How long ago its last round began.
  Duration sinceTurn() {
    return Duration.ofNanos(System.nanoTime() - turned);
  }

  private void run() {
    String problem = "";
    while (!closed) {
      Duration wait = AFTER_FAILURE;
      turned = System.nanoTime();
      try {
        wait = round.get();
        if (!problem.isEmpty()) {
          LOG.info("{}: goes on", name);
          problem = "";
        }
      } catch (RuntimeException failure) {
        String said = String.valueOf(failure.getMessage());
        if (!said.equals(problem) && !closed) {
          LOG.warn("{}: {} Tries again every second.", name, said, failure);
          problem = said;
        }
      }
      try {
        bell.await(wait);
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  /// Lets the round end that runs now.
  @Override
  public void close() {
    closed = true;
    bell.ring();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException asked) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
