package dev.nightjar.cli;

/// Python's log levels, which papermill's `--log-level` takes.
enum LogLevel {
  NOTSET,
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  CRITICAL;

  /// Whether a message of `level` is shown when this is the least level to show.
  boolean shows(LogLevel level) {
    return level.compareTo(this) >= 0;
  }
}
