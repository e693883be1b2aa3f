package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunClears.Selection;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Commands of Airflow 1.10 that are about runs, with what they print.
final class OldRunCommands {
  private static final int MOST = 10_000;

  private final AirflowServices services;
  private final RunChangeApi runChanges;
  private final TaskChangeApi taskChanges;
  private final KeyedRuns runs = new KeyedRuns();

  OldRunCommands(AirflowServices services) {
    this.services = services;
    this.runChanges = new RunChangeApi(services);
    this.taskChanges = new TaskChangeApi(services);
  }

  private static OffsetDateTime time(Map<String, String> given, String name) {
    OffsetDateTime time = Moments.parse(given.getOrDefault(name, ""));
    if (time == null) {
      throw AirflowProblem.bad(
          "'%s' is no date: write one such as 2015-06-01 or 2015-06-01T00:00:00"
              .formatted(given.getOrDefault(name, "")));
    }
    return time;
  }

  private static @Nullable Instant timeOrNull(Map<String, String> given, String name) {
    return given.getOrDefault(name, "").isEmpty() ? null : time(given, name).toInstant();
  }

  String trigger(Map<String, String> given, String who) {
    String conf = given.getOrDefault("conf", "");
    OffsetDateTime logical =
        given.getOrDefault("exec_date", "").isEmpty()
            ? services.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)
            : time(given, "exec_date");
    String key = given.getOrDefault("run_id", "");
    if (!Given.isStorable(key)) {
      throw AirflowProblem.bad("The run_id is too long, or has control characters in it");
    }
    KeyedRun run =
        runChanges.create(
            new Dags.Trigger(
                given.getOrDefault("dag_id", ""),
                key.isEmpty() ? null : key,
                logical,
                null,
                conf.isEmpty() ? Map.of() : conf(conf),
                null,
                who));
    return "Created %s\n".formatted(ExperimentalApi.text(run));
  }

  private static Map<String, Object> conf(String text) {
    try {
      JsonNode json = Json.parse(text);
      if (json instanceof ObjectNode object) {
        return Described.values(object);
      }
    } catch (JsonException e) {
      throw AirflowProblem.bad("conf is not JSON: " + e.getMessage());
    }
    throw AirflowProblem.bad("conf is not a JSON object");
  }

  private Optional<KeyedRun> run(KeyedWorkflow dag, OffsetDateTime time) {
    return services
        .database()
        .read(transaction -> runs.find(transaction, dag.stored().id(), time.toInstant()));
  }

  String state(KeyedWorkflow dag, Map<String, String> given) {
    return run(dag, time(given, "execution_date"))
        .map(found -> RunView.state(found.run().status().state()))
        .orElse("None");
  }

  String taskState(KeyedWorkflow dag, Map<String, String> given) {
    String task = given.getOrDefault("task_id", "");
    if (dag.stored().workflow().task(task).isEmpty()) {
      throw AirflowProblem.bad("Task %s not found".formatted(task));
    }
    return run(dag, time(given, "execution_date"))
        .flatMap(
            run ->
                services
                    .database()
                    .<Optional<StoredTaskRun>>read(
                        transaction ->
                            new TaskRunLists()
                                .find(transaction, new TaskRunKey(run.run().id(), task))))
        .map(found -> TaskInstanceView.state(found.standing()))
        .orElse("None");
  }

  Said clear(KeyedWorkflow dag, Map<String, String> given, String who) {
    String regex = given.getOrDefault("task_regex", "");
    List<String> tasks;
    try {
      Pattern pattern = Pattern.compile(regex);
      tasks =
          dag.stored().workflow().tasks().stream()
              .map(Task::name)
              .filter(name -> pattern.matcher(name).find())
              .toList();
    } catch (PatternSyntaxException e) {
      return Said.failed(
          "'%s' is no regular expression: %s\n".formatted(regex, e.getDescription()));
    }
    if (tasks.isEmpty()) {
      return Said.out("");
    }
    var selection =
        new Selection(
            tasks,
            given.containsKey("upstream"),
            given.containsKey("downstream"),
            given.containsKey("only_failed"),
            given.containsKey("only_running"));
    var clear =
        new TaskChangeApi.Clear(
            selection,
            null,
            timeOrNull(given, "start_date"),
            timeOrNull(given, "end_date"),
            new TaskChangeApi.Further(false, false));
    taskChanges.clear(dag, clear, false, who);
    return Said.out("");
  }

  String list(KeyedWorkflow dag, Map<String, String> given) {
    String wanted = given.getOrDefault("state", "");
    var filter = KeyedRuns.Filter.ofWorkflow(dag.stored().id());
    List<KeyedRun> found =
        services
            .database()
            .read(
                transaction ->
                    runs.list(transaction, filter, KeyedRuns.Order.LOGICAL, true, MOST, 0));
    String form = "%-3s | %-20s | %-10s | %-25s | %-25s |";
    StringBuilder lines =
        new StringBuilder("\n\n%1$s\nDAG RUNS\n%1$s\n".formatted("-".repeat(120)))
            .append(form.formatted("id", "run_id", "state", "execution_date", "state_date"))
            .append("\n\n");
    int number = found.size();
    for (KeyedRun run : found) {
      ObjectNode view = RunView.of(run);
      boolean backfill = view.path("run_type").asString("").equals("backfill");
      String state = view.path("state").asString("");
      if ((wanted.isEmpty() || wanted.equals(state))
          && !(backfill && given.containsKey("no_backfill"))) {
        lines.append(
            (form + "\n")
                .formatted(
                    number,
                    run.key(),
                    state,
                    view.path("execution_date").asString(""),
                    view.path("start_date").asString("")));
      }
      number--;
    }
    return lines.toString();
  }
}
