package dev.nightjar.app;

import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.ValueStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A server with a folder of workflow files, which runs them with bash and the system's Python.
abstract class WatchedFolder {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  Path files;
  Server server;
  Database database;

  @BeforeEach
  void start() throws IOException {
    files = Files.createDirectory(folder.resolve("workflows"));
    Path root = Files.createDirectory(folder.resolve("root"));
    var config =
        TestConfig.of(
            root,
            folder.resolve("data"),
            Map.of("server.workflows", files.toString(), "airflow.python", "/usr/bin/python3"));
    server = new Server(config, command(), List::of, true, Clock.systemUTC());
    database = Databases.open(config);
  }

  /// What runs notebooks.
  List<String> command() {
    return List.of("/bin/false");
  }

  @AfterEach
  void stop() {
    database.close();
    server.close();
  }

  void write(String name, String text) throws IOException {
    Files.writeString(files.resolve(name), text);
  }

  static <T> T until(Supplier<Optional<T>> found, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> one = found.get();
    while (one.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(20_000_000);
      one = found.get();
    }
    return one.orElseThrow(() -> new AssertionError(otherwise.get()));
  }

  FileWorkflows.Standing ended(String workflow) {
    return until(
        () -> runs(workflow).stream().filter(run -> run.state().ended()).findFirst(),
        () -> "no run ended: " + runs(workflow) + errors());
  }

  List<FileWorkflows.Standing> runs(String workflow) {
    return database.read(tx -> new FileWorkflows().runs(tx, workflow, null, null));
  }

  List<ImportErrorStore.ImportError> errors() {
    return database.read(tx -> new ImportErrorStore().list(tx));
  }

  String value(String workflow, String run, String task) {
    var wanted = new ValueStore.Wanted(workflow, run, null, List.of(task), "return_value", false);
    List<ValueStore.Left> found = database.read(tx -> new ValueStore().find(tx, wanted));
    return found.isEmpty() ? "" : found.getFirst().value().json();
  }

  String get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
