package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Attempt;
import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.testkit.ManualClock;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the tests of all databases start from: an empty database, a clock that stands, and the
/// steps that runs go through. Time moves on by a millisecond with each run.
abstract class StoreContract {
  static final Duration LEASE = Duration.ofSeconds(30);

  final ManualClock clock = ManualClock.at("2026-01-01T12:00:00Z");
  final Database database;
  final RunStore runs = new RunStore();
  final RunLists lists = new RunLists();
  final WorkflowStore workflows = new WorkflowStore();
  final ScheduleStore schedules = new ScheduleStore();
  final TaskRunStore taskRuns = new TaskRunStore();
  final AttemptStore attempts = new AttemptStore();
  final EventStore events = new EventStore();
  final PoolStore pools = new PoolStore();
  final RunStops stops = new RunStops();

  StoreContract(TestDatabase database) {
    this.database = database.empty();
    // ids grow from test to test, so their time must
    clock.advance(Duration.between(clock.instant(), Ids.time(Ids.next(clock))).plusHours(1));
  }

  /// Makes a job that belongs to no workflow.
  final String job(SampleWorkflow sample) {
    return job(sample.make(), null);
  }

  final String job(Workflow workflow, @Nullable String token) {
    clock.advance(Duration.ofMillis(1));
    String id = Ids.next(clock);
    String version = Ids.next(clock);
    database.change(
        transaction -> {
          workflows.insertJob(transaction, version, workflow, "snapshot", clock.instant());
          runs.insert(
              transaction,
              new NewRun(
                  id,
                  null,
                  version,
                  workflow,
                  workflow.parameters(),
                  manual(token),
                  false,
                  clock.instant()));
        });
    return id;
  }

  final Run.Cause manual(@Nullable String token) {
    return new Run.Cause(Run.Trigger.MANUAL, clock.instant(), token, "ada");
  }

  final StoredWorkflow workflow(SampleWorkflow sample) {
    return workflow(sample, null);
  }

  final StoredWorkflow workflow(SampleWorkflow sample, @Nullable Timetable timetable) {
    return workflow(sample.make(), timetable);
  }

  final StoredWorkflow workflow(Workflow workflow) {
    return workflow(workflow, null);
  }

  private StoredWorkflow workflow(Workflow workflow, @Nullable Timetable timetable) {
    clock.advance(Duration.ofMillis(1));
    var now = clock.instant();
    var stored =
        new StoredWorkflow(
            Ids.next(clock),
            Ids.next(clock),
            1,
            workflow,
            "snapshot",
            new StoredWorkflow.Timing(false, timetable, null),
            new StoredWorkflow.Origin(now, now, "ada"));
    database.change(
        transaction -> {
          workflows.insert(transaction, stored);
          if (timetable != null) {
            var due = timetable.next(now).orElse(null);
            schedules.put(transaction, stored.id(), timetable, due, due);
          }
        });
    return stored;
  }

  /// Makes a run of a workflow.
  final String runOf(StoredWorkflow stored, boolean held) {
    clock.advance(Duration.ofMillis(1));
    String id = Ids.next(clock);
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
                    manual(null),
                    held,
                    clock.instant())));
    return id;
  }

  final List<Claims.Claimed> claim(String worker, int limit) {
    return claim(worker, new Claims.Room("local", limit, Long.MAX_VALUE));
  }

  final List<Claims.Claimed> claim(String worker, Claims.Room room) {
    var now = clock.instant();
    return database.write(
        transaction -> new Claims().claim(transaction, worker, room, now, now.plus(LEASE)));
  }

  /// Claims one task run, whichever it is.
  final Claims.Claimed claimOne(String worker) {
    return claim(worker, 1).getFirst();
  }

  final List<Run> end(Claims.Claimed claimed, String worker, Outcome outcome) {
    return end(new AttemptEnds.Ended(claimed.key(), claimed.attempt(), worker, outcome, List.of()));
  }

  final List<Run> end(AttemptEnds.Ended... ends) {
    return database.write(
        transaction -> new AttemptEnds().record(transaction, List.of(ends), clock.instant()));
  }

  final boolean stop(String run) {
    return database.write(
        transaction -> stops.stop(transaction, run, "ada", "Enough.", clock.instant()));
  }

  final List<Run> newest(RunFilter filter, @Nullable String before, int limit) {
    return database.read(tx -> lists.newest(tx, filter, before, limit));
  }

  final List<Run> page(RunFilter filter, int limit, long offset) {
    return database.read(tx -> lists.list(tx, filter, List.of(Sort.NEWEST), limit, offset));
  }

  final long count(RunFilter filter) {
    return database.read(tx -> lists.count(tx, filter));
  }

  /// The rows of a table.
  final long rows(String table) {
    return database.read(
        tx -> tx.handle().createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
  }

  final Run find(String run) {
    return database.read(transaction -> runs.find(transaction, run)).orElseThrow();
  }

  final RunState state(String run) {
    return find(run).status().state();
  }

  final TaskRunState taskState(TaskRunKey key) {
    return TaskRunState.valueOf(
        database.read(
            transaction ->
                transaction
                    .handle()
                    .createQuery("SELECT state FROM task_run WHERE run_id = :run AND task = :task")
                    .bind("run", key.run())
                    .bind("task", key.task())
                    .mapTo(String.class)
                    .one()));
  }

  final List<Attempt> attempts(TaskRunKey key) {
    return database
        .read(transaction -> attempts.attempts(transaction, key.run()))
        .getOrDefault(key.task(), List.of());
  }

  /// What happened to a run, as `QUEUED>RUNNING`, with the task's name in front where it is about
  /// one; fails where a change does not start where the one before it ended.
  final List<String> history(String run) {
    List<Event> all = database.read(transaction -> events.ofRun(transaction, run, 1000));
    for (int i = 0; i < all.size(); i++) {
      Event event = all.get(i);
      all.subList(0, i).stream()
          .filter(before -> Objects.equals(before.subject(), event.subject()))
          .reduce((_, later) -> later)
          .ifPresent(before -> assertThat(event.from()).isEqualTo(before.to()));
    }
    return all.stream().map(StoreContract::text).toList();
  }

  private static String text(Event event) {
    String task = event.subject().task() == null ? "" : event.subject().task() + ":";
    return task + (event.from() == null ? "" : event.from()) + ">" + event.to();
  }
}
