package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.run.Try;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Task runs as a queue: workers claim them by a lease.
public final class Claims {
  /// A task run that a worker holds now.
  ///
  /// @param run with what it started
  /// @param attempt the number of the attempt
  /// @param ofTry the try; see [dev.nightjar.run.TaskRunState#UP_FOR_RESCHEDULE]
  public record Claimed(TaskRunKey key, Run run, int attempt, Try ofTry) {}

  /// What a claim may take.
  ///
  /// @param executor tasks for this executor
  /// @param limit at most so many
  /// @param memory their limits must not add up to more bytes
  /// @param waiting the place of one that waits for memory, behind which nothing takes memory; null
  ///     for none
  public record Room(String executor, int limit, long memory, ClaimOrder.@Nullable Place waiting) {
    /// Room in which nothing waits.
    public Room(String executor, int limit, long memory) {
      this(executor, limit, memory, null);
    }
  }

  private final Candidates candidates = new Candidates();
  private final RunStore runs = new RunStore();

  /// The place of the one that waits for memory and may not be overtaken any more. That looks at
  /// all that is queued, so it is not to be asked at each claim.
  ///
  /// @param free so many bytes are not taken now
  /// @param most so many bytes there are; what needs more waits for another worker
  public Optional<ClaimOrder.Place> waiting(
      Transaction transaction, String executor, long free, long most, Instant now) {
    return candidates.waiting(transaction, executor, free, most, now);
  }

  /// Claims what is queued, by priority and then by age, as far as there is room for it. What needs
  /// more memory or slots than are free now is passed over, as far as [ClaimOrder] lets it.
  public List<Claimed> claim(
      Transaction transaction, String worker, Room room, Instant now, Instant leaseUntil) {
    List<Candidates.Candidate> fitting = candidates.fitting(transaction, room, now);
    if (fitting.isEmpty()) {
      return List.of();
    }
    Map<String, RunState> before = lockRuns(transaction, fitting);
    List<Candidates.Candidate> taken = withinLimits(transaction, fitting);
    before.keySet().retainAll(taken.stream().map(one -> one.key().run()).toList());
    hold(transaction, taken, worker, now, leaseUntil);
    startRuns(transaction, before, now);
    Map<String, Run> after = runs.find(transaction, before.keySet());
    var changes = new Changes(now);
    List<Claimed> claimed = new ArrayList<>();
    for (Candidates.Candidate one : taken) {
      TaskRunKey key = one.key();
      Run run = Objects.requireNonNull(after.get(key.run()), key.run());
      int number = one.attempt() + 1;
      RunState was = before.put(key.run(), RunState.RUNNING);
      if (was == RunState.QUEUED) {
        changes.run(run.workflowId(), run.id(), was, RunState.RUNNING, worker, null);
      }
      changes.task(
          run.workflowId(),
          run.id(),
          key.task(),
          one.state(),
          TaskRunState.RUNNING,
          worker,
          "attempt " + number);
      claimed.add(new Claimed(key, run, number, new Try(one.failures() + 1, one.resumes())));
    }
    changes.store(transaction);
    return claimed;
  }

  private static Map<String, RunState> lockRuns(
      Transaction transaction, List<Candidates.Candidate> taken) {
    var ids = new TreeSet<String>();
    taken.forEach(one -> ids.add(one.key().run()));
    Map<String, RunState> states = new HashMap<>();
    transaction
        .handle()
        .createQuery(
            "SELECT id, state FROM run WHERE id IN (<ids>) ORDER BY id"
                + transaction.dialect().lock())
        .bindList("ids", Lists.padded(ids))
        .map((row, _) -> Map.entry(row.getString(1), RunState.valueOf(row.getString(2))))
        .forEach(row -> states.put(row.getKey(), row.getValue()));
    return states;
  }

  /// Those that other servers did not overtake: they may have started tasks of the same workflows
  /// since these were counted. Workflows are locked after runs, as everywhere.
  private static List<Candidates.Candidate> withinLimits(
      Transaction transaction, List<Candidates.Candidate> fitting) {
    List<ActiveTasks.Limited> limited =
        fitting.stream().map(Candidates.Candidate::limited).filter(Objects::nonNull).toList();
    if (limited.isEmpty()) {
      return fitting;
    }
    ActiveTasks active = ActiveTasks.lock(transaction, limited);
    return fitting.stream().filter(one -> active.take(one.limited())).toList();
  }

  private static void hold(
      Transaction transaction,
      List<Candidates.Candidate> taken,
      String worker,
      Instant now,
      Instant leaseUntil) {
    var tasks =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET worker = ?, lease_until = ?, attempt = ?,
                       stop_reason = NULL, reason = NULL, waits = NULL, ended_at = NULL,
                       started_at = CASE WHEN state = 'UP_FOR_RESCHEDULE' THEN started_at ELSE ? END,
                       state = 'RUNNING'
                 WHERE run_id = ? AND task = ?
                """);
    var attempts =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO attempt (run_id, task, number, worker, started_at)
                VALUES (?, ?, ?, ?, ?)
                """);
    for (Candidates.Candidate one : taken) {
      int number = one.attempt() + 1;
      TaskRunKey key = one.key();
      tasks.add(
          worker, leaseUntil.toEpochMilli(), number, now.toEpochMilli(), key.run(), key.task());
      attempts.add(key.run(), key.task(), number, worker, now.toEpochMilli());
    }
    tasks.execute();
    attempts.execute();
  }

  private static void startRuns(
      Transaction transaction, Map<String, RunState> before, Instant now) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                "UPDATE run SET state = 'RUNNING', started_at = ?, updated_at = ? WHERE id = ?");
    before.forEach(
        (id, state) -> {
          if (state == RunState.QUEUED) {
            batch.add(now.toEpochMilli(), now.toEpochMilli(), id);
          }
        });
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
