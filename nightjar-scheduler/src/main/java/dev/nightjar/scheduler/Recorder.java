package dev.nightjar.scheduler;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AttemptEnds;
import dev.nightjar.store.Database;
import dev.nightjar.store.TaskRunStore;
import dev.nightjar.store.Transaction;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what became of attempts, and what follows from it. Thread-safe.
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private sealed interface Note {
    record Placed(TaskRunStore.Placed placed) implements Note {}

    record Ended(AttemptEnds.Ended ended) implements Note {}
  }

  private final Writes<Note> writes;
  private final AlertRules alerts;
  private final Clock clock;
  private final Runnable changed;
  private final AttemptEnds ends = new AttemptEnds();
  private final TaskRunStore taskRuns = new TaskRunStore();

  /// @param changed called after each end, when there may be more to claim and alerts to send
  Recorder(Database database, AlertRules alerts, Clock clock, Runnable changed) {
    this.writes = new Writes<>(database, this::write);
    this.alerts = alerts;
    this.clock = clock;
    this.changed = changed;
  }

  private void write(Transaction transaction, List<Note> notes) {
    taskRuns.place(
        transaction,
        notes.stream()
            .filter(Note.Placed.class::isInstance)
            .map(note -> ((Note.Placed) note).placed())
            .toList());
    ends.record(
            transaction,
            notes.stream()
                .filter(Note.Ended.class::isInstance)
                .map(note -> ((Note.Ended) note).ended())
                .toList(),
            clock.instant())
        .forEach(run -> alerts.ended(transaction, run));
  }

  /// Records where an executor put an attempt.
  void placed(TaskRunKey key, int attempt, String externalId) {
    var _ =
        writes
            .add(new Note.Placed(new TaskRunStore.Placed(key, attempt, externalId)))
            .whenComplete(
                (_, refused) -> {
                  if (refused != null) {
                    LOG.error("{} attempt {}: its place was not recorded", key, attempt, refused);
                  }
                });
  }

  /// Records the end of an attempt.
  ///
  /// @param then called when it is recorded, or somebody else has the attempt now
  void ended(AttemptEnds.Ended end, Runnable then) {
    LOG.info(
        "{} attempt {}: {}{}",
        end.key(),
        end.attempt(),
        end.outcome().getClass().getSimpleName(),
        end.outcome().message() == null ? "" : ": " + end.outcome().message());
    var _ =
        writes
            .add(new Note.Ended(end))
            .whenComplete(
                (_, refused) -> {
                  if (refused == null) {
                    then.run();
                    changed.run();
                  } else {
                    recordRefusal(end, refused, then);
                  }
                });
  }

  /// What the database refuses is part of what the attempt left, or a fault of ours: rather than
  /// that its run never ends, it fails with that reason.
  private void recordRefusal(AttemptEnds.Ended end, Throwable refused, Runnable then) {
    LOG.error("{} attempt {}: its end was refused", end.key(), end.attempt(), refused);
    String message = "Its end was not recorded: " + refused.getMessage();
    var failed =
        new AttemptEnds.Ended(
            end.key(), end.attempt(), end.worker(), new Outcome.Failed(message, null), List.of());
    var _ =
        writes
            .add(new Note.Ended(failed))
            .thenRun(
                () -> {
                  then.run();
                  changed.run();
                });
  }

  /// Records all that was handed in, if the database is there.
  @Override
  public void close() {
    writes.close();
  }
}
