package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer.Answer;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Calls every operation that `openapi.json` documents, and compares what comes with its schema.
final class OpenApiTest {
  @TempDir private Path folder;
  private final TreeSet<String> called = new TreeSet<>();

  @Test
  void each_operation_answers_as_documented() throws IOException {
    try (var server = new ApiServer(folder)) {
      workflow();
      JsonNode document = server.get("/api/openapi.json").json();
      var api = new Calls(server, document);
      callAll(api);
      assertThat(called)
          .containsExactlyInAnyOrderElementsOf(
              document
                  .path("paths")
                  .valueStream()
                  .flatMap(JsonNode::valueStream)
                  .map(operation -> operation.path("operationId").stringValue())
                  .toList());
    }
  }

  private void workflow() throws IOException {
    Path data = folder.resolve("data");
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "sales",
            Map.of("limit", 10L),
            FiledWorkflows.empty("start"),
            FiledWorkflows.notebook("report", "report.ipynb", "start"),
            FiledWorkflows.command("points", "true")
                .with(Traits.NONE.with(new Grid(List.of(Map.of("x", 1)), null)))),
        ApiServer.notebook());
    FiledWorkflows.broken(data, "flows/broken.py", 7, "NameError");
  }

  private static void callAll(Calls api) {
    for (String simple :
        new String[] {"page", "openApi", "environments", "listNotebooks", "listPools", "status"}) {
      api.call(simple, Map.of(), "", null, 200);
    }
    api.call("putPool", Map.of("name", "gpu"), "", "{\"slots\":1}", 200);
    api.call("listPools", Map.of(), "", null, 200);
    api.call("deletePool", Map.of("name", "gpu"), "", null, 204);
    api.call("deletePool", Map.of("name", "gpu"), "", null, 404);
    variables(api);
    api.call("notebookParameters", Map.of(), "?path=report.ipynb", null, 200);
    api.call("previewSchedule", Map.of(), "", "{\"expression\":\"@daily\"}", 200);
    api.call("previewSchedule", Map.of(), "", "{\"expression\":\"daily\"}", 422);
    jobs(api);
    definitions(api);
    workflows(api);
    api.call("status", Map.of(), "", null, 200);
    api.listen();
  }

  private static void variables(Calls api) {
    Map<String, String> x = Map.of("name", "x");
    api.call("putVariable", x, "", "{\"value\":\"1\"}", 200);
    api.call("putVariable", x, "", "{}", 422);
    api.call("showVariable", x, "", null, 200);
    api.call("listVariables", Map.of(), "", null, 200);
    api.call("deleteVariable", x, "", null, 204);
    api.call("showVariable", x, "", null, 404);
    api.call("putConnection", x, "", "{\"uri\":\"http://me:p@h:1/s?a=b\"}", 200);
    api.call("putConnection", x, "", "{\"type\":\"http\",\"port\":\"a\"}", 422);
    api.call("showConnection", x, "", null, 200);
    api.call("listConnections", Map.of(), "", null, 200);
    api.call("deleteConnection", x, "", null, 204);
    api.call("deleteConnection", x, "", null, 404);
  }

  private static void jobs(Calls api) {
    String body = "{\"notebook\":\"report.ipynb\",\"timeout\":60,\"parameters\":{\"a\":[1]}}";
    Map<String, String> job = api.made("submitJob", Map.of(), body);
    api.call("submitJob", Map.of(), "", "{}", 422);
    api.call("submitJob", Map.of(), "", "{", 400);
    api.ended(job);
    api.call("listJobs", Map.of(), "?limit=1&state=success", null, 200);
    api.call("listJobs", Map.of(), "?limit=x", null, 400);
    api.call("showJob", job, "", null, 200);
    api.call("jobLog", job, "?from=-5", null, 200);
    api.call("jobArtifact", with(job, "path", "outputs/out.html"), "", null, 200);
    api.call("jobArtifact", with(job, "path", "nothing"), "", null, 404);
    api.call("jobEvents", job, "", null, 200);
    api.call("resumeJob", job, "", null, 409);
    Map<String, String> again = api.made("rerunJob", job, "{\"parameters\":{\"wait\":1}}");
    api.call("stopJob", again, "", "{\"reason\":\"enough\"}", 200);
    api.call("deleteJob", again, "", null, 204);
    api.call("showJob", again, "", null, 404);
  }

  private static void definitions(Calls api) {
    String body =
        "{\"notebook\":\"report.ipynb\",\"schedule\":{\"expression\":\"@daily\",\"jitter\":\"1m\"}}";
    Map<String, String> definition = api.made("createDefinition", Map.of(), body);
    api.call("showDefinition", definition, "", null, 200);
    api.call("updateDefinition", definition, "", "{\"name\":\"other\"}", 200);
    api.call("pauseDefinition", definition, "", "{}", 200);
    api.call("listDefinitions", Map.of(), "?paused=true", null, 200);
    api.call("resumeDefinition", definition, "", "{}", 200);
    api.call("nextTimes", definition, "?count=2", null, 200);
    api.call("definitionVersions", definition, "", null, 200);
    api.ended(api.made("runDefinition", definition, "{}"));
    api.call("updateDefinition", definition, "", "{\"schedule\":null}", 200);
    api.call("nextTimes", definition, "", null, 409);
    api.call("deleteDefinition", definition, "", null, 204);
  }

  private static void workflows(Calls api) {
    Map<String, String> sales = Map.of("key", "sales");
    api.call("listWorkflows", Map.of(), "?limit=1&sort=-key", null, 200);
    api.call("showWorkflow", sales, "", null, 200);
    api.call("showWorkflow", Map.of("key", "nothing"), "", null, 404);
    api.call("updateWorkflow", sales, "", "{\"paused\":false}", 200);
    api.call("listImportErrors", Map.of(), "", null, 200);
    String days = "{\"from\":\"2026-01-01\",\"to\":\"2026-01-02\",\"dry_run\":%s}";
    api.call("backfill", sales, "", days.formatted(true), 200);
    api.call("backfill", sales, "", days.formatted(false), 200);
    api.call("backfill", sales, "", "{}", 422);
    Map<String, String> run =
        api.made("runWorkflow", sales, "{\"key\":\"one\",\"parameters\":{\"wait\":1}}");
    api.call("runWorkflow", sales, "", "{\"key\":\"one\"}", 409);
    api.call("runWorkflow", sales, "", "{\"logical_time\":\"now\"}", 422);
    api.call("listRuns", Map.of(), "?workflow=sales&sort=state", null, 200);
    api.call("listRuns", Map.of(), "?state=x", null, 400);
    api.call("showRun", run, "", null, 200);
    api.call("stopRun", run, "", "{}", 200);
    api.call("taskLog", with(run, "task", "report"), "?follow=true", null, 200);
    api.call("showRun", run, "", null, 200);
    api.call("taskLog", with(run, "task", "nothing"), "", null, 404);
    api.call("taskGrid", with(run, "task", "points"), "", null, 200);
    api.call("taskGrid", with(run, "task", "report"), "", null, 404);
    api.call("compareRuns", with(run, "other", String.valueOf(run.get("id"))), "", null, 200);
    api.call("compareRuns", with(run, "other", "nothing"), "", null, 404);
    api.call("explainReuse", with(run, "task", "report"), "", null, 200);
    api.call("explainReuse", with(run, "task", "nothing"), "", null, 404);
    api.call("markRun", run, "", "{\"state\":\"failed\",\"tasks\":[\"report\"]}", 200);
    api.call("resumeTask", with(run, "task", "report"), "", null, 200);
    api.call("resumeTask", with(run, "task", "report"), "", null, 409);
    api.call("resumeTask", with(run, "task", "nothing"), "", null, 404);
    api.call("runWorkflow", sales, "", "{\"force\":[\"nothing\"]}", 422);
    api.call("clearRun", run, "", "{\"tasks\":[\"x\"]}", 422);
    api.call("clearRun", run, "", "{\"only_failed\":true,\"downstream\":true}", 200);
    api.call("markRun", run, "", "{\"state\":\"success\",\"tasks\":[\"start\"]}", 200);
    api.call("updateWorkflow", sales, "", "{\"paused\":true}", 200);
    api.call("workflowEvent", sales, "", "{}", 409);
    api.call("updateWorkflow", sales, "", "{\"paused\":false}", 200);
    api.made("workflowEvent", sales, "{\"city\":\"Seoul\"}");
    api.call("workflowEvent", sales, "", "[]", 400);
  }

  private static Map<String, String> with(Map<String, String> some, String name, String value) {
    return Map.of("id", String.valueOf(some.get("id")), name, value);
  }

  /// Calls operations by their names.
  private final class Calls {
    private final ApiServer server;
    private final JsonNode document;

    Calls(ApiServer server, JsonNode document) {
      this.server = server;
      this.document = document;
    }

    Answer call(
        String name, Map<String, String> place, String query, @Nullable String body, int status) {
      for (var path : document.path("paths").properties()) {
        for (var one : path.getValue().properties()) {
          if (one.getValue().path("operationId").stringValue().equals(name)) {
            String address = path.getKey();
            for (var value : place.entrySet()) {
              address = address.replace("{" + value.getKey() + "}", value.getValue());
            }
            Answer answer =
                server.send(one.getKey().toUpperCase(java.util.Locale.ROOT), address + query, body);
            check(one.getValue(), answer, status);
            called.add(name);
            return answer;
          }
        }
      }
      throw new AssertionError("no operation " + name);
    }

    private void check(JsonNode operation, Answer answer, int status) {
      String name = operation.path("operationId").stringValue();
      assertThat(answer.status()).as(name + ": " + answer.text()).isEqualTo(status);
      JsonNode said = operation.path("responses").path(Integer.toString(status));
      assertThat(said.isMissingNode()).as("%s documents %d", name, status).isFalse();
      if (said.has("$ref")) {
        said = document.at(said.path("$ref").stringValue().substring(1));
      }
      for (var media : said.path("content").properties()) {
        if (media.getKey().endsWith("json")) {
          assertThat(answer.header("Content-Type")).as(name).isEqualTo(media.getKey());
          assertThat(
                  new JsonSchema(document).faults(media.getValue().path("schema"), answer.json()))
              .as("%s %d", name, status)
              .isEmpty();
        }
      }
    }

    /// Makes something, and says where it is.
    Map<String, String> made(String name, Map<String, String> place, String body) {
      return Map.of("id", call(name, place, "", body, 201).json().path("id").stringValue());
    }

    void ended(Map<String, String> job) {
      server.ended(String.valueOf(job.get("id")));
    }

    void listen() {
      try (var events = new ListenedEvents(server, "?after=0")) {
        JsonNode schema = document.at("/components/schemas/Event");
        assertThat(new JsonSchema(document).faults(schema, events.next().data())).isEmpty();
      }
      called.add("events");
    }
  }
}
