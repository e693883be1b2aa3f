package dev.nightjar.schedule;

/// What becomes of the times that were missed while no server ran. A time missed by no more than a
/// grace is none of them: it runs late, whatever is said here.
public enum Misfire {
  /// None of them runs.
  SKIP,
  /// The newest of them runs.
  RUN_ONCE,
  /// Each of them runs, oldest first; of very many only the newest [Due#LIMIT].
  RUN_ALL
}
