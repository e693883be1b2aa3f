package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.store.Database;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WritesTest {
  private final Database database = TestDatabase.POSTGRESQL.empty();

  private static void insert(Transaction tx, String pool) {
    Sql.execute(tx, "INSERT INTO pool (name, slots) VALUES (?, 1)", pool);
  }

  private List<String> stored() {
    return Sql.select(database, "SELECT name FROM pool ORDER BY name");
  }

  @Test
  void what_comes_in_together_is_committed_together() throws Exception {
    var go = new CountDownLatch(1);
    List<Integer> sizes = new ArrayList<>();
    List<CompletableFuture<String>> done = new ArrayList<>();
    try (var writes =
        new Writes<String>(
            database,
            (tx, names) -> {
              sizes.add(names.size());
              await(go);
              names.forEach(name -> insert(tx, name));
            })) {
      for (int i = 0; i < 10; i++) {
        done.add(writes.add("p" + i));
      }
      go.countDown();
      for (var one : done) {
        one.get(10, TimeUnit.SECONDS);
      }
    }
    assertThat(stored()).hasSize(10);
    assertThat(sizes).hasSizeLessThanOrEqualTo(10);
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(10);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void one_that_is_refused_holds_no_others_up() throws Exception {
    try (var writes =
        new Writes<String>(
            database, (tx, names) -> names.forEach(name -> insert(tx, name.substring(1))))) {
      var first = writes.add(".same");
      var second = writes.add("!same");
      var empty = writes.add("");
      var last = writes.add(".other");
      first.get(10, TimeUnit.SECONDS);
      last.get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).hasMessageContaining("duplicate");
      assertThatThrownBy(() -> empty.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StringIndexOutOfBoundsException.class);
    }
    assertThat(stored()).containsExactly("other", "same");
  }

  @Test
  void a_connection_that_breaks_loses_nothing() throws Exception {
    var breaks = new AtomicInteger(3);
    try (var writes =
        new Writes<String>(
            database,
            (tx, names) -> {
              names.forEach(name -> insert(tx, name));
              if (breaks.getAndDecrement() > 0) {
                Sql.execute(tx, "SELECT pg_terminate_backend(pg_backend_pid())");
              }
            })) {
      var one = writes.add("a");
      var two = writes.add("b");
      one.get(20, TimeUnit.SECONDS);
      two.get(20, TimeUnit.SECONDS);
    }
    assertThat(stored()).containsExactly("a", "b");
  }
}
