package dev.nightjar.schedule;

/// What becomes of a time that is due while a run of the same workflow is still going.
public enum Overlap {
  /// The new run starts beside it.
  ALLOW,
  /// There is no new run.
  SKIP,
  /// The new run waits until the other has ended.
  QUEUE,
  /// The other is cancelled; the new run takes its place.
  REPLACE
}
