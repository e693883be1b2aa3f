package dev.nightjar.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.http.Access;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that die at the worst moment, and others on the same database that are asked again.
@Timeout(60)
final class IdempotencyTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 4);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    database.close();
  }

  /// A server whose `POST /api/jobs` makes a job, and then goes on so.
  private HttpServer server(Handler next) {
    var settings = new Scheduler.Settings("s", Map.of(), Map.of(), Lease.DEFAULT, List.of());
    var jobs = new Jobs(database, new Scheduler(database, settings, CLOCK), CLOCK);
    var idempotency = new Idempotency(database, CLOCK);
    Handler submit =
        request -> {
          make(jobs, idempotency, request);
          next.handle(request);
        };
    return new HttpServer(
        "127.0.0.1",
        0,
        new Access(null),
        List.of(routes -> routes.post("/api/jobs", idempotency.once(1_000, submit), Role.EDITOR)));
  }

  private static void make(Jobs jobs, Idempotency idempotency, Context request) {
    var work = new NotebookWork("a.ipynb", null, Map.of(), false, List.of(), "a", false, null);
    var task =
        new Task(
            "notebook",
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL);
    String id =
        jobs.with(idempotency.answer(request, (_, made) -> Json.object().put("id", made)))
            .submit(
                new Workflow("job", List.of(), Map.of(), List.of(task), List.of()),
                "snapshots/a",
                null,
                "ada");
    request.status(201).result("{\"id\":\"%s\"}".formatted(id));
  }

  private HttpRequest request(HttpServer server) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/api/jobs".formatted(server.port())))
        .headers("Idempotency-Key", "key", "Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .build();
  }

  private List<String> jobs() {
    return database
        .read(transaction -> new RunLists().newest(transaction, RunFilter.ALL, null, 9))
        .stream()
        .map(run -> run.id())
        .toList();
  }

  @Test
  void a_server_killed_after_it_made_the_job_has_answered_who_asks_again() throws Exception {
    var made = new CountDownLatch(1);
    var killed = new CountDownLatch(1);
    try (HttpServer first =
            server(
                _ -> {
                  made.countDown();
                  killed.await();
                });
        HttpServer second = server(_ -> {})) {
      CompletableFuture<HttpResponse<String>> lost =
          client.sendAsync(request(first), BodyHandlers.ofString());
      made.await();

      HttpResponse<String> again = client.send(request(second), BodyHandlers.ofString());

      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(again.headers().firstValue("Idempotent-Replay")).contains("true");
      assertThat(jobs()).containsExactly(Json.parse(again.body()).path("id").stringValue());
      killed.countDown();
      lost.join();
    }
  }

  @Test
  void a_server_that_breaks_after_it_made_the_job_does_not_make_it_twice() throws Exception {
    try (HttpServer server =
        server(
            _ -> {
              throw new IllegalStateException("the answer can't be sent");
            })) {
      assertThat(client.send(request(server), BodyHandlers.ofString()).statusCode()).isEqualTo(500);
      HttpResponse<String> again = client.send(request(server), BodyHandlers.ofString());

      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(jobs()).containsExactly(Json.parse(again.body()).path("id").stringValue());
    }
  }
}
