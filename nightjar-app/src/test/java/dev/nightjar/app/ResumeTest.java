package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.store.Database;
import dev.nightjar.store.TokenStore;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A notebook that fails in its third cell until there is a file `go`, with the whole server and a
/// real kernel. Its cells note in a file `ran` that they ran.
@Timeout(300)
final class ResumeTest {
  private static final String LOAD = "/tasks/load";
  private static final String ADMIN = "token of the administrator";
  private static final String VIEWER = "token of a viewer";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path working;
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    working = Files.createDirectory(folder.resolve("working"));
    Path root = Files.createDirectory(folder.resolve("root"));
    server = new PageServer(root, folder.resolve("data"), Map.of("server.token", ADMIN));
    String url = Database.sqliteUrl(folder.resolve("data/nightjar.sqlite"));
    try (var database = Database.open(url, null, null, 1)) {
      var token =
          new TokenStore.Token(
              TokenStore.hash(VIEWER),
              "vera",
              Role.VIEWER.name(),
              Instant.now(),
              "test",
              null,
              null);
      database.change(transaction -> new TokenStore().insert(transaction, token));
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /// Stores the workflow, runs it until it fails, and gives the run.
  private String failed(Duration keep) throws IOException {
    FiledWorkflows.put(
        folder.resolve("data"),
        FiledWorkflows.workflow(
            "w", Map.of(), notebook(keep), FiledWorkflows.empty("after", "load")),
        text(
            cell("a", "import os\nx = 40\nprint(os.getpid())"),
            cell("b", "x += 2"),
            cell("c", "assert os.path.exists('go'), 'not yet'"),
            cell("d", "print('x is', x)")));
    String run = ask("POST", "/api/workflows/w/runs", 201).path("id").stringValue();
    assertThat(ended(run)).isEqualTo("FAILED");
    return run;
  }

  private Task notebook(Duration keep) {
    Task task = FiledWorkflows.notebook("load", "report.ipynb");
    return new Task(
        task.name(),
        ((NotebookWork) task.work()).in(working.toString()),
        task.after(),
        task.when(),
        task.retry(),
        Limits.NONE.keepingKernel(keep),
        task.placement());
  }

  private static Cell cell(String name, String source) {
    return Cell.code("with open('ran', 'a') as ran: ran.write('%s ')\n%s".formatted(name, source));
  }

  private static String text(Cell... cells) throws IOException {
    var metadata = Json.object();
    metadata.putObject("kernelspec").put("name", "python3").put("language", "python");
    var out = new ByteArrayOutputStream();
    NotebookFormat.write(new Notebook(List.of(cells), metadata), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private String ended(String run) {
    while (true) {
      JsonNode shown = ask("GET", "/api/runs/" + run, 200);
      if (!shown.path("ended_at").isNull()) {
        return shown.path("state").stringValue();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private HttpResponse<String> send(String method, String path) {
    return send(method, path, ADMIN);
  }

  private HttpResponse<String> send(String method, String path, String token) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.address() + path))
              .header("Authorization", "Bearer " + token)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode ask(String method, String path, int status) {
    HttpResponse<String> answer = send(method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.parse(answer.body());
  }

  private JsonNode resume(String run, int status) {
    return ask("POST", "/api/runs/%s%s/resume".formatted(run, LOAD), status);
  }

  private String log(String run) {
    return send("GET", "/api/runs/%s%s/log".formatted(run, LOAD)).body();
  }

  private String page(String run) {
    return page(run, ADMIN);
  }

  private String page(String run, String token) {
    return send("GET", "/workflows/w/runs/%s%s".formatted(run, LOAD), token).body();
  }

  private String ran() throws IOException {
    return Files.readString(working.resolve("ran")).strip();
  }

  /// The kernel of the first attempt, as its first cell printed it.
  private Optional<ProcessHandle> kernel(String run) throws IOException {
    Path outcome =
        folder
            .resolve("data/artifacts/runs")
            .resolve(run.substring(0, 6))
            .resolve(run + "/load/1/outcome.json");
    long pid = Json.parse(Files.readAllBytes(outcome)).at("/kept_kernel/pid").asLong(-1);
    return ProcessHandle.of(pid);
  }

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_failed_notebook_goes_on_from_its_failed_cell_in_the_kernel_that_was_kept()
      throws Exception {
    String run = failed(Duration.ofMinutes(10));
    ProcessHandle kernel = kernel(run).orElseThrow();
    assertThat(log(run)).contains("stays alive for 600 s");
    assertThat(page(run))
        .contains("Resume from cell 3", "Run again from the top")
        .containsPattern("jupyter console --existing /\\S+kernel-\\S+\\.json");
    assertThat(page(run, VIEWER)).contains("Its kernel is kept").doesNotContain("kernel-");
    String address = "/api/runs/%s%s/resume".formatted(run, LOAD);
    assertThat(send("POST", address, VIEWER).statusCode()).isEqualTo(403);

    assertThat(resume(run, 200).path("cell").intValue()).as("it fails again").isEqualTo(3);
    assertThat(ended(run)).isEqualTo("FAILED");
    assertThat(ran()).isEqualTo("a b c c");

    Files.createFile(working.resolve("go"));
    JsonNode resumed = resume(run, 200);
    assertThat(resumed.path("cell").intValue()).isEqualTo(3);
    assertThat(resumed.path("tasks").toString()).isEqualTo("[\"load\",\"after\"]");
    assertThat(ended(run)).isEqualTo("SUCCESS");
    assertThat(ran()).isEqualTo("a b c c c d");
    assertThat(log(run)).contains("It goes on where an earlier attempt stopped");
    assertThat(send("GET", "/workflows/w/runs/%s%s/notebook".formatted(run, LOAD)).body())
        .contains("x is 42");
    assertThat(page(run)).doesNotContain("Resume from", "jupyter console", "from the top");
    awaitEnd(kernel);

    assertThat(resume(run, 409).toString()).contains("it is SUCCESS, and only tasks that failed");
  }

  @Test
  void where_no_kernel_is_left_all_cells_run_again_and_the_log_says_so() throws Exception {
    String run = failed(Duration.ofMinutes(10));
    ProcessHandle kernel = kernel(run).orElseThrow();
    assertThat(kernel.destroyForcibly()).isTrue();
    awaitEnd(kernel);
    Files.createFile(working.resolve("go"));
    assertThat(page(run)).doesNotContain("Resume from");
    assertThat(resume(run, 200).path("cell").isNull()).isTrue();
    assertThat(ended(run)).isEqualTo("SUCCESS");
    assertThat(ran()).isEqualTo("a b c a b c d");
    assertThat(log(run))
        .contains("No kernel is left of an earlier attempt: all cells run again, from the top.");
  }

  @Test
  void a_kernel_that_is_kept_ends_when_its_task_begins_at_the_top_or_its_run_is_deleted()
      throws Exception {
    String run = failed(Duration.ofMinutes(10));
    ProcessHandle first = kernel(run).orElseThrow();
    assertThat(first.isAlive()).isTrue();
    ask("POST", "/api/runs/%s/clear".formatted(run), 200);
    assertThat(ended(run)).isEqualTo("FAILED");
    awaitEnd(first);
    assertThat(ran()).isEqualTo("a b c a b c");

    String file = page(run).replaceAll("(?s).*--existing (\\S+?)</pre>.*", "$1");
    assertThat(Path.of(file)).isRegularFile();
    long pid = pidOf(Path.of(file));
    assertThat(send("DELETE", "/airflow/api/v1/dags/w/dagRuns/" + keyOf(run)).statusCode())
        .isEqualTo(204);
    var last = ProcessHandle.of(pid);
    if (last.isPresent()) {
      awaitEnd(last.get());
    }
  }

  private String keyOf(String run) {
    return ask("GET", "/api/runs/" + run, 200).path("key").stringValue();
  }

  /// The process that was started with a connection file.
  private static long pidOf(Path connectionFile) {
    return ProcessHandle.allProcesses()
        .filter(
            one ->
                List.of(one.info().arguments().orElse(new String[0]))
                        .contains(connectionFile.toString())
                    && !one.info().command().orElse("").endsWith("bash"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  @Test
  void a_failed_job_goes_on_as_well() throws Exception {
    Path go = working.resolve("go");
    Files.writeString(
        folder.resolve("root/job.ipynb"),
        text(
            Cell.code("x = 40"),
            Cell.code("import os; assert os.path.exists(r'%s')".formatted(go)),
            Cell.code("print('x is', x + 2)")));
    HttpResponse<String> made =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address() + "/api/jobs"))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"notebook\": \"job.ipynb\", \"keep_kernel\": \"10m\"}"))
                .build(),
            BodyHandlers.ofString());
    String job = "/api/jobs/" + Json.parse(made.body()).path("id").asString(made.body());
    assertThat(endedJob(job).path("state").stringValue()).isEqualTo("FAILED");
    assertThat(endedJob(job).path("keep_kernel").stringValue()).isEqualTo("PT10M");
    String page = job.replace("/api", "");
    assertThat(send("GET", page).body()).contains("Resume from cell 2");

    Files.createFile(go);
    assertThat(ask("POST", job + "/resume", 200).path("cell").intValue()).isEqualTo(2);

    assertThat(endedJob(job).path("state").stringValue()).isEqualTo("SUCCESS");
    assertThat(send("GET", page + "/notebook").body()).contains("x is 42");
    assertThat(ask("POST", job + "/resume", 409).toString()).contains("only tasks that failed");
  }

  private JsonNode endedJob(String job) {
    JsonNode shown = ask("GET", job, 200);
    while (shown.path("ended_at").isNull()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      shown = ask("GET", job, 200);
    }
    return shown;
  }

  @Test
  void what_did_not_fail_or_is_not_there_cant_be_resumed() throws Exception {
    String run = failed(Duration.ofMinutes(1));
    assertThat(ask("POST", "/api/runs/%s/tasks/after/resume".formatted(run), 409).toString())
        .contains("only notebooks without a grid can");
    ask("POST", "/api/runs/%s/tasks/nothing/resume".formatted(run), 404);
    String nobody = run.substring(0, 35) + (run.endsWith("0") ? "1" : "0");
    ask("POST", "/api/runs/%s%s/resume".formatted(nobody, LOAD), 404);
    ask("POST", "/api/runs/%s/clear".formatted(run), 200); // ends the kernel
    ended(run);
  }
}
