package dev.nightjar.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The form that changes a definition, as browsers without scripts send it.
final class DefinitionFormTest {
  private static final String CSRF = "0123456789abcdef0123456789abcdef";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder);
    server.send("PUT", "/api/pools/db", "{\"slots\":3}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String define() {
    return server
        .post(
            "/api/definitions",
            """
            {"notebook":"report.ipynb","name":"a","schedule":{"expression":"0 6 * * *","timezone":"Europe/Paris"}}
            """)
        .json()
        .path("id")
        .stringValue();
  }

  private static Map<String, String> form() {
    return new LinkedHashMap<>(
        Map.of(
            "name", "a",
            "format", "ipynb",
            "schedule", "0 6 * * *",
            "zone", "Europe/Paris",
            "do", "save"));
  }

  private static HttpResponse<String> send(String definition, Map<String, String> fields)
      throws Exception {
    String body =
        fields.entrySet().stream()
            .map(
                one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return CLIENT.send(
        HttpRequest.newBuilder(
                URI.create(server.address() + "/definitions/%s/edit".formatted(definition)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", "nightjar_csrf=" + CSRF)
            .POST(BodyPublishers.ofString(body + "&_csrf=" + CSRF))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode shown(String definition) {
    return server.get("/api/definitions/" + definition).json();
  }

  @Test
  void start_end_and_jitter_can_be_changed_and_are_there_when_the_form_is_opened_again()
      throws Exception {
    String id = define();
    Map<String, String> form = form();
    form.put("start", "2030-01-01T07:30");
    form.put("end", "2031-01-01T00:00");
    form.put("jitter", "90");

    assertThat(send(id, form).statusCode()).isEqualTo(303);

    JsonNode schedule = shown(id).path("schedule");
    assertThat(schedule.path("start").stringValue()).isEqualTo("2030-01-01T06:30:00Z");
    assertThat(schedule.path("end").stringValue()).isEqualTo("2030-12-31T23:00:00Z");
    assertThat(schedule.path("jitter").stringValue()).isEqualTo("PT1M30S");
    assertThat(server.get("/definitions/%s/edit".formatted(id)).text())
        .contains("value=\"2030-01-01T07:30\"", "value=\"2031-01-01T00:00\"", "value=\"90\"");
  }

  @Test
  void pool_and_priority_can_be_changed_and_taken_away() throws Exception {
    String id = define();
    Map<String, String> form = form();
    form.put("pool", "db");
    form.put("priority", "-5");
    assertThat(send(id, form).statusCode()).isEqualTo(303);
    assertThat(shown(id).path("pool").stringValue()).isEqualTo("db");
    assertThat(shown(id).path("priority").intValue()).isEqualTo(-5);
    assertThat(server.get("/definitions/%s/edit".formatted(id)).text())
        .contains("<option value=\"db\" selected>db (3 slots)</option>", "value=\"-5\"");

    send(id, form());

    assertThat(shown(id).path("pool").isNull()).isTrue();
    assertThat(shown(id).path("priority").intValue()).isZero();
  }

  @Test
  void what_is_no_time_is_said_beside_its_field() throws Exception {
    String id = define();
    Map<String, String> form = form();
    form.put("start", "tomorrow");
    form.put("priority", "high");

    HttpResponse<String> answer = send(id, form);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("Write a date and a time, such as 2026-12-01T06:00.")
        .contains("Write a whole number from -1000 to 1000.");
  }

  @Test
  void the_notebook_is_taken_anew_from_its_file_when_that_is_asked_for() throws Exception {
    String id = define();
    Files.createDirectories(server.root().resolve("new"));
    Files.writeString(
        server.root().resolve("new/other.ipynb"),
        ApiServer.notebook().replace("print(day)", "print('anew')"));
    Map<String, String> form = form();

    form.put("anew", "nowhere.ipynb");
    assertThat(send(id, form).statusCode()).isEqualTo(422);
    form.put("anew", "new/other.ipynb");
    assertThat(send(id, form).statusCode()).isEqualTo(303);

    assertThat(shown(id).path("notebook").stringValue()).isEqualTo("other.ipynb");
    try (Stream<Path> copies = Files.walk(folder.resolve("data/artifacts/snapshots"))) {
      assertThat(copies.filter(copy -> copy.endsWith("other.ipynb")))
          .singleElement()
          .satisfies(copy -> assertThat(Files.readString(copy)).contains("print('anew')"));
    }
  }
}
