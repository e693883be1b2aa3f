package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ApiDefinitionsTest {
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

  private static JsonNode create(String more) {
    var answer =
        server.post("/api/definitions", "{\"notebook\":\"report.ipynb\"%s}".formatted(more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static ApiServer.Answer change(JsonNode definition, String change) {
    return server.send("PATCH", path(definition), change);
  }

  private static String path(JsonNode definition) {
    return "/api/definitions/" + definition.path("id").stringValue();
  }

  @Test
  void a_definition_has_a_schedule_in_words_and_its_next_time() {
    JsonNode made =
        create(
            ",\"schedule\":{\"expression\":\"0 6 * * MON-FRI\",\"timezone\":\"Europe/Paris\",\"misfire\":\"run_once\"}");

    assertThat(made.at("/schedule/description").stringValue()).contains("06:00");
    assertThat(made.at("/schedule/misfire").stringValue()).isEqualTo("run_once");
    assertThat(made.path("next_due").isString()).isTrue();
    assertThat(server.get(path(made) + "/next?count=3").json().path("next")).hasSize(3);
  }

  @Test
  void what_a_change_leaves_out_stays() {
    JsonNode made =
        create(
            ",\"name\":\"A\",\"tags\":[\"t\"],\"timeout\":60,\"schedule\":{\"expression\":\"@daily\"}");

    JsonNode changed =
        change(made, "{\"name\":\"B\",\"schedule\":{\"timezone\":\"Asia/Tokyo\"}}").json();

    assertThat(changed.path("name").stringValue()).isEqualTo("B");
    assertThat(changed.at("/tags/0").stringValue()).isEqualTo("t");
    assertThat(changed.path("timeout").stringValue()).isEqualTo("PT1M");
    assertThat(changed.at("/schedule/expression").stringValue()).isEqualTo("@daily");
    assertThat(changed.at("/schedule/timezone").stringValue()).isEqualTo("Asia/Tokyo");
    assertThat(changed.path("version").intValue()).isEqualTo(2);
    assertThat(server.get(path(made) + "/versions").json().path("items")).hasSize(2);
  }

  @Test
  void null_takes_the_schedule_and_limits_away() {
    JsonNode made = create(",\"timeout\":60,\"schedule\":{\"expression\":\"@daily\"}");

    JsonNode changed = change(made, "{\"schedule\":null,\"timeout\":null}").json();

    assertThat(changed.path("schedule").isNull()).isTrue();
    assertThat(changed.path("timeout").isNull()).isTrue();
    assertThat(server.get(path(made) + "/next").status()).isEqualTo(409);
  }

  @Test
  void it_is_paused_and_resumed() {
    JsonNode made = create(",\"schedule\":{\"expression\":\"@daily\"}");

    JsonNode paused = server.post(path(made) + "/pause", "").json();
    JsonNode resumed = server.post(path(made) + "/resume", "").json();

    assertThat(paused.path("paused").booleanValue()).isTrue();
    assertThat(paused.path("next_due").isNull()).isTrue();
    assertThat(resumed.path("paused").booleanValue()).isFalse();
    assertThat(resumed.path("next_due").isString()).isTrue();
  }

  @Test
  void it_runs_when_asked_and_takes_its_jobs_along_when_deleted() {
    JsonNode made = create(",\"parameters\":{\"a\":1}");
    JsonNode job = server.post(path(made) + "/run", "{\"parameters\":{\"b\":2}}").json();
    String id = job.path("id").stringValue();

    assertThat(server.ended(id).path("parameters").toString()).isEqualTo("{\"b\":2}");
    assertThat(
            server
                .get("/api/jobs?definition=" + made.path("id").stringValue())
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(server.send("DELETE", path(made), null).status()).isEqualTo(204);
    assertThat(server.get("/api/jobs/" + id).status()).isEqualTo(404);
    assertThat(server.get(path(made)).status()).isEqualTo(404);
  }

  @Test
  void a_schedule_can_be_looked_at_before_it_is_saved() {
    var preview =
        server.post(
            "/api/schedules/preview",
            "{\"expression\":\"at 2099-01-01T06:00\",\"timezone\":\"Europe/Paris\"}");

    assertThat(preview.json().path("next").toString()).isEqualTo("[\"2099-01-01T05:00:00Z\"]");
  }

  @Test
  void pools_are_made_changed_and_deleted() {
    assertThat(server.send("PUT", "/api/pools/gpu", "{\"slots\":2}").json().toString())
        .isEqualTo("{\"name\":\"gpu\",\"slots\":2,\"taken\":0}");
    assertThat(
            server.send("PUT", "/api/pools/gpu", "{\"slots\":3}").json().path("slots").intValue())
        .isEqualTo(3);
    assertThat(server.send("DELETE", "/api/pools/gpu", null).status()).isEqualTo(204);
    assertThat(server.send("DELETE", "/api/pools/gpu", null).status()).isEqualTo(404);
  }
}
