package dev.nightjar.app;

import static dev.nightjar.app.FiledWorkflows.command;
import static dev.nightjar.app.FiledWorkflows.empty;
import static dev.nightjar.app.FiledWorkflows.notebook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `/api/workflows` and `/api/runs`, with the whole server.
final class ApiWorkflowsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new ApiServer(folder);
    Path data = folder.resolve("data");
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "sales",
            Map.of("limit", 10L),
            empty("start"),
            notebook("report", "report.ipynb", "start"),
            empty("end", "report")),
        ApiServer.notebook());
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "waits", Map.of(), command("first", "sleep 600"), empty("last", "first")),
        null);
    FiledWorkflows.put(
        data, FiledWorkflows.workflow("yearly-events", Map.of(), empty("only")), null);
    FiledWorkflows.put(data, FiledWorkflows.workflow("yearly", Map.of(), empty("only")), null);
    FiledWorkflows.broken(data, "flows/broken.py", 7, "NameError: name 'dag' is not defined");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Makes a run.
  private static JsonNode made(String workflow, String body) {
    Answer answer = server.post("/api/workflows/%s/runs".formatted(workflow), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  /// Follows the log of its only task with a worker, and shows the run then.
  private static JsonNode ended(String run, String task) {
    JsonNode shown = server.get("/api/runs/" + run).json();
    while (List.of("QUEUED", "RUNNING", "STOPPING").contains(shown.path("state").stringValue())) {
      server.get("/api/runs/%s/tasks/%s/log?follow=true".formatted(run, task));
      shown = server.get("/api/runs/" + run).json();
    }
    return shown;
  }

  private static JsonNode task(JsonNode run, String name) {
    return run.path("tasks")
        .valueStream()
        .filter(task -> task.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void workflows_are_listed_by_key_and_come_in_pages() {
    JsonNode first = server.get("/api/workflows?limit=1").json();
    JsonNode second =
        server.get("/api/workflows?limit=1&after=" + first.path("next").stringValue()).json();

    assertThat(first.at("/items/0/key").stringValue()).isEqualTo("sales");
    assertThat(first.at("/items/0/schedule/description").stringValue())
        .isEqualTo("At 06:00, every day");
    assertThat(second.at("/items/0/key").stringValue()).isEqualTo("waits");
    JsonNode rest =
        server.get("/api/workflows?limit=5&after=" + second.path("next").stringValue()).json();
    assertThat(rest.at("/items/0/key").stringValue()).isEqualTo("yearly");
    assertThat(rest.path("next").isNull()).isTrue();
    assertThat(server.get("/api/workflows?name=ale").json().path("items")).hasSize(1);
    assertThat(server.get("/api/workflows?tag=none").json().path("items")).isEmpty();
    assertThat(server.get("/api/workflows?sort=size").status()).isEqualTo(400);
    assertThat(server.get("/api/workflows?after=x").status()).isEqualTo(400);
    assertThat(server.get("/api/import-errors").json().at("/items/0/line").intValue()).isEqualTo(7);
  }

  @Test
  void an_event_starts_one_run_with_its_fields_as_parameters() {
    String path = "/api/workflows/yearly-events/events";
    assertThat(server.post(path, "{}").status()).isEqualTo(409);
    server.send("PATCH", "/api/workflows/yearly-events", "{\"paused\":false}");
    String body = "{\"city\":\"Seoul\",\"rows\":[1,2]}";

    Answer first = server.post(path, body, "Idempotency-Key", "delivery-1");
    Answer again = server.post(path, body, "Idempotency-Key", "delivery-1");

    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.json().path("trigger").stringValue()).isEqualTo("event");
    assertThat(first.json().path("parameters").toString()).isEqualTo(body);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(server.post(path, "[1]").status()).isEqualTo(400);
    assertThat(server.post(path, "{\"a b\":1}").status()).isEqualTo(422);
    assertThat(server.post("/api/workflows/nothing/events", "{}").status()).isEqualTo(404);
  }

  @Test
  void two_runs_are_compared() {
    String one =
        ended(made("sales", "{}").path("id").stringValue(), "report").path("id").stringValue();
    String other =
        ended(made("sales", "{\"parameters\":{\"limit\":3}}").path("id").stringValue(), "report")
            .path("id")
            .stringValue();
    JsonNode compared = server.get("/api/runs/%s/compare/%s".formatted(one, other)).json();
    assertThat(compared.at("/parameters/0").toString())
        .isEqualTo("{\"name\":\"limit\",\"differs\":true,\"a\":10,\"b\":3}");
    assertThat(task(compared, "report").at("/a/state").stringValue()).isEqualTo("SUCCESS");
    assertThat(task(compared, "report").at("/notebook/more").intValue()).isZero();
    String nobody = one.substring(0, 35) + (one.endsWith("0") ? "1" : "0");
    assertThat(server.get("/api/runs/%s/compare/%s".formatted(one, nobody)).status())
        .isEqualTo(404);
    assertThat(server.get("/api/runs/%s/compare/x".formatted(one)).status()).isEqualTo(404);
  }

  @Test
  void a_workflow_is_paused_and_resumed() {
    Answer paused = server.send("PATCH", "/api/workflows/yearly", "{\"paused\":false}");
    assertThat(paused.json().path("paused").booleanValue()).isFalse();
    assertThat(paused.json().path("next_due").isNull()).isFalse();
    Answer resumed = server.send("PATCH", "/api/workflows/yearly", "{\"paused\":true}");
    assertThat(resumed.json().path("paused").booleanValue()).isTrue();
    assertThat(resumed.json().path("next_due").isNull()).isTrue();
    assertThat(server.send("PATCH", "/api/workflows/yearly", "{\"x\":1}").status()).isEqualTo(422);
    assertThat(server.get("/api/workflows/nothing").status()).isEqualTo(404);
  }

  @Test
  void a_run_has_its_parameters_tasks_attempts_and_logs() {
    JsonNode run =
        made("sales", "{\"parameters\":{\"limit\":5},\"logical_time\":\"2026-01-02T00:00:00Z\"}");
    String id = run.path("id").stringValue();

    assertThat(run.path("key").stringValue()).isEqualTo("manual__2026-01-02T00:00:00+00:00");
    JsonNode shown = ended(id, "report");
    assertThat(shown.path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(task(shown, "report").at("/attempts/0/outcome").stringValue())
        .isEqualTo("succeeded");
    assertThat(server.get("/api/runs/%s/tasks/report/log".formatted(id)).text())
        .isEqualTo("hello from the task\nand goodbye\n");
    assertThat(server.get("/api/runs/%s/tasks/nothing/log".formatted(id)).status()).isEqualTo(404);
    assertThat(
            server
                .post("/api/workflows/sales/runs", "{\"logical_time\":\"2026-01-02T00:00:00Z\"}")
                .status())
        .isEqualTo(409);
    assertThat(server.get("/jobs/" + id).header("Location"))
        .endsWith("/workflows/sales/runs/" + id);
  }

  @Test
  void what_failed_is_cleared_and_marked() {
    String id =
        made("sales", "{\"parameters\":{\"fail\":1},\"key\":\"mine\"}").path("id").stringValue();
    JsonNode failed = ended(id, "report");
    assertThat(failed.path("state").stringValue()).isEqualTo("FAILED");
    assertThat(task(failed, "end").path("state").stringValue()).isEqualTo("UPSTREAM_FAILED");

    JsonNode cleared =
        server.post("/api/runs/%s/clear".formatted(id), "{\"only_failed\":true}").json();
    assertThat(texts(cleared.path("tasks"))).containsExactly("report", "end");
    assertThat(task(ended(id, "report"), "report").path("attempts")).hasSize(2);
    JsonNode marked =
        server
            .post(
                "/api/runs/%s/mark".formatted(id), "{\"state\":\"success\",\"tasks\":[\"report\"]}")
            .json();
    assertThat(texts(marked.path("tasks"))).containsExactly("report");
    assertThat(ended(id, "report").path("state").stringValue()).isEqualTo("SUCCESS");
    JsonNode all = server.post("/api/runs/%s/mark".formatted(id), "{\"state\":\"failed\"}").json();
    assertThat(all.at("/run/state").stringValue()).isEqualTo("FAILED");
    for (String wrong :
        List.of(
            "{}",
            "{\"state\":\"x\"}",
            "{\"state\":\"success\",\"tasks\":[\"x\"]}",
            "{\"state\":\"skipped\"}")) {
      assertThat(server.post("/api/runs/%s/mark".formatted(id), wrong).status())
          .as(wrong)
          .isEqualTo(422);
    }
  }

  @Test
  void runs_are_listed_by_workflow_and_stopped() {
    String id = made("waits", "{}").path("id").stringValue();
    assertThat(server.get("/api/runs?workflow=waits&state=queued,running").json().path("items"))
        .hasSize(1);
    assertThat(server.get("/api/runs?workflow=nothing").status()).isEqualTo(404);

    server.post("/api/runs/%s/stop".formatted(id), "{\"reason\":\"enough\"}");

    JsonNode stopped = ended(id, "first");
    assertThat(stopped.path("state").stringValue()).isEqualTo("STOPPED");
    assertThat(task(stopped, "last").path("state").stringValue()).isEqualTo("STOPPED");
    assertThat(server.get("/api/runs/" + id.replace(id.charAt(0), 'f')).status()).isEqualTo(404);
    assertThat(server.post("/api/runs/x/stop", "{}").status()).isEqualTo(404);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.stringValue()));
    return texts;
  }
}
