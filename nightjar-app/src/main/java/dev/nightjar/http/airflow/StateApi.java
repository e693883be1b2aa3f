package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Everyone;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.scheduler.Presence;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.ImportErrorStore.ImportError;
import dev.nightjar.store.ServerStore;
import dev.nightjar.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/health`, `/version` and `/importErrors`.
final class StateApi {
  /// The Airflow whose interface this is.
  static final String VERSION = "2.9.3";

  private static final Duration ALIVE = Duration.ofSeconds(30);
  private static final List<String> ORDERS = List.of("import_error_id", "timestamp", "filename");

  private final AirflowServices services;
  private final ImportErrorStore errors = new ImportErrorStore();

  StateApi(AirflowServices services) {
    this.services = services;
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/health", this::health, Everyone.EVERYONE);
    routes.get(
        base + "/version",
        request ->
            Requests.answer(request, Json.object().put("version", VERSION).putNull("git_version")),
        Everyone.EVERYONE);
    routes.get(base + "/importErrors", this::list);
    routes.get(base + "/importErrors/{id}", this::show);
  }

  private void health(Context request) {
    boolean answers = services.database().answers();
    Instant seen = answers ? seen().orElse(null) : null;
    boolean alive = seen != null && seen.plus(ALIVE).isAfter(services.now());
    ObjectNode health = Json.object();
    health.putObject("metadatabase").put("status", answers ? "healthy" : "unhealthy");
    part(health, "scheduler", alive ? "healthy" : "unhealthy", seen);
    part(health, "triggerer", alive ? "healthy" : null, seen);
    part(health, "dag_processor", alive ? "healthy" : null, seen);
    Requests.answer(request, health);
  }

  private Optional<Instant> seen() {
    try {
      return Presence.all(services.database(), services.now()).stream()
          .map(ServerStore.Entry::seen)
          .max(Instant::compareTo);
    } catch (StoreException away) {
      return Optional.empty();
    }
  }

  private static void part(
      ObjectNode health, String name, @Nullable String status, @Nullable Instant seen) {
    health
        .putObject(name)
        .put("status", status)
        .put("latest_%s_heartbeat".formatted(name), Moments.textOrNull(seen));
  }

  private static ObjectNode view(ImportError error) {
    String trace = error.traceback();
    return Json.object()
        .put("import_error_id", error.id())
        .put("timestamp", Moments.text(error.happened()))
        .put("filename", error.file())
        .put("stack_trace", trace == null ? error.message() : trace);
  }

  private void list(Context request) {
    List<ObjectNode> items =
        services.database().<List<ImportError>>read(errors::list).stream()
            .map(StateApi::view)
            .toList();
    Requests.answer(
        request, new Asked(request).page(Json.object(), "import_errors", items, ORDERS));
  }

  private void show(Context request) {
    String id = request.pathParam("id");
    ImportError error =
        Optional.of(id)
            .filter(text -> text.matches("\\d{1,18}"))
            .flatMap(
                text ->
                    services
                        .database()
                        .read(transaction -> errors.find(transaction, Long.parseLong(text))))
            .orElseThrow(
                () ->
                    new AirflowProblem(
                        404,
                        "Import error not found",
                        "The ImportError with import_error_id: `%s` was not found".formatted(id)));
    Requests.answer(request, view(error));
  }
}
