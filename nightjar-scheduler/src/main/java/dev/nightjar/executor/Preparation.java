package dev.nightjar.executor;

/// Makes of a task's templates what one attempt is to do.
@FunctionalInterface
public interface Preparation {
  /// Leaves orders as they are.
  Preparation NONE = order -> order;

  /// The order with what its templates say now. It may ask databases and files, so it blocks.
  ///
  /// @throws PreparationException if a template can't be filled in
  AttemptOrder prepare(AttemptOrder order);
}
