package dev.nightjar.executor;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.TaskRunKey;
import java.util.List;
import java.util.Optional;

/// Knows what the work of tasks depends on, and where attempts left what they made. Thread-safe;
/// each call may block.
public interface FormerWork {
  /// For tasks that never reuse work.
  FormerWork NONE =
      new FormerWork() {
        @Override
        public Fingerprint fingerprint(AttemptOrder order) {
          throw new PreparationException("nothing is reused here: take reuse out of the task");
        }

        @Override
        public Optional<String> take(
            TaskRunKey from, int attempt, List<Artifact> artifacts, AttemptOrder to) {
          return Optional.empty();
        }
      };

  /// What the work of a task depends on, but for the tasks before it.
  ///
  /// @param order with its templates filled in
  /// @throws PreparationException if that can't be found out, such as of a file that is not there
  Fingerprint fingerprint(AttemptOrder order);

  /// Gives an attempt what an earlier one left.
  ///
  /// @param artifacts what that left
  /// @return the path of one that is not there any more; empty if all are
  Optional<String> take(TaskRunKey from, int attempt, List<Artifact> artifacts, AttemptOrder to);
}
