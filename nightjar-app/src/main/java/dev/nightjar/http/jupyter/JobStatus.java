package dev.nightjar.http.jupyter;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.run.RunState;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The words that jupyter-scheduler has for where a job stands.
enum JobStatus {
  CREATED,
  QUEUED,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  STOPPING,
  STOPPED;

  static JobStatus of(RunState state) {
    return switch (state) {
      case QUEUED -> QUEUED;
      case RUNNING -> IN_PROGRESS;
      case STOPPING -> STOPPING;
      case SUCCESS -> COMPLETED;
      case FAILED -> FAILED;
      case STOPPED -> STOPPED;
    };
  }

  /// The states of runs that have this status; nothing is ever CREATED.
  Set<RunState> states() {
    return switch (this) {
      case CREATED -> EnumSet.noneOf(RunState.class);
      case QUEUED -> EnumSet.of(RunState.QUEUED);
      case IN_PROGRESS -> EnumSet.of(RunState.RUNNING);
      case COMPLETED -> EnumSet.of(RunState.SUCCESS);
      case FAILED -> EnumSet.of(RunState.FAILED);
      case STOPPING -> EnumSet.of(RunState.STOPPING);
      case STOPPED -> EnumSet.of(RunState.STOPPED);
    };
  }

  static JobStatus parse(String word) {
    try {
      return valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad(
          "status '%s': one of CREATED, QUEUED, IN_PROGRESS, COMPLETED, FAILED, STOPPING, STOPPED"
              .formatted(word));
    }
  }
}
