package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightjar.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A job that brings SLACK_TOKEN and SLACK_CHANNEL along: Slack is told, and nobody else sees the
/// token.
final class SecretsTest {
  private static final String HIDDEN = "xoxb-77-veiled-88";

  @TempDir Path root;

  @Test
  void a_jobs_slack_token_goes_to_slack_and_nowhere_else() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    HttpServer slack = slack(asked);
    var log = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    StringBuilder answers = new StringBuilder();
    try (var server =
        new RunningServer(
            root,
            """
            alerts:
              channels:
                team: {type: slack, token: veiled-too, channel: '#team', api: 'http://127.0.0.1:%d/api'}
            """
                .formatted(slack.getAddress().getPort()))) {
      String id =
          server.submit(
              Map.of("day", "1", "SLACK_TOKEN", "'" + HIDDEN + "'", "SLACK_CHANNEL", "team"));
      String request = asked.poll(60, TimeUnit.SECONDS);
      assertThat(request).contains("Bearer " + HIDDEN, "\"channel\":\"#team\"", "Failed: a job");
      String definition = definition(server);
      for (String path : paths(id, definition)) {
        HttpResponse<String> answer = server.get(path, "Accept", "*/*");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        answers.append(answer.body());
      }
    } finally {
      System.setErr(err);
      slack.stop(0);
    }
    assertThat(answers.toString()).contains("\"day\"").doesNotContain("veiled", "SLACK_");
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("veiled");
    assertThat(filesWith(HIDDEN))
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.getParent()).isEqualTo(root.resolve(".nightjar/secrets/jobs"));
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------");
            });
  }

  /// A definition that brings the token along, too.
  private static String definition(RunningServer server) throws Exception {
    ObjectNode body = Json.object();
    body.put("name", "d").put("input_uri", "a.ipynb").put("runtime_environment_name", "python3");
    body.putArray("output_formats");
    body.putObject("parameters")
        .put("day", "1")
        .put("SLACK_TOKEN", "'" + HIDDEN + "'")
        .put("SLACK_CHANNEL", "team");
    String answer = server.post("/scheduler/job_definitions", body).body();
    return Json.parse(answer).path("job_definition_id").stringValue();
  }

  /// All that shows something of jobs and definitions.
  private static List<String> paths(String job, String definition) {
    return List.of(
        "/scheduler/jobs",
        "/scheduler/jobs/" + job,
        "/scheduler/job_definitions",
        "/scheduler/job_definitions/" + definition,
        "/api/jobs",
        "/api/jobs/" + job,
        "/api/jobs/%s/events".formatted(job),
        "/api/jobs/%s/log".formatted(job),
        "/api/definitions",
        "/api/definitions/" + definition,
        "/api/definitions/%s/versions".formatted(definition),
        "/api/status",
        "/metrics",
        "/",
        "/jobs",
        "/jobs/" + job,
        "/jobs/%s/log".formatted(job),
        "/definitions",
        "/definitions/" + definition,
        "/definitions/%s/edit".formatted(definition));
  }

  private static HttpServer slack(BlockingQueue<String> asked) throws IOException {
    HttpServer slack =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slack.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
          byte[] answer = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    slack.start();
    return slack;
  }

  /// The files below the root that hold a text: database, write-ahead log, artifacts, all.
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}
