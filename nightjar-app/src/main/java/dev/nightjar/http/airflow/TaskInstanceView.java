package dev.nightjar.http.airflow;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Task runs as task instances.
final class TaskInstanceView {
  private TaskInstanceView() {}

  /// @param deadline that of the task; null if it has none
  static ObjectNode of(KeyedRun run, StoredTaskRun taskRun, @Nullable Deadline deadline) {
    Task task = run.run().task(taskRun.key().task());
    Described told = TaskView.described(task);
    String logical = Moments.text(Moments.logical(run.run()));
    StoredTaskRun.Point point = taskRun.point();
    String name = point == null ? task.name() : point.grid();
    ObjectNode json = reference(run, name);
    json.put("task_display_name", name).put("execution_date", logical);
    Instant started = taskRun.times().started();
    Instant ended = taskRun.times().ended();
    json.put("start_date", Moments.textOrNull(started));
    json.put("end_date", Moments.textOrNull(ended));
    json.put(
        "duration",
        started == null || ended == null
            ? null
            : (Double) (Duration.between(started, ended).toMillis() / 1e3));
    json.put("state", state(taskRun.standing()));
    json.put("try_number", taskRun.tries().number());
    json.put("map_index", point == null ? -1 : point.index());
    json.put(
        "max_tries", taskRun.tries().before() + (int) told.number("retries", task.retry().times()));
    json.put("hostname", Objects.requireNonNullElse(taskRun.worker(), ""));
    json.put("unixname", "nightjar").put("pool", TaskView.pool(task));
    json.put("pool_slots", taskRun.placement().slots());
    json.put("queue", told.text("queue", "default"));
    json.put("priority_weight", TaskView.priority(task));
    json.put("operator", TaskView.operator(task));
    json.put("queued_when", Moments.textOrNull(taskRun.times().queued()));
    json.putNull("pid").put("executor_config", "{}");
    json.set("sla_miss", slaMiss(run, task.name(), deadline));
    json.putNull("rendered_map_index");
    json.set("rendered_fields", rendered(task, taskRun));
    return json.putNull("trigger").putNull("triggerer_job").put("note", note(taskRun));
  }

  private static JsonNode slaMiss(KeyedRun run, String task, @Nullable Deadline deadline) {
    if (deadline == null || deadline.missed() == null) {
      return NullNode.getInstance();
    }
    boolean told =
        run.run().workflow().alerts().stream()
            .anyMatch(rule -> rule.on().contains(AlertRule.On.TOO_LATE));
    return Json.object()
        .put("task_id", task)
        .put("dag_id", run.workflow())
        .put("execution_date", Moments.text(Moments.logical(run.run())))
        .put("email_sent", false)
        .put("timestamp", Moments.text(deadline.missed()))
        .putNull("description")
        .put("notification_sent", told);
  }

  /// What names a task instance.
  static ObjectNode reference(KeyedRun run, String task) {
    return Json.object()
        .put("task_id", task)
        .put("dag_id", run.workflow())
        .put("dag_run_id", run.key())
        .put("execution_date", Moments.text(Moments.logical(run.run())));
  }

  /// Why it stands where it stands, where nobody would see that else.
  private static @Nullable String note(StoredTaskRun taskRun) {
    return taskRun.standing().reason();
  }

  static @Nullable String state(StoredTaskRun.Standing standing) {
    TaskRunState then = standing.then();
    return switch (standing.state()) {
      case WAITING -> null;
      case STOPPING ->
          then == null ? "running" : then == TaskRunState.WAITING ? "restarting" : word(then);
      case STOPPED -> "failed";
      case QUEUED,
          RUNNING,
          UP_FOR_RETRY,
          UP_FOR_RESCHEDULE,
          DEFERRED,
          SUCCESS,
          FAILED,
          UPSTREAM_FAILED,
          SKIPPED ->
          word(standing.state());
    };
  }

  private static String word(TaskRunState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static JsonNode rendered(Task task, StoredTaskRun taskRun) {
    if (taskRun.rendered() != null) {
      try {
        return Json.parse(taskRun.rendered());
      } catch (JsonException e) {
        return Json.object();
      }
    }
    boolean started = taskRun.tries().attempts() > 0;
    return switch (task.work()) {
      case AirflowWork work when started && work.shell() != null -> command(work.shell());
      case ShellWork work when started -> command(work);
      default -> Json.object();
    };
  }

  /// A command without templates is what it was rendered to.
  private static ObjectNode command(ShellWork work) {
    Map<String, String> environment = work.environment();
    return Json.object()
        .put("bash_command", work.command())
        .put("cwd", work.folder())
        .set("env", Described.json(environment.isEmpty() ? null : environment));
  }
}
