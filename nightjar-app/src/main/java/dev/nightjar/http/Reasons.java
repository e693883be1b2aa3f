package dev.nightjar.http;

import dev.nightjar.config.Amounts;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Why tasks stand where they stand, for people.
public final class Reasons {
  private static final int MOST_NAMES = 3;

  private Reasons() {}

  /// One line; empty where there is nothing to say.
  ///
  /// @param states of all tasks of the run
  /// @param attempts of this task
  public static String of(
      Run run, StoredTaskRun task, Map<String, TaskRunState> states, List<Attempt> attempts) {
    String reason = Objects.requireNonNullElse(task.standing().reason(), "");
    return switch (task.standing().state()) {
      case WAITING -> reason.isEmpty() ? waits(run, task, states) : reason;
      case DEFERRED -> deferred(run, task, attempts);
      case UP_FOR_RETRY, UP_FOR_RESCHEDULE ->
          "%sgoes on at %s"
              .formatted(
                  last(attempts).isEmpty() ? "" : last(attempts) + "; ",
                  Objects.requireNonNullElse(task.times().queued(), "a later time"));
      case FAILED -> reason.isEmpty() ? last(attempts) : reason;
      case STOPPED -> reason.isEmpty() ? stopped(run, attempts) : reason;
      case QUEUED, RUNNING, STOPPING, SUCCESS, UPSTREAM_FAILED, SKIPPED -> reason;
    };
  }

  private static String waits(Run run, StoredTaskRun task, Map<String, TaskRunState> states) {
    List<String> before =
        run.task(task.key().task()).after().stream()
            .filter(name -> states.containsKey(name))
            .filter(name -> !Objects.requireNonNull(states.get(name)).ended())
            .toList();
    if (before.isEmpty()) {
      return run.status().state().ended() ? "" : "waits for its run's turn";
    }
    return "waits for %s%s"
        .formatted(
            String.join(", ", before.subList(0, Math.min(MOST_NAMES, before.size()))),
            before.size() > MOST_NAMES ? " and %d more".formatted(before.size() - MOST_NAMES) : "");
  }

  private static String deferred(Run run, StoredTaskRun task, List<Attempt> attempts) {
    if (!attempts.isEmpty() && attempts.getLast().outcome() instanceof Outcome.Deferred deferred) {
      return "waits for " + words(deferred.until().until());
    }
    if (run.task(task.key().task()).traits().grid() != null) {
      return "waits for its points";
    }
    return switch (run.task(task.key().task()).work()) {
      case WaitWork wait -> "waits for " + words(wait.until());
      case TriggerWork trigger ->
          "waits for the run of %s that it starts".formatted(trigger.workflow());
      default -> "waits";
    };
  }

  /// What is waited for: `the file data/*.csv`.
  public static String words(Wait wait) {
    return switch (wait) {
      case Wait.ForFile file -> "the file " + file.path();
      case Wait.ForTime time -> "the time " + time.at();
      case Wait.ForTimeOfDay time -> "%s of %s".formatted(time.time(), time.zone());
      case Wait.AfterInterval after ->
          Amounts.words(after.delay()) + " after the end of its data interval";
      case Wait.ForRun run ->
          "%s of %s"
              .formatted(
                  run.tasks().isEmpty() ? "a run" : String.join(", ", run.tasks()), run.workflow());
      case Wait.ForHttp http -> "an answer of " + http.request().url();
      case Wait.ForWork _ -> "another run that does the same work, to reuse it";
    };
  }

  /// What has not started is stopped with its run.
  private static String stopped(Run run, List<Attempt> attempts) {
    return attempts.isEmpty()
        ? Objects.requireNonNullElse(run.status().message(), "")
        : last(attempts);
  }

  private static String last(List<Attempt> attempts) {
    Outcome outcome = attempts.isEmpty() ? null : attempts.getLast().outcome();
    return outcome == null ? "" : Objects.requireNonNullElse(outcome.message(), "");
  }
}
