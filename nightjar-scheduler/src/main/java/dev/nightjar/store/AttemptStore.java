package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.Waiting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What attempts of runs were, and what they left.
public final class AttemptStore {
  /// The attempts of a run by task, each list in the order of their numbers; without those of the
  /// points of grids.
  public Map<String, List<Attempt>> attempts(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT attempt.* FROM task_run JOIN attempt
                ON attempt.run_id = task_run.run_id AND attempt.task = task_run.task
             WHERE task_run.run_id = :run AND task_run.parent IS NULL
             ORDER BY attempt.task, attempt.number
            """)
        .bind("run", run)
        .map((row, _) -> Map.entry(row.getString("task"), readAttempt(row)))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /// The attempts of one task of a run.
  public List<Attempt> attempts(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM attempt WHERE run_id = :run AND task = :task ORDER BY number")
        .bind("run", key.run())
        .bind("task", key.task())
        .map((row, _) -> readAttempt(row))
        .list();
  }

  /// An artifact and the attempt that left it.
  public record Left(TaskRunKey taskRun, int attempt, Artifact artifact) {
    /// Where it is, below the artifact root.
    public String location() {
      return taskRun.folder(attempt) + "/" + artifact.path();
    }
  }

  /// What the last attempts of these runs left, by run.
  public Map<String, List<Left>> artifacts(Transaction transaction, Collection<String> runs) {
    if (runs.isEmpty()) {
      return Map.of();
    }
    return transaction
        .handle()
        .createQuery(
            """
            SELECT artifact.* FROM artifact JOIN task_run
                ON task_run.run_id = artifact.run_id AND task_run.task = artifact.task
               AND task_run.attempt = artifact.attempt
             WHERE artifact.run_id IN (<runs>)
             ORDER BY artifact.run_id, artifact.task, artifact.position
            """)
        .bindList("runs", List.copyOf(runs))
        .map((row, _) -> Map.entry(row.getString("run_id"), readLeft(row)))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /// What one attempt left.
  List<Artifact> artifacts(Transaction transaction, TaskRunKey key, int attempt) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT * FROM artifact WHERE run_id = :run AND task = :task AND attempt = :attempt
             ORDER BY position
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .bind("attempt", attempt)
        .map((row, _) -> readArtifact(row))
        .list();
  }

  /// Stores how attempts ended, and what they left.
  static void end(Transaction transaction, Collection<AttemptEnds.Ended> ends, Instant now) {
    var attempts =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE attempt SET ended_at = ?, outcome = ?, message = ?, details = ?
                 WHERE run_id = ? AND task = ? AND number = ?
                """);
    var artifacts =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO artifact (run_id, task, attempt, position, kind, format, path, size)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """);
    for (AttemptEnds.Ended end : ends) {
      TaskRunKey key = end.key();
      Outcome outcome = end.outcome();
      attempts.add(
          now.toEpochMilli(),
          outcome.word().toUpperCase(Locale.ROOT),
          said(outcome),
          outcome instanceof Outcome.Failed failed ? failed.details() : null,
          key.run(),
          key.task(),
          end.attempt());
      int position = 0;
      for (Artifact artifact : end.artifacts()) {
        artifacts.add(
            key.run(),
            key.task(),
            end.attempt(),
            position++,
            artifact.kind().name(),
            artifact.format(),
            artifact.path(),
            artifact.size());
      }
    }
    attempts.execute();
    if (artifacts.size() > 0) {
      artifacts.execute();
    }
    for (AttemptEnds.Ended end : ends) {
      ValueStore.put(transaction, end.key(), end.report().values(), now);
      LeftOut.remember(transaction, end.key(), end.report().skips(), now);
    }
  }

  /// What [#readOutcome] makes the outcome of again.
  private static @Nullable String said(Outcome outcome) {
    return switch (outcome) {
      case Outcome.TimedOut(Duration limit) -> limit.toString();
      case Outcome.Rescheduled(Instant at) -> at.toString();
      case Outcome.Deferred(Waiting until) -> Documents.write(until);
      case Outcome.Reused(String run) -> run;
      case Outcome.Succeeded _, Outcome.Failed _, Outcome.Skipped _, Outcome.Stopped _ ->
          outcome.message();
      case Outcome.Lost(String reason) -> reason;
    };
  }

  private static Left readLeft(ResultSet row) throws SQLException {
    return new Left(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        row.getInt("attempt"),
        readArtifact(row));
  }

  private static Artifact readArtifact(ResultSet row) throws SQLException {
    return new Artifact(
        Artifact.Kind.valueOf(row.getString("kind")),
        row.getString("format"),
        row.getString("path"),
        row.getLong("size"));
  }

  private static Attempt readAttempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("number"),
        row.getString("worker"),
        row.getString("external_id"),
        Rows.time(row, "started_at"),
        Rows.timeOrNull(row, "ended_at"),
        readOutcome(row));
  }

  private static @Nullable Outcome readOutcome(ResultSet row) throws SQLException {
    String word = row.getString("outcome");
    String message = Objects.requireNonNullElse(row.getString("message"), "");
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "SUCCEEDED" -> new Outcome.Succeeded();
      case "REUSED" -> new Outcome.Reused(message);
      case "FAILED" -> new Outcome.Failed(message, row.getString("details"));
      case "TIMED_OUT" -> new Outcome.TimedOut(Duration.parse(message));
      case "STOPPED" -> new Outcome.Stopped(message);
      case "SKIPPED" -> new Outcome.Skipped(message);
      case "RESCHEDULED" -> new Outcome.Rescheduled(Instant.parse(message));
      case "DEFERRED" -> new Outcome.Deferred(Documents.waiting(message));
      default -> new Outcome.Lost(message);
    };
  }
}
