package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.AttemptEnds;
import dev.nightjar.store.Claims;
import dev.nightjar.store.Database;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Role;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A server with two DAGs, as the shim describes them: `tutorial` and `example`. Its workers leave
/// their tasks alone: the test says what becomes of them.
public final class DagServer implements AutoCloseable {
  private static final String EXECUTOR = "elsewhere";
  static final String API = "/airflow/api/v1";

  private final ApiServer server;
  private final Database database;
  private final Workflows workflows;

  public DagServer(Path folder) {
    this(folder, null);
  }

  /// @param token null for none
  public DagServer(Path folder, @Nullable String token) {
    server = new ApiServer(folder, null, token);
    database =
        Database.open(Database.sqliteUrl(folder.resolve("data/nightjar.sqlite")), null, null, 2);
    var settings = new Scheduler.Settings("test", Map.of(), Map.of(), Lease.DEFAULT, List.of());
    workflows =
        new Workflows(
            database, new Scheduler(database, settings, Clock.systemUTC()), Clock.systemUTC());
    workflows.put(List.of(tutorial(), example()), "airflow");
  }

  private static Workflows.Read tutorial() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("dag_id", "tutorial");
    told.put("fileloc", "/opt/airflow/dags/tutorial.py");
    told.put("description", "A simple tutorial DAG");
    told.put("doc_md", "\n    This is a documentation placed anywhere\n    ");
    told.put("owners", List.of("airflow"));
    told.put(
        "schedule_interval",
        Map.of("__type", "TimeDelta", "days", 1, "seconds", 0, "microseconds", 0));
    told.put("timetable_description", "");
    told.put("timezone", "UTC");
    told.put("start_date", "2021-01-01T00:00:00+00:00");
    told.put("catchup", false);
    told.put("root_dag_id", "tutorial");
    Timetable daily =
        new Timetable(
            Schedule.parse("every 1d"),
            ZoneOffset.UTC,
            Instant.parse("2021-01-01T00:00:00Z"),
            null,
            Duration.ZERO,
            Misfire.SKIP,
            Overlap.ALLOW);
    List<Task> tasks =
        List.of(bash("print_date"), bash("sleep", "print_date"), bash("templated", "print_date"));
    return read("tutorial.py", List.of("example"), tasks, told, new DataIntervals(daily, false));
  }

  private static Workflows.Read example() {
    List<Task> tasks =
        List.of(bash("push"), bash("puller", "push"), bash("after", "puller"), bash("alone"));
    return read(
        "example.py",
        List.of(),
        tasks,
        Map.of("dag_id", "example", "owners", List.of("airflow")),
        null);
  }

  private static Workflows.Read read(
      String file,
      List<String> tags,
      List<Task> tasks,
      Map<String, Object> told,
      @Nullable DataIntervals intervals) {
    var workflow =
        new Workflow(
            String.valueOf(told.get("dag_id")),
            tags,
            Map.of(),
            tasks,
            List.of(),
            new Concurrency(16, 16, null),
            new Source(Source.Kind.AIRFLOW, file, told));
    return new Workflows.Read(workflow, "snapshots/" + file, intervals, true);
  }

  private static Task bash(String name, String... after) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("task_id", name);
    told.put("operator", "BashOperator");
    told.put("operator_module", "airflow.operators.bash");
    told.put("owner", "airflow");
    told.put("retries", 1);
    told.put("retry_delay", 300);
    told.put("trigger_rule", "all_success");
    told.put("pool", "default_pool");
    told.put("queue", "default");
    told.put("weight_rule", "downstream");
    told.put("priority_weight", 1);
    told.put("priority_weight_total", 3);
    told.put("start_date", "2021-01-01T00:00:00+00:00");
    told.put("template_fields", List.of("bash_command", "env", "cwd"));
    told.put("ui_color", "#f0ede4");
    told.put("ui_fgcolor", "#000");
    return new Task(
        name,
        new AirflowWork("example", "BashOperator", false, null, Role.WORK, null, told),
        List.of(after),
        TriggerRule.ALL_SUCCESS,
        new Retry(1, Duration.ofMinutes(5), 1, Duration.ofDays(1), false),
        Limits.NONE,
        new Placement(EXECUTOR, null, 1, 3),
        Traits.NONE);
  }

  /// The server.
  public ApiServer http() {
    return server;
  }

  public JsonNode get(String path) {
    return answer("GET", path, null, 200);
  }

  public JsonNode post(String path, String body) {
    return answer("POST", path, body, 200);
  }

  JsonNode patch(String path, String body) {
    return answer("PATCH", path, body, 200);
  }

  /// Asks below [#API], and checks the status.
  JsonNode answer(String method, String path, @Nullable String body, int status) {
    ApiServer.Answer answer = server.send(method, API + path, body);
    assertThat(answer.status()).as(method + " " + path + ": " + answer.text()).isEqualTo(status);
    return answer.text().isEmpty() ? Json.object() : answer.json();
  }

  /// Starts a run of `example`, which goes on at once.
  void run(String key) {
    patch("/dags/example", "{\"is_paused\": false}");
    post(
        "/dags/example/dagRuns",
        "{\"dag_run_id\": \"%s\", \"logical_date\": \"2024-01-02T00:00:00Z\", \"conf\": {\"a\": 1}}"
            .formatted(key));
  }

  /// Claims what is queued.
  List<Claims.Claimed> claim() {
    return claim(10);
  }

  /// As above, at most so many.
  List<Claims.Claimed> claim(int most) {
    Instant now = Instant.now();
    return database.write(
        transaction ->
            new Claims()
                .claim(
                    transaction,
                    "vm",
                    new Claims.Room(EXECUTOR, most, Long.MAX_VALUE),
                    now,
                    now.plusSeconds(600)));
  }

  /// Ends an attempt.
  ///
  /// @param json what it returned
  void end(Claims.Claimed claimed, Outcome outcome, String json) {
    var report =
        new Report(
            List.of(new Report.Value(Report.Value.RETURNED, json, null)),
            "{\"bash_command\": \"echo 1\"}",
            List.of());
    var end =
        new AttemptEnds.Ended(claimed.key(), claimed.attempt(), "vm", outcome, List.of(), report);
    database.change(
        transaction -> new AttemptEnds().record(transaction, List.of(end), Instant.now()));
  }

  /// Has all tasks that are queued succeed, and those after them.
  void succeedAll() {
    for (var claimed = claim(); !claimed.isEmpty(); claimed = claim()) {
      claimed.forEach(one -> end(one, new Outcome.Succeeded(), "[1, 2, 3]"));
    }
  }

  /// Has a file be broken.
  void breakFile(String file) {
    var error =
        new ImportErrorStore.ImportError(
            0, file, "SyntaxError: x", "Traceback\nSyntaxError: x", 3, Instant.now());
    database.change(transaction -> new ImportErrorStore().put(transaction, error));
  }

  /// What genuine Airflow answered.
  static JsonNode recorded(String name) {
    try (InputStream in = DagServer.class.getResourceAsStream("/airflow/rest_2.9.3.json")) {
      JsonNode found = Json.parse(in).path("bodies").path(name);
      assertThat(found.isMissingNode()).as(name).isFalse();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    server.close();
  }
}
