package dev.nightjar.store;

import dev.nightjar.run.Event;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// By when runs by schedule, and tasks of them, are to be done. Each deadline is looked at once,
/// when it has passed, by whichever server comes first.
public final class Deadlines {
  /// By when something is to be done.
  ///
  /// @param task null for the run itself
  /// @param due the end of the data interval, and what the workflow grants after it
  /// @param missed when it was found not to be done; null if it was done, or nobody has looked yet
  public record Deadline(
      String run, @Nullable String task, Instant due, @Nullable Instant missed) {}

  /// What of a run was found not to be done, at one look.
  public record Missed(Run run, List<Deadline> deadlines) {}

  private static final int AT_ONCE = 200;

  /// Stands for the run itself.
  private static final String ALL = "";

  private final EventStore events = new EventStore();
  private final RunStore runs = new RunStore();

  static void insert(Transaction transaction, NewRun run, List<Task> tasks) {
    if (run.cause().trigger() != Run.Trigger.SCHEDULE) {
      return;
    }
    DataInterval interval = run.cause().interval();
    Instant from = interval == null ? run.cause().logicalTime() : interval.end();
    var batch =
        transaction
            .handle()
            .prepareBatch("INSERT INTO deadline (run_id, task, due_at) VALUES (?, ?, ?)");
    Duration all = run.workflow().concurrency().deadline();
    if (all != null) {
      batch.add(run.id(), ALL, from.plus(all).toEpochMilli());
    }
    for (Task task : tasks) {
      Duration own = task.limits().deadline();
      if (own != null) {
        batch.add(run.id(), task.name(), from.plus(own).toEpochMilli());
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /// Looks at those that have passed. What succeeded, was left out, or was stopped by somebody, is
  /// done.
  ///
  /// @return what is not done
  public List<Missed> look(Transaction transaction, Instant now) {
    List<Deadline> passed =
        transaction
            .handle()
            .createQuery(
                """
                SELECT * FROM deadline WHERE looked_at IS NULL AND due_at <= :now
                 ORDER BY due_at, run_id, task LIMIT :limit
                """
                    + transaction.dialect().skipLocked())
            .bind("now", now.toEpochMilli())
            .bind("limit", AT_ONCE)
            .map((row, _) -> read(row))
            .list();
    if (passed.isEmpty()) {
      return List.of();
    }
    Map<String, Run> found =
        runs.find(transaction, passed.stream().map(Deadline::run).distinct().toList());
    Map<TaskRunKey, TaskRunState> states =
        TaskRunsByKey.states(
            transaction, passed.stream().map(one -> new TaskRunKey(one.run(), word(one))).toList());
    Map<String, List<Deadline>> missed = new LinkedHashMap<>();
    var looked =
        transaction
            .handle()
            .prepareBatch(
                "UPDATE deadline SET looked_at = ?, missed = ? WHERE run_id = ? AND task = ?");
    for (Deadline one : passed) {
      Run run = found.get(one.run());
      boolean done = run == null || done(one, run, states);
      looked.add(now.toEpochMilli(), done ? 0 : 1, one.run(), word(one));
      if (!done) {
        missed
            .computeIfAbsent(one.run(), _ -> new ArrayList<>())
            .add(new Deadline(one.run(), one.task(), one.due(), now));
      }
    }
    looked.execute();
    return missed.values().stream()
        .map(
            some ->
                tell(
                    transaction,
                    Objects.requireNonNull(found.get(some.getFirst().run())),
                    some,
                    now))
        .toList();
  }

  private static boolean done(Deadline one, Run run, Map<TaskRunKey, TaskRunState> states) {
    if (one.task() == null) {
      RunState state = run.status().state();
      return state == RunState.SUCCESS || state == RunState.STOPPED;
    }
    return switch (states.get(new TaskRunKey(one.run(), one.task()))) {
      case null -> true;
      case SUCCESS, SKIPPED, STOPPED -> true;
      case WAITING,
          QUEUED,
          RUNNING,
          STOPPING,
          UP_FOR_RETRY,
          UP_FOR_RESCHEDULE,
          DEFERRED,
          FAILED,
          UPSTREAM_FAILED ->
          false;
    };
  }

  private Missed tell(Transaction transaction, Run run, List<Deadline> missed, Instant now) {
    events.append(
        transaction,
        missed.stream()
            .map(
                one ->
                    new Event(
                        0,
                        now,
                        new Event.Subject(run.workflowId(), run.id(), one.task()),
                        null,
                        "TOO_LATE",
                        "scheduler",
                        "It was to be done by %s.".formatted(one.due())))
            .toList());
    return new Missed(run, missed);
  }

  /// Those of a run, the earliest first.
  public List<Deadline> ofRun(Transaction transaction, String run) {
    return ofRuns(transaction, List.of(run));
  }

  /// Those of runs, the earliest first.
  public List<Deadline> ofRuns(Transaction transaction, Collection<String> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    return transaction
        .handle()
        .createQuery(
            "SELECT * FROM deadline WHERE run_id IN (<runs>) ORDER BY due_at, run_id, task")
        .bindList("runs", Lists.padded(some))
        .map((row, _) -> read(row))
        .list();
  }

  /// Those that were missed at the same look as one.
  ///
  /// @param task the task of that one; null for the run itself
  public List<Deadline> missedWith(Transaction transaction, String run, @Nullable String task) {
    List<Deadline> all =
        ofRun(transaction, run).stream().filter(one -> one.missed() != null).toList();
    return all.stream()
        .filter(one -> Objects.equals(one.task(), task))
        .findFirst()
        .map(
            known ->
                all.stream().filter(one -> Objects.equals(one.missed(), known.missed())).toList())
        .orElse(List.of());
  }

  private static String word(Deadline one) {
    return one.task() == null ? ALL : one.task();
  }

  private static Deadline read(ResultSet row) throws SQLException {
    String task = row.getString("task");
    return new Deadline(
        row.getString("run_id"),
        task.equals(ALL) ? null : task,
        Rows.time(row, "due_at"),
        row.getInt("missed") == 1 ? Rows.timeOrNull(row, "looked_at") : null);
  }
}
