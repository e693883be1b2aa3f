package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Small changes of the database by many attempts, made together: one commit for all that came in
/// while the one before was written. While the database is away they wait. Thread-safe.
public final class Writes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
  private static final int MOST = 200;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private record Write(Consumer<Transaction> change, CompletableFuture<Boolean> done) {}

  private final Database database;
  private final LinkedBlockingQueue<Write> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  public Writes(Database database) {
    this.database = database;
    this.thread = Thread.ofVirtual().name("writes").start(this::run);
  }

  /// Makes a change soon.
  ///
  /// @param change may be called again when others were in the way, so it must have no other effect
  /// @return done when it is committed: true, or false if the database refused it for good
  CompletableFuture<Boolean> add(Consumer<Transaction> change) {
    Write write = new Write(change, new CompletableFuture<>());
    queue.add(write);
    return write.done();
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      List<Write> batch = new ArrayList<>();
      try {
        Write first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
      } catch (InterruptedException stop) {
        return;
      }
      if (batch.size() == 1 || !commit(batch)) {
        batch.forEach(this::commitAlone);
      }
    }
  }

  private boolean commit(List<Write> batch) {
    try {
      database.change(transaction -> batch.forEach(write -> write.change().accept(transaction)));
    } catch (RuntimeException together) {
      LOG.debug("{} writes are made one by one: {}", batch.size(), together.getMessage());
      return false;
    }
    batch.forEach(write -> write.done().complete(true));
    return true;
  }

  private void commitAlone(Write write) {
    for (boolean told = false; ; told = true) {
      try {
        database.change(write.change());
        write.done().complete(true);
        return;
      } catch (RuntimeException problem) {
        if (database.answers() || closed) {
          LOG.error("a write was refused: {}", problem.getMessage(), problem);
          write.done().complete(false);
          return;
        }
        if (!told) {
          LOG.warn("the database is away, writes wait: {}", problem.getMessage());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// Makes all changes that were added, if the database is there.
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
