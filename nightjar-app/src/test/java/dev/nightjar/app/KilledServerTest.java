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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A server in a process of its own that gets SIGKILL while it keeps the kernel of a notebook. The
/// cells of the notebook note in a file `ran` that they ran; the second fails until there is a file
/// `go`.
@Timeout(180)
final class KilledServerTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path flows;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("root"));
    flows = Files.createDirectory(folder.resolve("flows"));
    Files.writeString(
        flows.resolve("model.yaml"),
        "id: model\ntasks:\n  train: {notebook: train.ipynb, keep_kernel: 10m}\n");
    var notebook = Json.object();
    notebook.put("nbformat", 4).put("nbformat_minor", 4);
    notebook
        .putObject("metadata")
        .putObject("kernelspec")
        .put("name", "python3")
        .put("display_name", "Python 3")
        .put("language", "python");
    ArrayNode cells = notebook.putArray("cells");
    cell(cells, "import os; x = [os.getpid()]; open('ran', 'a').write('a ')");
    cell(cells, "open('ran', 'a').write('b '); assert os.path.exists('go')");
    cell(cells, "open('ran', 'a').write('c ' + str(x[0] == os.getpid()))");
    Files.write(flows.resolve("train.ipynb"), Json.compact(notebook));
  }

  private static void cell(ArrayNode cells, String source) {
    var cell = cells.addObject().put("cell_type", "code").put("source", source);
    cell.putNull("execution_count");
    cell.putObject("metadata");
    cell.putArray("outputs");
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private HttpResponse<String> send(ServerProcess server, String method, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode ended(ServerProcess server, String run) throws Exception {
    JsonNode shown = Json.parse(send(server, "GET", "/api/runs/" + run).body());
    while (shown.path("ended_at").isNull()) {
      LockSupport.parkNanos(50_000_000);
      shown = Json.parse(send(server, "GET", "/api/runs/" + run).body());
    }
    return shown;
  }

  /// Starts a run as soon as the server has read the file.
  private String started(ServerProcess server) throws Exception {
    HttpResponse<String> made = send(server, "POST", "/api/workflows/model/runs");
    while (made.statusCode() == 404) {
      LockSupport.parkNanos(50_000_000);
      made = send(server, "POST", "/api/workflows/model/runs");
    }
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Json.parse(made.body()).path("id").stringValue();
  }

  @Test
  void its_next_one_resumes_the_notebook_in_the_kernel_that_was_kept() throws Exception {
    String run;
    try (ServerProcess killed = ServerProcess.start(folder, "--workflows", flows.toString())) {
      run = started(killed);
      assertThat(ended(killed, run).path("state").stringValue()).isEqualTo("FAILED");
    }

    Files.createFile(flows.resolve("go"));
    try (ServerProcess next = ServerProcess.start(folder, "--workflows", flows.toString())) {
      HttpResponse<String> resumed =
          send(next, "POST", "/api/runs/%s/tasks/train/resume".formatted(run));
      assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(200);
      assertThat(Json.parse(resumed.body()).path("cell").asInt(0)).isEqualTo(2);
      assertThat(ended(next, run).path("state").stringValue()).isEqualTo("SUCCESS");
    }
    assertThat(Files.readString(flows.resolve("ran"))).isEqualTo("a b b c True");
  }
}
