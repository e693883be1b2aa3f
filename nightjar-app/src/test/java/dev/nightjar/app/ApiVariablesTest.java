package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Variables and connections by `/api`.
class ApiVariablesTest {
  @TempDir private Path folder;
  private ApiServer server;

  @BeforeEach
  void start() {
    server = new ApiServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode put(String path, String body) {
    var answer = server.send("PUT", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_variable_is_set_shown_listed_without_its_value_and_deleted() {
    put("/api/variables/a%2Fb", "{\"value\": \"hush\", \"description\": \"for x\"}");

    assertThat(server.get("/api/variables/a%2Fb").json().path("value").asString(""))
        .isEqualTo("hush");
    assertThat(server.get("/api/variables").text()).contains("a/b", "for x").doesNotContain("hush");
    assertThat(server.send("DELETE", "/api/variables/a%2Fb", null).status()).isEqualTo(204);
    assertThat(server.get("/api/variables/a%2Fb").status()).isEqualTo(404);
    assertThat(server.send("PUT", "/api/variables/x", "{}").text()).contains("value", "is missing");
  }

  @Test
  void what_lets_in_by_a_connection_is_never_told() {
    JsonNode made =
        put(
            "/api/connections/db",
            "{\"type\": \"postgres\", \"host\": \"h\", \"port\": 5432, \"login\": \"me\","
                + " \"password\": \"hush\", \"extra\": {\"token\": \"hush2\"}}");

    assertThat(made.path("has_password").asBoolean()).isTrue();
    assertThat(made.at("/extra_names/0").asString("")).isEqualTo("token");
    for (String path : new String[] {"/api/connections", "/api/connections/db", "/connections"}) {
      assertThat(server.get(path).text()).contains("postgres").doesNotContain("hush");
    }
  }

  @Test
  void a_password_stays_until_it_is_taken_away() {
    put("/api/connections/db", "{\"uri\": \"postgresql://me:p%40ss@h:5432/s?a=1\"}");
    JsonNode kept = put("/api/connections/db", "{\"type\": \"mysql\"}");
    JsonNode gone =
        put("/api/connections/db", "{\"type\": \"mysql\", \"password\": null, \"extra\": null}");

    assertThat(kept.path("type").asString("")).isEqualTo("mysql");
    assertThat(kept.path("host").isNull()).isTrue();
    assertThat(kept.path("has_password").asBoolean()).isTrue();
    assertThat(kept.path("extra_names")).hasSize(1);
    assertThat(gone.path("has_password").asBoolean()).isFalse();
    assertThat(gone.path("extra_names")).isEmpty();
    assertThat(server.send("DELETE", "/api/connections/db", null).status()).isEqualTo(204);
    assertThat(server.send("DELETE", "/api/connections/db", null).status()).isEqualTo(404);
    assertThat(server.send("PUT", "/api/connections/x", "{\"uri\": \"nothing\"}").status())
        .isEqualTo(422);
  }
}
