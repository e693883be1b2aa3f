package dev.nightjar.store;

import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.ReuseDecision.Origin;
import dev.nightjar.run.TaskRunKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What was decided, or asked for, about work that was done before.
public final class ReuseDecisions {
  /// What was decided for a task run the last time; empty if it never asked.
  public Optional<ReuseDecision> find(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            "SELECT reuse FROM task_run WHERE run_id = :run AND task = :task AND reuse IS NOT NULL")
        .bind("run", key.run())
        .bind("task", key.task())
        .mapTo(String.class)
        .findOne()
        .map(Documents::decision);
  }

  /// Has tasks of a run do their work though it was done before.
  public void doAnew(Transaction transaction, String run, Collection<String> tasks) {
    if (!tasks.isEmpty()) {
      transaction
          .handle()
          .execute("UPDATE run SET anew = ? WHERE id = ?", Documents.write(tasks), run);
    }
  }

  /// Stores what was decided for an attempt.
  static void store(Transaction transaction, Origin own, ReuseDecision decision) {
    transaction
        .handle()
        .execute(
            "UPDATE task_run SET reuse = ? WHERE run_id = ? AND task = ? AND attempt = ?",
            Documents.write(decision),
            own.run(),
            own.task(),
            own.attempt());
  }

  /// Whether the work is to be done whatever was done; empty if the attempt does not go on.
  static Optional<Boolean> asksAnew(Transaction transaction, Origin own) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT COALESCE(anew, -1) FROM task_run
             WHERE run_id = :run AND task = :task AND attempt = :attempt AND state IN ('RUNNING', 'STOPPING')
            """
                + transaction.dialect().lock())
        .bind("run", own.run())
        .bind("task", own.task())
        .bind("attempt", own.attempt())
        .mapTo(Integer.class)
        .findOne()
        .map(said -> said < 0 ? ofRun(transaction, own) : said == 1);
  }

  private static boolean ofRun(Transaction transaction, Origin own) {
    return transaction
        .handle()
        .createQuery("SELECT anew FROM run WHERE id = :run AND anew IS NOT NULL")
        .bind("run", own.run())
        .mapTo(String.class)
        .findOne()
        .map(Documents::names)
        .orElse(List.of())
        .contains(own.taskRun().baseTask());
  }

  /// Who did the work of the tasks before it, where those reuse work as well.
  ///
  /// @param tasks names of the tasks directly before it
  static List<Fingerprint.Part> upstream(Transaction transaction, Origin own, List<String> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    List<Fingerprint.Part> parts = new ArrayList<>();
    Set<String> before = new TreeSet<>(tasks);
    transaction
        .handle()
        .createQuery(
            "SELECT task, reuse FROM task_run WHERE run_id = :run AND reuse IS NOT NULL ORDER BY task")
        .bind("run", own.run())
        .map((row, _) -> List.of(row.getString(1), row.getString(2)))
        .forEach(
            row -> {
              if (before.contains(new TaskRunKey(own.run(), row.getFirst()).baseTask())) {
                parts.add(upstream(row.getFirst(), Documents.decision(row.getLast())));
              }
            });
    return parts;
  }

  private static Fingerprint.Part upstream(String task, ReuseDecision decision) {
    Origin origin = decision.origin();
    return new Fingerprint.Part(
        Fingerprint.Kind.UPSTREAM,
        task,
        Fingerprint.sha256(Documents.write(origin)),
        decision.reused() ? "is that of run " + origin.run() : "was done anew");
  }
}
