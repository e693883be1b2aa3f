package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Small changes of the database by many attempts, made together: one commit for all that came in
/// while the one before was written. While the database is away they wait; one that it refuses
/// holds none of the others up. Thread-safe.
final class Writes<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
  private static final int MOST = 256;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private record Write<T>(T what, CompletableFuture<T> done) {}

  private final Database database;
  private final BiConsumer<Transaction, List<T>> change;
  private final LinkedBlockingQueue<Write<T>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /// @param change makes changes. It may be called again with the same ones, when others were in
  ///     the way or nobody knows whether they were made, so it must not mind, and have no other
  ///     effect
  Writes(Database database, BiConsumer<Transaction, List<T>> change) {
    this.database = database;
    this.change = change;
    this.thread = Thread.ofVirtual().name("writes").start(this::run);
  }

  /// Makes a change soon.
  ///
  /// @return done when it is committed; failed when it was refused for good
  CompletableFuture<T> add(T what) {
    var write = new Write<>(what, new CompletableFuture<T>());
    queue.add(write);
    return write.done();
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      List<Write<T>> batch = new ArrayList<>();
      try {
        Write<T> first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
      } catch (InterruptedException stop) {
        return;
      }
      commit(batch);
    }
  }

  private void commit(List<Write<T>> batch) {
    for (boolean told = false; ; told = true) {
      try {
        List<T> changes = batch.stream().map(Write::what).toList();
        database.change(transaction -> change.accept(transaction, changes));
        batch.forEach(write -> write.done().complete(write.what()));
        return;
      } catch (StoreException.Away away) {
        if (closed) {
          batch.forEach(write -> write.done().completeExceptionally(away));
          return;
        }
        if (!told) {
          LOG.warn("the database is away, writes wait: {}", away.getMessage());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      } catch (RuntimeException refused) {
        if (batch.size() == 1) {
          batch.getFirst().done().completeExceptionally(refused);
        } else {
          LOG.debug("{} writes are made one by one: {}", batch.size(), refused.getMessage());
          batch.forEach(write -> commit(List.of(write)));
        }
        return;
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
