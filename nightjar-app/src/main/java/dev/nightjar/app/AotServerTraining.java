package dev.nightjar.app;

import dev.nightjar.cli.CommandLines;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the JVM watches while `launcher/make-aot-cache` makes the AOT cache of `nightjar server`: a
/// server on SQLite in the current folder that takes definitions and a workflow, runs the workflow,
/// and shows its lists and pages. No setting of the user reaches it.
public final class AotServerTraining {
  private static final int ROUNDS = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int HOURS = 24;

  private static final String WORKFLOW =
      """
      id: w
      schedule: "0 6 * * *"
      tasks:
        a: {shell: "echo 1"}
        b: {shell: "echo {{ values.a }}", after: a}
      """;

  private static final List<String> PLACES =
      List.of(
          "/api/jobs?limit=50",
          "/api/jobs?state=running",
          "/api/definitions?limit=50",
          "/api/workflows",
          "/api/runs",
          "/scheduler/jobs?max_items=25",
          "/scheduler/job_definitions",
          "/airflow/api/v1/dags",
          "/",
          "/jobs",
          "/definitions",
          "/workflows",
          "/workflows/w",
          "/metrics");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;

  private AotServerTraining(int port) {
    address = URI.create("http://127.0.0.1:" + port);
  }

  /// Exits with 0 in any case: the cache holds what was seen.
  ///
  /// @param arguments a notebook
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path root = Files.createDirectories(Path.of("root"));
    Files.copy(Path.of(arguments[0]), root.resolve("a.ipynb"), StandardCopyOption.REPLACE_EXISTING);
    Path workflows = Files.createDirectories(Path.of("workflows"));
    Files.writeString(workflows.resolve("w.yaml"), WORKFLOW);
    Thread.ofVirtual().start(() -> serve(port));
    new AotServerTraining(port).use();
    System.exit(0);
  }

  private static void serve(int port) {
    Environment ours = Environment.ofSystem();
    var alone =
        new Environment(
            Map.of(
                "HOME",
                ours.directory().toString(),
                "PATH",
                ours.variables().getOrDefault("PATH", "")),
            ours.directory(),
            false,
            false,
            false,
            false);
    var program = new Program(Terminal.ofSystem(alone), Clock.systemUTC(), ServerMain::run);
    new CommandLines(program)
        .run(
            "server",
            "--port",
            Integer.toString(port),
            "--root",
            "root",
            "--data-dir",
            "data",
            "--workflows",
            "workflows");
  }

  private void use() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isAnswered("GET", "/api/workflows/w", "") && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
    }
    for (int round = 0; round < ROUNDS; round++) {
      isAnswered("POST", "/api/definitions", definition(round));
      isAnswered("POST", "/api/workflows/w/runs", "{}");
      for (String place : PLACES) {
        isAnswered("GET", place, "");
      }
    }
  }

  private static String definition(int number) {
    return """
        {"name": "d%1$d", "notebook": "a.ipynb",
         "schedule": {"expression": "%1$d %2$d * * *", "timezone": "UTC"}}
        """
        .formatted(number, number % HOURS);
  }

  private boolean isAnswered(String method, String place, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(place))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() < HttpURLConnection.HTTP_BAD_REQUEST;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
