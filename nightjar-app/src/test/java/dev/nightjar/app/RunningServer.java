package dev.nightjar.app;

import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.json.Json;
import dev.nightjar.task.RuntimeEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A server in this process, over a folder with one notebook. Its attempts end at once: what would
/// run them is `false`.
final class RunningServer implements AutoCloseable {
  private static final String NOTEBOOK =
      """
      {"cells": [{"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": null}],
       "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
       "nbformat": 4, "nbformat_minor": 4}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;
  private final String scheme;

  /// @param yaml its configuration
  RunningServer(Path root, String yaml) throws IOException {
    Files.writeString(root.resolve("a.ipynb"), NOTEBOOK);
    Files.writeString(root.resolve("nightjar.yaml"), yaml);
    var environment = new Environment(Map.of(), root, false, false, false, false);
    var port = new ServerConfigFile.Flag("--port", "0");
    var config = ServerConfigFile.load(environment, null, Map.of("server.port", port)).config();
    scheme = config.listen().tls() == null ? "http" : "https";
    var python = new RuntimeEnvironment("python3", "Python 3", "", "python", List.of(), null);
    server =
        new Server(config, List.of("/bin/false"), () -> List.of(python), true, Clock.systemUTC());
  }

  URI url(String path) {
    return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, server.port(), path));
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, JsonNode body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.compact(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// Submits a job for the notebook.
  ///
  /// @return its id
  String submit(Map<String, String> parameters) throws IOException, InterruptedException {
    ObjectNode job = Json.object();
    job.put("name", "a job").put("input_uri", "a.ipynb").put("runtime_environment_name", "python3");
    ObjectNode given = job.putObject("parameters");
    parameters.forEach(given::put);
    HttpResponse<String> answer = post("/scheduler/jobs", job);
    String id = Json.parse(answer.body()).path("job_id").asString("");
    if (id.isEmpty()) {
      throw new IOException(answer.body());
    }
    return id;
  }

  @Override
  public void close() {
    server.close();
  }
}
