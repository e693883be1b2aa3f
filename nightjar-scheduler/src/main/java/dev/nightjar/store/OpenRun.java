package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run that has not ended, while a transaction that locked its row ends some of its tasks. Not
/// thread-safe.
final class OpenRun {
  private final Run run;
  private int open;
  private int failed;
  private int stopped;
  private boolean stopAsked;
  private @Nullable String message;

  OpenRun(Run run, int open, int failed, int stopped) {
    this.run = run;
    this.open = open;
    this.failed = failed;
    this.stopped = stopped;
    this.message = run.status().message();
  }

  Run run() {
    return run;
  }

  void endTask(TaskRunState state, @Nullable String said) {
    open--;
    switch (state) {
      case FAILED, UPSTREAM_FAILED -> failed++;
      case STOPPED -> stopped++;
      case SUCCESS, SKIPPED, WAITING, QUEUED, RUNNING, UP_FOR_RETRY, STOPPING -> {}
    }
    if (message == null && state != TaskRunState.SUCCESS) {
      message = said;
    }
  }

  /// Some of its attempts go on until they have stopped.
  void askToStop(String reason) {
    stopAsked = true;
    if (message == null) {
      message = reason;
    }
  }

  RunState state() {
    if (open > 0) {
      return stopAsked ? RunState.STOPPING : run.status().state();
    }
    return failed > 0 ? RunState.FAILED : stopped > 0 ? RunState.STOPPED : RunState.SUCCESS;
  }

  int open() {
    return open;
  }

  int failed() {
    return failed;
  }

  int stopped() {
    return stopped;
  }

  @Nullable String message() {
    return message;
  }

  /// The run as it is to be.
  Run changed(Instant now) {
    Run.Status was = run.status();
    RunState state = state();
    return new Run(
        run.id(),
        run.workflowId(),
        run.workflow(),
        run.snapshot(),
        run.parameters(),
        run.cause(),
        new Run.Status(
            state,
            message,
            was.created(),
            state == was.state() ? was.updated() : now,
            was.started(),
            state.ended() ? now : null));
  }
}
