package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.testkit.DatabaseServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What databases differ in.
final class ApiOnPostgresqlTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder, DatabaseServers.postgresql(), null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_job_runs_once_for_each_idempotency_key() {
    String body = "{\"notebook\":\"report.ipynb\",\"tags\":[\"once\"]}";
    var first = server.post("/api/jobs", body, "Idempotency-Key", "k");
    var second = server.post("/api/jobs", body, "Idempotency-Key", "k");

    assertThat(second.text()).isEqualTo(first.text());
    JsonNode ended = server.ended(first.json().path("id").stringValue());
    assertThat(ended.path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(server.get("/api/jobs?tag=once").json().path("items")).hasSize(1);
  }

  @Test
  void events_of_a_job_come_in_order() {
    try (var events = new ListenedEvents(server, "")) {
      String job = server.submit("x");

      assertThat(events.next("QUEUED").data().path("job_id").stringValue()).isEqualTo(job);
      assertThat(events.next("SUCCESS").data().path("job_id").stringValue()).isEqualTo(job);
    }
  }

  @Test
  void the_server_tells_that_it_is_there() {
    server.send("PUT", "/api/pools/gpu", "{\"slots\":1}");
    server.send("PUT", "/api/pools/gpu", "{\"slots\":2}");

    assertThat(server.get("/api/pools").json().at("/items/0/slots").intValue()).isEqualTo(2);
    assertThat(server.get("/api/status").json().path("servers")).hasSize(1);
  }
}
