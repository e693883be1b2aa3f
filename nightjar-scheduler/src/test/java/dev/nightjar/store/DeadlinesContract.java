package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Runs and tasks that are to be done by a time.
abstract class DeadlinesContract extends StoreContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Deadlines deadlines = new Deadlines();

  DeadlinesContract(TestDatabase database) {
    super(database);
  }

  /// A workflow whose runs are to be done after two hours, and their tasks `a` and `b` after one.
  private StoredWorkflow stored() {
    Workflow plain = SampleWorkflow.named("w").tasks("a", "b").limits(Limits.NONE.due(HOUR)).make();
    return workflow(
        new Workflow(
            "w",
            List.of(),
            plain.parameters(),
            plain.tasks(),
            List.of(),
            new Concurrency(null, null, null, HOUR.multipliedBy(2)),
            null));
  }

  /// A run whose interval ends now.
  private String run(StoredWorkflow stored, Run.Trigger trigger) {
    clock.advance(Duration.ofMillis(1));
    String id = Ids.next(clock);
    Instant start = clock.instant().minus(HOUR);
    var interval = new DataInterval(start, clock.instant());
    var cause = new Run.Cause(trigger, null, start, interval, null, "scheduler");
    database.change(
        transaction ->
            runs.insert(
                transaction,
                new NewRun(
                    id,
                    stored.id(),
                    stored.version(),
                    stored.workflow(),
                    stored.workflow().parameters(),
                    cause,
                    false,
                    clock.instant())));
    return id;
  }

  private List<List<String>> look() {
    return database
        .<List<Deadlines.Missed>>write(tx -> deadlines.look(tx, clock.instant()))
        .stream()
        .map(
            one ->
                one.deadlines().stream()
                    .map(missed -> Objects.requireNonNullElse(missed.task(), "all of it"))
                    .toList())
        .toList();
  }

  @Test
  void what_is_not_done_in_time_is_told_of_once() {
    String run = run(stored(), Run.Trigger.SCHEDULE);
    Instant end = clock.instant();
    clock.advance(HOUR.minusMillis(1));
    assertThat(look()).isEmpty();
    end(claim("w", 1).getFirst(), "w", new Outcome.Succeeded());
    clock.advance(Duration.ofMillis(1));
    assertThat(look()).containsExactly(List.of("b"));
    Instant seen = clock.instant();
    assertThat(look()).isEmpty();
    clock.advance(HOUR);
    assertThat(look()).containsExactly(List.of("all of it"));
    assertThat(look()).isEmpty();
    assertThat(database.<List<Deadline>>read(tx -> deadlines.ofRun(tx, run)))
        .containsExactly(
            new Deadline(run, "a", end.plus(HOUR), null),
            new Deadline(run, "b", end.plus(HOUR), seen),
            new Deadline(run, null, end.plus(HOUR.multipliedBy(2)), clock.instant()));
    assertThat(database.<List<Deadline>>read(tx -> deadlines.missedWith(tx, run, "b")))
        .extracting(Deadline::task)
        .containsExactly("b");
    assertThat(database.<List<Event>>read(tx -> events.ofRun(tx, run, 100)))
        .filteredOn(event -> event.to().equals("TOO_LATE"))
        .extracting(Event::subject)
        .extracting(Event.Subject::task)
        .containsExactly("b", null);
  }

  @Test
  void what_failed_is_not_done_and_what_was_stopped_needs_not_be() {
    StoredWorkflow stored = stored();
    String failed = run(stored, Run.Trigger.SCHEDULE);
    claim("w", 2).forEach(one -> end(one, "w", new Outcome.Failed("x", null)));
    String stopped = run(stored, Run.Trigger.SCHEDULE);
    database.change(tx -> stops.stop(tx, stopped, "ada", "no", clock.instant()));
    clock.advance(HOUR.multipliedBy(2));
    assertThat(look()).containsExactly(List.of("a", "b", "all of it"));
    assertThat(database.<List<Deadline>>read(tx -> deadlines.missedWith(tx, failed, null)))
        .hasSize(3);
    assertThat(taskState(new TaskRunKey(stopped, "a"))).isEqualTo(TaskRunState.STOPPED);
  }

  @Test
  void runs_by_hand_have_none_and_deleted_ones_leave_none() {
    StoredWorkflow stored = stored();
    run(stored, Run.Trigger.MANUAL);
    run(stored, Run.Trigger.BACKFILL);
    clock.advance(HOUR.multipliedBy(2));
    assertThat(look()).isEmpty();
    String run = run(stored, Run.Trigger.SCHEDULE);
    database.change(tx -> stops.stop(tx, run, "ada", "no", clock.instant()));
    database.change(tx -> runs.delete(tx, run, clock.instant(), "ada"));
    assertThat(database.<List<Deadline>>read(tx -> deadlines.ofRun(tx, run))).isEmpty();
  }

  @Test
  void servers_that_look_at_once_tell_of_each_but_once() throws Exception {
    StoredWorkflow stored = stored();
    for (int i = 0; i < 30; i++) {
      run(stored, Run.Trigger.SCHEDULE);
    }
    clock.advance(HOUR.multipliedBy(2));
    List<String> told = new ArrayList<>();
    var together = new CyclicBarrier(4);
    Callable<List<List<String>>> server =
        () -> {
          together.await();
          return look();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<List<String>>> one :
          threads.invokeAll(java.util.Collections.nCopies(4, server))) {
        one.get().forEach(told::addAll);
      }
    }
    look().forEach(told::addAll);
    assertThat(told).hasSize(90);
  }
}
