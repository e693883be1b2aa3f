package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Event;
import dev.nightjar.workflow.SampleWorkflow;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

abstract class TransactionsContract extends StoreContract {
  TransactionsContract(TestDatabase database) {
    super(database);
  }

  @Test
  void what_fails_is_not_done_at_all() {
    String run = job(SampleWorkflow.named("a"));
    assertThatThrownBy(
            () ->
                database.change(
                    tx -> {
                      stops.stop(tx, run, "ada", "x", clock.instant());
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(history(run)).containsExactly(">QUEUED");
  }

  @Test
  void transactions_that_deadlock_are_tried_again() throws Exception {
    String one = job(SampleWorkflow.named("one"));
    String two = job(SampleWorkflow.named("two"));
    var tries = new AtomicInteger();
    var meet = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> renameBoth(one, two, tries, meet));
      var second = threads.submit(() -> renameBoth(two, one, tries, meet));
      first.get(30, TimeUnit.SECONDS);
      second.get(30, TimeUnit.SECONDS);
    }
    assertThat(tries.get()).isGreaterThan(database.singleServer() ? 1 : 2);
    assertThat(find(one).status().message()).isEqualTo("seen seen");
    assertThat(find(two).status().message()).isEqualTo("seen seen");
  }

  private void renameBoth(String one, String other, AtomicInteger tries, CyclicBarrier meet) {
    database.change(
        tx -> {
          see(tx, one);
          if (tries.incrementAndGet() <= 2 && !database.singleServer()) {
            await(meet);
          }
          see(tx, other);
        });
  }

  private static void see(Transaction tx, String run) {
    tx.handle()
        .execute(
            "UPDATE run SET message = CASE WHEN message IS NULL THEN 'seen' ELSE 'seen seen' END WHERE id = ?",
            run);
  }

  private static void await(CyclicBarrier meet) {
    try {
      meet.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_event_that_comes_late_is_found_by_the_id_that_was_missing() throws Exception {
    if (database.singleServer()) {
      return; // its writers come one by one
    }
    database.change(tx -> append(tx, "BEFORE"));
    long before = database.read(events::last);
    var early = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(
              () ->
                  database.change(
                      tx -> {
                        append(tx, "FIRST");
                        await(early);
                        await(early);
                      }));
      await(early);
      database.change(tx -> append(tx, "SECOND"));
      assertThat(seen(before)).extracting(Event::to).containsExactly("SECOND");
      await(early);
      slow.get(10, TimeUnit.SECONDS);
    }
    assertThat(seen(before)).extracting(Event::to).containsExactly("FIRST", "SECOND");
    List<Event> late = database.read(tx -> events.find(tx, List.of(before + 1)));
    assertThat(late).extracting(Event::to).containsExactly("FIRST");
  }

  private List<Event> seen(long after) {
    return database.read(tx -> events.after(tx, after, 10));
  }

  private void append(Transaction tx, String what) {
    events.append(
        tx,
        new Event(0, clock.instant(), new Event.Subject("w", null, null), null, what, "ada", null));
  }
}
