package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.PageServer;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A workflow file with a grid on the whole server, with real kernels.
@Timeout(180)
final class GridWorkflowTest {
  /// Fails for one point as long as there is no marker.
  private static final String TRAIN =
      """
      import os
      from IPython.display import display
      assert label == "a%s" % alpha, label
      if alpha == 0.5 and ratio == 2 and not os.path.exists(marker):
          raise ValueError("too deep")
      display({"application/vnd.nightjar.record+json": {"name": "score", "value": alpha * ratio}}, raw=True)
      """;

  @TempDir private Path folder;
  private Path files;
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    files = Files.createDirectories(folder.resolve("workflows"));
    Path marker = folder.resolve("marker");
    ObjectNode metadata = Json.object();
    metadata.putObject("kernelspec").put("name", "python3").put("language", "python");
    Cell parameters = Cell.code("alpha = 0\nratio = 0\nlabel = ''\nmarker = ''");
    parameters.metadata().putArray("tags").add("parameters");
    try (var out = Files.newOutputStream(files.resolve("train.ipynb"))) {
      NotebookFormat.write(new Notebook(List.of(parameters, Cell.code(TRAIN)), metadata), out);
    }
    Files.writeString(files.resolve("tune.yaml"), yaml(marker, files));
    server =
        new PageServer(
            Files.createDirectories(folder.resolve("root")),
            folder.resolve("data"),
            Map.of("server.workflows", files.toString()));
  }

  private static String yaml(Path marker, Path files) {
    return """
        id: tune
        tasks:
          list: {shell: "echo '[0.1, 0.5]'"}
          train:
            notebook: train.ipynb
            after: list
            grid: {alpha: "{{ values.list.return_value | fromjson }}", ratio: [1, 2]}
            best: max score
            at_once: 2
            parameters: {label: "a{{ grid.alpha }}", marker: %s}
          tell: {shell: "echo {{ values.train.best_score }}", after: train}
          none: {shell: "false", grid: {x: []}, after: list}
          file:
            shell: "touch %s/out-{{ grid.n }}"
            grid: [{n: 1}, {n: 2}]
            produces: "out-{{ grid.n }}"
          lies: {shell: "true", produces: "nothing.csv"}
        """
        .formatted(marker, files);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandLineFixture.Ended run(String... arguments) {
    return new CommandLineFixture(folder)
        .with("NIGHTJAR_SERVER", server.address())
        .with("XDG_CONFIG_HOME", folder.toString())
        .run(arguments);
  }

  private JsonNode json(String... arguments) {
    var ended = run(arguments);
    return Json.parse(ended.out());
  }

  private JsonNode task(String run, String name) {
    return json("runs", "show", run, "--json")
        .path("tasks")
        .valueStream()
        .filter(task -> task.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String page(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void points_run_with_their_values_fail_and_run_again_alone() throws Exception {
    until(() -> run("workflows", "list").out().contains("tune"));
    String run = run("workflows", "trigger", "tune", "--wait").out().split(" ", 2)[0];

    JsonNode train = task(run, "train");
    assertThat(train.path("state").asString("")).isEqualTo("FAILED");
    assertThat(train.path("reason").asString(""))
        .isEqualTo("1 of 4 points failed: train[3]: Cell 3 failed: ValueError: too deep");
    assertThat(train.path("values").path("score").toString()).isEqualTo("[0.1,0.2,0.5,null]");
    assertThat(task(run, "tell").path("state").asString("")).isEqualTo("UPSTREAM_FAILED");
    assertThat(task(run, "none").path("reason").asString("")).isEqualTo("Its grid has no points.");
    assertThat(task(run, "file").path("state").asString("")).isEqualTo("SUCCESS");
    assertThat(task(run, "file").path("values").path("produces").size()).isEqualTo(2);
    assertThat(task(run, "lies").path("reason").asString(""))
        .isEqualTo(
            "It said to produce %s, but it is not there.".formatted(files.resolve("nothing.csv")));

    assertThat(run("runs", "grid", run, "train").out())
        .startsWith("POINT  alpha  ratio  score  STATE")
        .contains("2 *    0.5    1      0.5    success")
        .contains("3      0.5    2      -      failed");
    String page = page("/workflows/tune/runs/%s/tasks/train".formatted(run));
    assertThat(page)
        .contains("4 points", "Run 1 again that failed", "<tr class=\"best\">", "?sort=v.score");
    String sorted = page("/workflows/tune/runs/%s/tasks/train?sort=v.score&down=1".formatted(run));
    assertThat(sorted.indexOf(">train[2]<")).isLessThan(sorted.indexOf(">train[0]<"));
    assertThat(sorted).contains("aria-sort=\"descending\"");
    assertThat(page("/workflows/tune/runs/%s/tasks/train%%5B3%%5D".formatted(run)))
        .contains("ValueError: too deep", "<dt>alpha</dt>");

    Files.writeString(folder.resolve("marker"), "");
    assertThat(run("runs", "clear", run, "--failed").out()).contains("train\n", "tell\n");
    until(() -> json("runs", "show", run, "--json").path("ended_at").isString());
    JsonNode grid = json("runs", "grid", run, "train", "--json");
    assertThat(grid.path("best").asInt()).isEqualTo(3);
    assertThat(grid.path("points").valueStream().map(point -> point.path("tries").asInt()))
        .containsExactly(1, 1, 1, 2);
    assertThat(task(run, "train").path("values").path("best").path("parameters").toString())
        .isEqualTo("{\"alpha\":0.5,\"ratio\":2}");
    assertThat(task(run, "tell").path("values").path("return_value").asString("")).isEqualTo("1.0");
    assertThat(page("/workflows/tune?plot=train.best_score"))
        .contains("<title>train.best_score over 1 runs: from 1 to 1, the newest 1</title>")
        .contains("?plot=duration", "As a table");
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it took longer than 90 s");
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void a_file_is_checked_and_drawn_with_the_number_of_its_points() {
    var checked = run("workflows", "check", files.resolve("tune.yaml").toString());
    assertThat(checked.out()).contains("train (a grid)", "none (0 points)", "file (2 points)");
    assertThat(checked.err()).isEmpty();
    assertThat(
            json("workflows", "check", "--json", files.resolve("tune.yaml").toString())
                .at("/files/0/points")
                .toString())
        .isEqualTo("{\"train\":null,\"none\":0,\"file\":2}");
    assertThat(run("workflows", "show", files.resolve("tune.yaml").toString()).out())
        .contains("train  (notebook × grid)", "file  (shell × 2)");
  }
}
