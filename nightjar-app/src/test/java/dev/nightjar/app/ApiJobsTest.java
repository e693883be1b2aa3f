package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ApiJobsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_submitted_job_has_what_was_asked_for() {
    var answer =
        server.post(
            "/api/jobs",
            """
            {"name":"Sales","notebook":"report.ipynb","parameters":{"n":1.5,"days":["mo",2],"x":null},
             "tags":["eu"],"output_formats":["html"],"retry":{"times":2,"delay":"1m"},
             "timeout":"PT15M","expected":300,"memory":"2G","priority":7,
             "alerts":[{"on":["failure"],"target":"slack:#x"}]}
            """);

    assertThat(answer.status()).isEqualTo(201);
    JsonNode job = answer.json();
    assertThat(answer.header("Location")).isEqualTo("/api/jobs/" + job.path("id").stringValue());
    assertThat(job.path("name").stringValue()).isEqualTo("Sales");
    assertThat(job.path("parameters").toString())
        .isEqualTo("{\"n\":1.5,\"days\":[\"mo\",2],\"x\":null}");
    assertThat(job.path("timeout").stringValue()).isEqualTo("PT15M");
    assertThat(job.path("expected").stringValue()).isEqualTo("PT5M");
    assertThat(job.path("memory").longValue()).isEqualTo(2L << 30);
    assertThat(job.at("/retry/times").intValue()).isEqualTo(2);
    assertThat(job.at("/alerts/0/target").stringValue()).isEqualTo("slack:#x");
  }

  @Test
  void a_job_runs_and_shows_its_attempt_progress_and_artifacts() {
    JsonNode job = server.ended(server.submit("x"));

    assertThat(job.path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(job.at("/attempts/0/outcome").stringValue()).isEqualTo("succeeded");
    assertThat(job.at("/attempts/0/progress/cells").intValue()).isEqualTo(2);
    assertThat(job.path("artifacts")).hasSize(3);
  }

  @Test
  void a_job_that_fails_says_why() {
    JsonNode job = server.ended(server.submit("fail"));

    assertThat(job.path("state").stringValue()).isEqualTo("FAILED");
    assertThat(job.at("/attempts/0/message").stringValue()).contains("ZeroDivisionError");
  }

  @Test
  void a_notebook_can_come_with_the_request() {
    var answer =
        server.post(
            "/api/jobs", "{\"name\":\"Mine\",\"notebook\":%s}".formatted(ApiServer.notebook()));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.ended(answer.json().path("id").stringValue()).path("state").stringValue())
        .isEqualTo("SUCCESS");
  }

  @Test
  void pages_of_the_list_hold_each_job_once_newest_first() {
    for (int i = 0; i < 5; i++) {
      server.submit("p" + i);
    }
    var ids = new java.util.ArrayList<String>();
    String next = "";
    while (next != null) {
      JsonNode page =
          server.get("/api/jobs?limit=2" + (next.isEmpty() ? "" : "&after=" + next)).json();
      page.path("items").forEach(job -> ids.add(job.path("id").stringValue()));
      next = page.path("next").isNull() ? null : page.path("next").stringValue();
    }

    assertThat(ids).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
    assertThat(ids).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void pages_in_another_order_go_on_in_that_order() {
    server.submit("p");
    JsonNode first = server.get("/api/jobs?sort=-name&limit=1").json();
    String next = first.path("next").stringValue();

    assertThat(server.get("/api/jobs?sort=-name&limit=1&after=" + next).status()).isEqualTo(200);
    assertThat(server.get("/api/jobs?sort=name&limit=1&after=" + next).status()).isEqualTo(400);
  }

  @Test
  void filters_leave_out_what_does_not_fit() {
    server.ended(server.submit("fail"));

    JsonNode items = server.get("/api/jobs?state=failed&name=rep").json().path("items");

    assertThat(items).isNotEmpty();
    items.forEach(job -> assertThat(job.path("state").stringValue()).isEqualTo("FAILED"));
    assertThat(server.get("/api/jobs?tag=none").json().path("items")).isEmpty();
  }

  @Test
  void a_stopped_job_ends_as_stopped_with_the_reason() {
    String job = server.submit("wait");
    server.post("/api/jobs/%s/stop".formatted(job), "{\"reason\":\"Not needed.\"}");

    JsonNode ended = server.ended(job);

    assertThat(ended.path("state").stringValue()).isEqualTo("STOPPED");
    assertThat(ended.path("message").stringValue()).isEqualTo("Not needed.");
  }

  @Test
  void a_rerun_outlives_the_job_that_it_repeats() {
    String first = server.submit("x");
    server.ended(first);
    var again = server.post("/api/jobs/%s/rerun".formatted(first), "{\"parameters\":{\"y\":2}}");
    server.send("DELETE", "/api/jobs/" + first, null);

    assertThat(again.status()).isEqualTo(201);
    JsonNode ended = server.ended(again.json().path("id").stringValue());
    assertThat(ended.path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(ended.path("parameters").toString()).isEqualTo("{\"y\":2}");
  }

  @Test
  void a_deleted_job_is_gone() {
    String job = server.submit("x");
    server.ended(job);

    assertThat(server.send("DELETE", "/api/jobs/" + job, null).status()).isEqualTo(204);
    assertThat(server.get("/api/jobs/" + job).status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/api/jobs/" + job, null).status()).isEqualTo(404);
  }

  @Test
  void a_job_of_a_definition_is_run_again_as_it_was_or_as_the_definition_is_now() {
    String definition =
        server
            .post("/api/definitions", "{\"notebook\":\"report.ipynb\",\"name\":\"first\"}")
            .json()
            .path("id")
            .stringValue();
    String job =
        server
            .post("/api/definitions/%s/run".formatted(definition), "{\"parameters\":{\"x\":1}}")
            .json()
            .path("id")
            .stringValue();
    server.send("PATCH", "/api/definitions/" + definition, "{\"name\":\"second\"}");

    var same = server.post("/api/jobs/%s/rerun".formatted(job), "{}").json();
    var now = server.post("/api/jobs/%s/rerun".formatted(job), "{\"current\":true}").json();

    assertThat(same.path("name").stringValue()).isEqualTo("first");
    assertThat(same.path("definition_id").stringValue()).isEqualTo(definition);
    assertThat(same.path("parameters").toString()).isEqualTo("{\"x\":1}");
    assertThat(now.path("name").stringValue()).isEqualTo("second");
    assertThat(now.path("parameters").toString()).isEqualTo("{\"x\":1}");
  }

  @Nested
  final class WithAnIdempotencyKey {
    @Test
    void the_same_request_has_its_effect_once() {
      String body = "{\"notebook\":\"report.ipynb\",\"tags\":[\"once\"]}";

      var first = server.post("/api/jobs", body, "Idempotency-Key", "k1");
      var second = server.post("/api/jobs", body, "Idempotency-Key", "k1");

      assertThat(second.status()).isEqualTo(201);
      assertThat(second.text()).isEqualTo(first.text());
      assertThat(server.get("/api/jobs?tag=once").json().path("items")).hasSize(1);
    }

    @Test
    void another_body_is_refused() {
      server.post("/api/jobs", "{\"notebook\":\"report.ipynb\"}", "Idempotency-Key", "k2");

      var other =
          server.post(
              "/api/jobs",
              "{\"notebook\":\"report.ipynb\",\"name\":\"b\"}",
              "Idempotency-Key",
              "k2");

      assertThat(other.status()).isEqualTo(422);
      assertThat(other.json().path("detail").stringValue()).contains("Idempotency-Key");
    }

    @Test
    void a_refused_request_may_be_put_right() {
      var refused = server.post("/api/jobs", "{}", "Idempotency-Key", "k3");
      var right =
          server.post("/api/jobs", "{\"notebook\":\"report.ipynb\"}", "Idempotency-Key", "k3");

      assertThat(refused.status()).isEqualTo(422);
      assertThat(right.status()).isEqualTo(201);
    }
  }
}
