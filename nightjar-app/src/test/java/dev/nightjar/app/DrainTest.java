package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server in a process of its own that gets SIGTERM while a notebook runs in a real kernel.
@Timeout(180)
final class DrainTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<ServerProcess> started = new ArrayList<>();
  private Path root;
  private Path runs;
  private Path go;

  @BeforeEach
  void writeNotebook() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    runs = folder.resolve("runs");
    go = folder.resolve("go");
    String source =
        """
        import os, time
        open(r'%s', 'w').close()
        while not os.path.exists(r'%s'): time.sleep(0.05)
        print('done')
        """
            .formatted(runs, go);
    var notebook = Json.object();
    notebook.put("nbformat", 4).put("nbformat_minor", 4);
    notebook
        .putObject("metadata")
        .putObject("kernelspec")
        .put("name", "python3")
        .put("display_name", "Python 3")
        .put("language", "python");
    notebook
        .putArray("cells")
        .addObject()
        .put("cell_type", "code")
        .put("source", source)
        .putNull("execution_count")
        .putObject("metadata");
    ((tools.jackson.databind.node.ObjectNode) notebook.path("cells").path(0)).putArray("outputs");
    Files.write(root.resolve("waits.ipynb"), Json.compact(notebook));
  }

  @AfterEach
  void endAll() throws IOException {
    if (!Files.exists(go)) {
      Files.createFile(go);
    }
    started.forEach(ServerProcess::close);
    client.shutdownNow();
  }

  private ServerProcess serve(String drain) throws IOException {
    ServerProcess server = ServerProcess.start(folder, "--drain", drain);
    started.add(server);
    return server;
  }

  private HttpResponse<String> get(ServerProcess server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
        BodyHandlers.ofString());
  }

  private JsonNode job(ServerProcess server, String id) throws Exception {
    return Json.parse(get(server, "/api/jobs/" + id).body());
  }

  /// Submits the notebook, and returns when its cell runs.
  private String runNotebook(ServerProcess server) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address() + "/api/jobs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"notebook\":\"waits.ipynb\"}"))
                .build(),
            BodyHandlers.ofString());
    String id = Json.parse(answer.body()).path("id").stringValue();
    while (!Files.exists(runs)) {
      assertThat(job(server, id).path("ended_at").isNull()).isTrue();
    }
    return id;
  }

  /// Sends SIGTERM, and returns when the server says that it stops.
  private void terminate(ServerProcess server) throws Exception {
    server.process().destroy();
    while (get(server, "/ready").statusCode() != 503) {
      assertThat(server.process().isAlive()).isTrue();
    }
  }

  private String ended(ServerProcess server, String id) throws Exception {
    get(server, "/api/jobs/%s/log?follow=true".formatted(id));
    JsonNode job = job(server, id);
    while (job.path("ended_at").isNull()) {
      job = job(server, id);
    }
    return job.path("state").stringValue();
  }

  @Test
  void a_notebook_that_ends_in_time_is_waited_for() throws Exception {
    ServerProcess server = serve("60s");
    String id = runNotebook(server);

    terminate(server);
    assertThat(job(server, id).path("state").stringValue()).isEqualTo("RUNNING");
    Files.createFile(go);

    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    ServerProcess next = serve("60s");
    JsonNode job = job(next, id);
    assertThat(job.path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(job.path("attempts")).hasSize(1);
  }

  @Test
  void a_notebook_that_runs_on_is_found_again_by_the_next_server() throws Exception {
    ServerProcess server = serve("0s");
    String id = runNotebook(server);

    server.process().destroy();
    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    ServerProcess next = serve("60s");
    assertThat(job(next, id).path("state").stringValue()).isEqualTo("RUNNING");
    Files.createFile(go);

    assertThat(ended(next, id)).isEqualTo("SUCCESS");
    assertThat(job(next, id).path("attempts")).hasSize(1);
  }
}
