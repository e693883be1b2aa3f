package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.PoolStore;
import dev.nightjar.store.PoolUses;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/pools`. There always is a default pool, as in Airflow.
final class PoolApi {
  private static final String DEFAULT = "default_pool";
  private static final int DEFAULT_SLOTS = 128;
  private static final List<String> ORDERS =
      List.of("name", "slots", "description", "include_deferred");

  private final AirflowServices services;
  private final PoolStore pools = new PoolStore();
  private final PoolUses uses = new PoolUses();

  PoolApi(AirflowServices services) {
    this.services = services;
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/pools", this::list);
    routes.post(base + "/pools", this::create, Role.OPERATOR);
    routes.get(base + "/pools/{pool_name}", this::show);
    routes.patch(base + "/pools/{pool_name}", this::patch, Role.OPERATOR);
    routes.delete(base + "/pools/{pool_name}", this::delete, Role.OPERATOR);
  }

  /// All pools.
  List<PoolUses.Use> all() {
    List<PoolUses.Use> all =
        new ArrayList<>(services.database().<List<PoolUses.Use>>read(uses::list));
    if (all.stream().noneMatch(pool -> pool.name().equals(DEFAULT))) {
      all.addFirst(new PoolUses.Use(DEFAULT, "Default pool", DEFAULT_SLOTS, Map.of()));
    }
    return all;
  }

  Optional<PoolUses.Use> find(String name) {
    return all().stream().filter(pool -> pool.name().equals(name)).findFirst();
  }

  private PoolUses.Use require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404, "Not Found", "Pool with name:'%s' not found".formatted(name)));
  }

  /// Makes a pool, or changes one.
  void put(String name, int slots, @Nullable String description) {
    services.database().change(transaction -> pools.put(transaction, name, slots, description));
    services.dags().edited();
  }

  /// Takes a pool away; false if it is not there.
  boolean remove(String name) {
    return services.database().write(transaction -> pools.remove(transaction, name));
  }

  private static ObjectNode view(PoolUses.Use pool) {
    int running = pool.in(TaskRunState.RUNNING) + pool.in(TaskRunState.STOPPING);
    int queued = pool.in(TaskRunState.QUEUED);
    return Json.object()
        .put("name", pool.name())
        .put("slots", pool.slots())
        .put("occupied_slots", running)
        .put("running_slots", running)
        .put("queued_slots", 0)
        .put("open_slots", pool.slots() - running)
        .put("scheduled_slots", queued)
        .put("deferred_slots", pool.in(TaskRunState.DEFERRED))
        .put("description", pool.description())
        .put("include_deferred", false);
  }

  private void list(Context request) {
    List<ObjectNode> items = all().stream().map(PoolApi::view).toList();
    Requests.answer(request, new Asked(request).page(Json.object(), "pools", items, ORDERS));
  }

  private void show(Context request) {
    Requests.answer(request, view(require(request.pathParam("pool_name"))));
  }

  private static void deferred(Given given) {
    if (given.flag("include_deferred", false)) {
      given.fault("include_deferred", "Deferred tasks hold no slots here: give false.");
    }
  }

  private static void slots(Given given, @Nullable Integer slots) {
    if (slots != null && slots < 0) {
      given.fault("slots", "Must be 0 or more: there are no pools without a limit here.");
    }
  }

  private void create(Context request) {
    Given given = Given.of(request);
    String name = given.required("name");
    Integer slots = given.whole("slots");
    if (!given.has("slots")) {
      given.fault("slots", "Missing data for required field.");
    }
    String description = given.text("description");
    deferred(given);
    slots(given, slots);
    given.check();
    if (find(name).isPresent()) {
      throw new AirflowProblem(409, "Conflict", "Pool: %s already exists".formatted(name));
    }
    put(name, Objects.requireNonNullElse(slots, 0), description);
    Requests.answer(request, view(require(name)));
  }

  private void patch(Context request) {
    String name = request.pathParam("pool_name");
    Given given = Given.of(request);
    String renamed = given.name("name");
    Integer slots = given.whole("slots");
    String description = given.text("description");
    deferred(given);
    slots(given, slots);
    given.check();
    PoolUses.Use before = require(name);
    String after = renamed == null ? name : renamed;
    if (!after.equals(name) && name.equals(DEFAULT)) {
      throw AirflowProblem.bad("Default Pool's name can't be modified");
    }
    if (!after.equals(name) && find(after).isPresent()) {
      throw new AirflowProblem(409, "Conflict", "Pool: %s already exists".formatted(after));
    }
    if (!after.equals(name)) {
      remove(name);
    }
    put(
        after,
        slots == null ? before.slots() : slots,
        given.has("description") ? description : before.description());
    Requests.answer(request, view(require(after)));
  }

  private void delete(Context request) {
    String name = request.pathParam("pool_name");
    if (name.equals(DEFAULT)) {
      throw AirflowProblem.bad("Default Pool can't be deleted");
    }
    if (!Given.isStorable(name) || !remove(name)) {
      throw new AirflowProblem(404, "Not Found", "Pool with name:'%s' not found".formatted(name));
    }
    request.status(204);
  }
}
