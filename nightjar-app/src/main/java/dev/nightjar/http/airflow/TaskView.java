package dev.nightjar.http.airflow;

import dev.nightjar.json.Json;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tasks as Airflow shows them.
final class TaskView {
  private static final String POOL = "default_pool";

  private TaskView() {}

  /// A class of operators.
  private record Operator(String module, String name, List<String> fields) {}

  static Described described(Task task) {
    return Described.of(task.work() instanceof AirflowWork work ? work.description() : Map.of());
  }

  static String operator(Task task) {
    return described(task).text("operator", operator(task.work()).name());
  }

  static String pool(Task task) {
    String pool = task.placement().pool();
    return described(task).text("pool", pool == null ? POOL : pool);
  }

  /// The task's own weight, and that of those after it where its rule says so.
  static int priority(Task task) {
    return (int) described(task).number("priority_weight_total", task.placement().priority());
  }

  static ObjectNode of(KeyedWorkflow dag, Task task) {
    Described told = described(task);
    Operator operator = operator(task.work());
    ObjectNode json = Json.object();
    json.put("task_id", task.name()).put("task_display_name", task.name());
    json.putObject("class_ref")
        .put("module_path", told.text("operator_module", operator.module()))
        .put("class_name", operator(task));
    json.put("operator_name", operator(task));
    json.put("owner", told.text("owner", dag.stored().origin().by()));
    json.put("start_date", start(dag, task, told)).put("end_date", told.time("end_date"));
    json.put(
        "trigger_rule", told.text("trigger_rule", task.when().name().toLowerCase(Locale.ROOT)));
    json.set("extra_links", links(told));
    var after = json.putArray("downstream_task_ids");
    dag.stored().workflow().next(task.name()).stream().map(Task::name).sorted().forEach(after::add);
    json.put("depends_on_past", task.traits().past() != Past.IGNORED);
    json.put("wait_for_downstream", task.traits().past() == Past.SAME_TASK_AND_NEXT);
    json.put("retries", told.number("retries", task.retry().times()));
    json.put("queue", told.text("queue", "default")).put("pool", pool(task));
    json.put("pool_slots", (double) task.placement().slots());
    json.set("execution_timeout", timeout(task, told));
    json.set(
        "retry_delay",
        Described.delta(told.number("retry_delay", task.retry().delay().toMillis() / 1e3)));
    json.put(
        "retry_exponential_backoff",
        told.flag("retry_exponential_backoff", task.retry().backoff() > 1));
    json.put("priority_weight", told.number("priority_weight", 1));
    json.put("weight_rule", told.text("weight_rule", "downstream"));
    json.put("ui_color", told.text("ui_color", "#fff"));
    json.put("ui_fgcolor", told.text("ui_fgcolor", "#000"));
    JsonNode fields = told.value("template_fields");
    json.set("template_fields", fields.isArray() ? fields : Described.json(operator.fields()));
    json.set("params", told.params());
    json.put("is_mapped", task.traits().grid() != null);
    if (told.text("subdag") != null) {
      json.put("sub_dag", told.text("subdag"));
    }
    return json;
  }

  private static ArrayNode links(Described told) {
    ArrayNode links = Json.array();
    told.value("extra_links")
        .forEach(
            link ->
                links
                    .addObject()
                    .putObject("class_ref")
                    .put("module_path", link.path("module").asString(""))
                    .put("class_name", link.path("class").asString("")));
    return links;
  }

  private static JsonNode timeout(Task task, Described told) {
    if (told.json().has("execution_timeout") || task.limits().timeout() == null) {
      return told.delta("execution_timeout");
    }
    return Described.delta(task.limits().timeout().toMillis() / 1e3);
  }

  private static @Nullable String start(KeyedWorkflow dag, Task task, Described told) {
    Instant start = task.traits().start();
    String said = told.time("start_date");
    if (said == null && start == null) {
      return DagView.described(dag).time("start_date");
    }
    return said == null ? Moments.textOrNull(start) : said;
  }

  private static Operator operator(Work work) {
    return switch (work) {
      case AirflowWork airflow ->
          new Operator("airflow.models.baseoperator", airflow.operator(), List.of());
      case NotebookWork _ ->
          new Operator(
              "airflow.providers.papermill.operators.papermill",
              "PapermillOperator",
              List.of("input_nb", "output_nb", "parameters"));
      case ShellWork _ ->
          new Operator(
              "airflow.operators.bash", "BashOperator", List.of("bash_command", "env", "cwd"));
      case PythonWork _ ->
          new Operator(
              "airflow.operators.python", "PythonOperator", List.of("op_args", "op_kwargs"));
      case HttpWork _ ->
          new Operator(
              "airflow.providers.http.operators.http",
              "HttpOperator",
              List.of("endpoint", "data", "headers"));
      case SqlWork _ ->
          new Operator(
              "airflow.providers.common.sql.operators.sql",
              "SQLExecuteQueryOperator",
              List.of("conn_id", "sql", "parameters"));
      case MessageWork message when message.kind().equals("email") ->
          new Operator(
              "airflow.operators.email", "EmailOperator", List.of("to", "subject", "html_content"));
      case MessageWork _ ->
          new Operator(
              "airflow.providers.slack.operators.slack",
              "SlackAPIPostOperator",
              List.of("text", "channel"));
      case TriggerWork _ ->
          new Operator(
              "airflow.operators.trigger_dagrun", "TriggerDagRunOperator", List.of("conf"));
      case EmptyWork _ -> new Operator("airflow.operators.empty", "EmptyOperator", List.of());
      case WaitWork wait ->
          switch (wait.until()) {
            case Wait.ForFile _ ->
                new Operator("airflow.sensors.filesystem", "FileSensor", List.of("filepath"));
            case Wait.ForTime _, Wait.ForTimeOfDay _ ->
                new Operator("airflow.sensors.date_time", "DateTimeSensor", List.of("target_time"));
            case Wait.AfterInterval _ ->
                new Operator("airflow.sensors.time_delta", "TimeDeltaSensor", List.of());
            case Wait.ForHttp _ ->
                new Operator(
                    "airflow.providers.http.sensors.http",
                    "HttpSensor",
                    List.of("endpoint", "headers"));
            case Wait.ForRun _, Wait.ForWork _ ->
                new Operator(
                    "airflow.sensors.external_task",
                    "ExternalTaskSensor",
                    List.of("external_dag_id", "external_task_id", "external_task_ids"));
          };
    };
  }
}
