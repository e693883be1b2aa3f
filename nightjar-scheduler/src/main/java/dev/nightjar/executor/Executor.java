package dev.nightjar.executor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts attempts somewhere and watches them there. Thread-safe; each call may block.
///
/// An attempt's place can be found again from its order alone, before any external id was stored:
/// names of processes' folders, of Kubernetes jobs and of YARN applications follow from run, task
/// and number. What cannot be done is an outcome, not an exception: `submit` returns a handle whose
/// end says why.
public interface Executor extends AutoCloseable {
  /// The word by which tasks ask for it.
  String name();

  /// Starts the attempt.
  TaskHandle submit(AttemptOrder order);

  /// The attempt that this or an earlier process of ours submitted, still running or ended; empty
  /// if there never was one, or it cannot be reached from here.
  ///
  /// @param externalId as its handle told it; null if it was not stored in time
  Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId);

  /// Lets go of what it holds; attempts go on.
  @Override
  void close();
}
