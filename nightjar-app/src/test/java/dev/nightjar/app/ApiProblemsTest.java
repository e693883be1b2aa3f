package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What requests that make no sense are told.
final class ApiProblemsTest {
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

  private static Map<String, String> errors(ApiServer.Answer answer) {
    Map<String, String> errors = new HashMap<>();
    answer
        .json()
        .path("errors")
        .forEach(
            one -> errors.put(one.path("field").stringValue(), one.path("detail").stringValue()));
    return errors;
  }

  @Test
  void all_fields_that_are_wrong_are_named_with_their_remedy() {
    var answer =
        server.post(
            "/api/definitions",
            """
            {"notebook":"nope.ipynb","output_formats":["html","docx"],"timeout":"soon","pool":"gpu",
             "schedule":{"expression":"60 6 * * *","zone":"UTC"},"retry":{"times":-1},"colour":"red",
             "alerts":[{"on":["maybe"],"target":"x"}],"parameters":{"a b":1}}
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(errors(answer))
        .containsOnlyKeys(
            "notebook",
            "output_formats[1]",
            "timeout",
            "pool",
            "schedule.expression",
            "schedule.zone",
            "retry.times",
            "colour",
            "alerts[0].on",
            "parameters.a b")
        .hasEntrySatisfying("timeout", detail -> assertThat(detail).contains("write"))
        .hasEntrySatisfying(
            "schedule.zone", detail -> assertThat(detail).contains("known: ").contains("timezone"));
    assertThat(server.get("/api/definitions").json().path("items")).isEmpty();
  }

  @Test
  void parameters_of_the_address_are_checked_too() {
    var answer = server.get("/api/jobs?limit=0&state=broken&color=red");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(errors(answer)).containsOnlyKeys("limit", "state", "color");
  }

  @Test
  void what_is_not_json_is_refused() {
    assertThat(server.post("/api/jobs", "{").status()).isEqualTo(400);
    assertThat(server.post("/api/jobs", "[]").status()).isEqualTo(400);
    assertThat(server.post("/api/jobs", "{}", "Content-Type", "text/plain").status())
        .isEqualTo(415);
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    String body = "{\"reason\":\"%s\"}".formatted("x".repeat(2 << 20));

    assertThat(server.post("/api/jobs/018f2a3b-0000-7000-8000-000000000000/stop", body).status())
        .isEqualTo(413);
  }

  @Test
  void what_is_not_there_is_a_404_with_a_problem() {
    for (String path : new String[] {"/api/jobs/x", "/api/definitions/x", "/api/nothing"}) {
      var answer = server.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().path("status").intValue()).isEqualTo(404);
      assertThat(answer.json().path("title").stringValue()).isEqualTo("Not Found");
    }
  }

  @Test
  void notebooks_outside_the_root_can_not_be_had() {
    for (String path : new String[] {"../data/server-id", "/etc/passwd", ".."}) {
      var answer = server.post("/api/jobs", "{\"notebook\":\"%s\"}".formatted(path));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(errors(answer)).containsOnlyKeys("notebook");
    }
  }

  @Test
  void values_that_could_not_be_stored_are_refused() {
    String deep = "[".repeat(100) + "]".repeat(100);
    for (String value : new String[] {"NaN", deep, "\"\\ud800\"", "1" + "0".repeat(400)}) {
      var answer =
          server.post(
              "/api/jobs",
              "{\"notebook\":\"report.ipynb\",\"parameters\":{\"v\":%s}}".formatted(value));
      assertThat(answer.status()).as(value).isEqualTo(422);
    }
  }
}
