package dev.nightjar.scheduler;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Ends;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what became of attempts, and what follows from it.
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final Writes writes;
  private final AlertRules alerts;
  private final Clock clock;
  private final Runnable changed;
  private final Ends ends = new Ends();
  private final TaskRunStore taskRuns = new TaskRunStore();

  /// @param changed called after each end, when there may be more to claim and alerts to send
  Recorder(Writes writes, AlertRules alerts, Clock clock, Runnable changed) {
    this.writes = writes;
    this.alerts = alerts;
    this.clock = clock;
    this.changed = changed;
  }

  /// Records where an executor put an attempt.
  void placed(TaskRunKey key, int attempt, String externalId) {
    var _ =
        writes.add(transaction -> taskRuns.putExternalId(transaction, key, attempt, externalId));
  }

  /// Records the end of an attempt.
  ///
  /// @param then called when it is recorded, or refused because somebody else has the attempt now
  void ended(Ends.Ended end, Runnable then) {
    LOG.info(
        "{} attempt {}: {}{}",
        end.key(),
        end.attempt(),
        end.outcome().getClass().getSimpleName(),
        end.outcome().message() == null ? "" : ": " + end.outcome().message());
    var _ =
        writes
            .add(
                transaction -> {
                  Optional<Run> run = ends.record(transaction, end, clock.instant());
                  run.filter(now -> now.status().state().ended())
                      .ifPresent(ended -> alerts.ended(transaction, ended));
                })
            .thenRun(
                () -> {
                  then.run();
                  changed.run();
                });
  }
}
