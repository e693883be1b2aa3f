package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs for times that have passed, by `/api`, of a workflow that is due every day at six.
class ApiBackfillTest {
  private static final String PATH = "/api/workflows/sales/backfill";

  @TempDir private Path folder;
  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ApiServer(folder);
    FiledWorkflows.put(
        folder.resolve("data"),
        FiledWorkflows.workflow(
            "sales", Map.of(), FiledWorkflows.notebook("report", "report.ipynb")),
        ApiServer.notebook());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ObjectNode days(String from, String to) {
    return Json.object().put("from", from).put("to", to);
  }

  private JsonNode ask(ObjectNode body) {
    var answer = server.post(PATH, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /// Asks until all is done.
  private JsonNode finish(ObjectNode body) {
    JsonNode answer = ask(body);
    body.put("since", answer.path("since").asString(""));
    while (answer.path("make").asInt() + answer.path("repeat").asInt() > 0 || goesOn(answer) > 0) {
      LockSupport.parkNanos(50_000_000);
      answer = ask(body);
    }
    return answer;
  }

  private static int goesOn(JsonNode answer) {
    return Stream.of("QUEUED", "RUNNING", "STOPPING")
        .mapToInt(state -> answer.at("/runs/" + state).asInt(0))
        .sum();
  }

  @Test
  void a_plan_names_the_intervals_and_makes_nothing() {
    JsonNode plan = ask(days("2026-01-01", "2026-01-03").put("dry_run", true));

    assertThat(plan.path("make").asInt()).isEqualTo(3);
    assertThat(plan.at("/intervals/0/start").asString("")).isEqualTo("2026-01-01T06:00:00Z");
    assertThat(plan.at("/intervals/2/end").asString("")).isEqualTo("2026-01-04T06:00:00Z");
    assertThat(plan.at("/intervals/1/step").asString("")).isEqualTo("make");
    assertThat(server.get("/api/runs").json().path("items")).isEmpty();
  }

  @Test
  void runs_are_made_a_few_at_a_time_until_none_is_missing() {
    ObjectNode body = days("2026-01-01", "2026-01-05").put("jobs", 2);
    JsonNode first = ask(body);
    assertThat(goesOn(first)).isLessThanOrEqualTo(2);
    assertThat(first.path("make").asInt()).isGreaterThanOrEqualTo(3);

    JsonNode last = finish(body);

    assertThat(last.at("/runs/SUCCESS").asInt()).isEqualTo(5);
    JsonNode runs = server.get("/api/runs?workflow=sales&sort=logical_time").json().path("items");
    assertThat(runs).hasSize(5);
    assertThat(runs.valueStream().map(run -> run.path("key").asString("")))
        .contains("backfill__2026-01-01T06:00:00+00:00", "backfill__2026-01-05T06:00:00+00:00");
    assertThat(runs.at("/0/trigger").asString("")).isEqualTo("backfill");
    assertThat(ask(days("2026-01-01", "2026-01-06").put("dry_run", true)).path("make").asInt())
        .isEqualTo(1);
  }

  @Test
  void what_failed_runs_again_once_if_that_is_asked_for() {
    ObjectNode failing = days("2026-01-01", "2026-01-02");
    failing.putObject("parameters").put("fail", 1);
    assertThat(finish(failing).at("/runs/FAILED").asInt()).isEqualTo(2);

    JsonNode left = finish(days("2026-01-01", "2026-01-02"));
    JsonNode again = finish(days("2026-01-01", "2026-01-02").put("again", "failed"));

    assertThat(left.at("/runs/FAILED").asInt()).isEqualTo(2);
    assertThat(again.at("/runs/FAILED").asInt()).isEqualTo(2);
    assertThat(server.get("/api/runs?workflow=sales").json().path("items"))
        .hasSize(2)
        .allSatisfy(
            run ->
                assertThat(
                        server
                            .get("/api/runs/" + run.path("id").asString(""))
                            .json()
                            .at("/tasks/0/attempts"))
                    .hasSize(2));
  }

  @Test
  void bad_times_and_workflows_are_told() {
    assertThat(server.post(PATH, "{\"from\": \"soon\"}").text())
        .contains("from", "is no date", "to", "is missing");
    assertThat(server.post(PATH, days("2026-01-02", "2026-01-01").toString()).status())
        .isEqualTo(422);
    assertThat(server.post("/api/workflows/no/backfill", "{}").status()).isEqualTo(404);
    assertThat(server.post(PATH, days("1980-01-01", "2026-01-01").toString()).text())
        .contains("more than 10,000 runs");
  }
}
