package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A run that has not ended, while a transaction that locked its row ends some of its tasks. Not
/// thread-safe.
final class OpenRun {
  private final Run run;
  private boolean held;
  private int open;
  private int failed;
  private int stopped;
  private boolean stopAsked;
  private boolean reopened;
  private boolean begun;
  private @Nullable String message;

  OpenRun(Run run, boolean held, int open, int failed, int stopped) {
    this.run = run;
    this.held = held;
    this.open = open;
    this.failed = failed;
    this.stopped = stopped;
    this.message = run.status().message();
  }

  Run run() {
    return run;
  }

  /// A task ended. Whether its failure is that of the run is said by
  /// [dev.nightjar.workflow.Workflow#decides]. Points of grids are not counted, their grid is.
  void endTask(String task, TaskRunState state, @Nullable String said) {
    if (run.workflow().grid(task).isPresent()) {
      return;
    }
    open--;
    switch (state) {
      case FAILED, UPSTREAM_FAILED -> failed += run.workflow().decides(task) ? 1 : 0;
      case STOPPED -> stopped++;
      case SUCCESS,
          SKIPPED,
          WAITING,
          QUEUED,
          RUNNING,
          UP_FOR_RETRY,
          UP_FOR_RESCHEDULE,
          DEFERRED,
          STOPPING -> {}
    }
    if (message == null && (state == TaskRunState.FAILED || state == TaskRunState.STOPPED)) {
      message = said;
    }
  }

  /// Counts its tasks anew, since somebody changed their states by hand: one that had ended goes on
  /// where some have not.
  void recount(Map<String, TaskRunState> states) {
    open = 0;
    failed = 0;
    stopped = 0;
    String said = message;
    message = null;
    states.forEach(
        (task, state) -> {
          open++;
          if (state.ended()) {
            endTask(task, state, null);
          }
        });
    message = failed + stopped > 0 ? said : null;
    reopened = open > 0 && run.status().state().ended();
  }

  /// One of its tasks starts to wait, or has nothing to do, so that no worker claims it.
  void begins() {
    begun = true;
  }

  /// It fails whatever its tasks do.
  void fail(String why) {
    failed++;
    message = why;
  }

  /// Whether it had ended and goes on now.
  boolean reopened() {
    return reopened;
  }

  /// It waits for other runs of its workflow to end.
  void hold() {
    held = true;
  }

  /// Whether it waits for other runs of its workflow to end.
  boolean held() {
    return held;
  }

  /// It waits no longer.
  void release() {
    held = false;
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
      RunState was = reopened ? RunState.QUEUED : run.status().state();
      return stopAsked
          ? RunState.STOPPING
          : begun && was == RunState.QUEUED ? RunState.RUNNING : was;
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
            started(state, now),
            state.ended()
                ? Objects.requireNonNullElse(state == was.state() ? was.ended() : now, now)
                : null));
  }

  private @Nullable Instant started(RunState state, Instant now) {
    Instant before = reopened && !state.ended() ? null : run.status().started();
    return before == null && begun ? now : before;
  }
}
