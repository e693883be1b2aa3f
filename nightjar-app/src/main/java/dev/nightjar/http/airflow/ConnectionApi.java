package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/connections`. Passwords go in, and never come out.
final class ConnectionApi {
  private static final List<String> ORDERS =
      List.of("connection_id", "conn_type", "description", "host", "port");

  private final AirflowServices services;
  private final ConnectionStore connections;

  ConnectionApi(AirflowServices services) {
    this.services = services;
    this.connections = services.connections();
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/connections", this::list, Role.EDITOR);
    routes.post(base + "/connections", this::create, Role.OPERATOR);
    routes.get(base + "/connections/{connection_id}", this::show, Role.EDITOR);
    routes.patch(base + "/connections/{connection_id}", this::patch, Role.OPERATOR);
    routes.delete(base + "/connections/{connection_id}", this::delete, Role.OPERATOR);
  }

  static ObjectNode view(Connection connection) {
    Target target = connection.target();
    return Json.object()
        .put("connection_id", connection.name())
        .put("conn_type", connection.kind())
        .put("description", connection.description())
        .put("host", target.host())
        .put("login", target.login())
        .put("schema", target.schema())
        .put("port", target.port());
  }

  /// All of them.
  List<Connection> all() {
    return services.database().read(connections::list);
  }

  Optional<Connection> find(String name) {
    return Given.isStorable(name)
        ? services.database().read(transaction -> connections.find(transaction, name))
        : Optional.empty();
  }

  void put(Connection connection) {
    services.database().change(transaction -> connections.put(transaction, connection));
  }

  boolean remove(String name) {
    return Given.isStorable(name)
        && services.database().write(transaction -> connections.remove(transaction, name));
  }

  private static AirflowProblem missing(String name) {
    return new AirflowProblem(
        404,
        "Connection not found",
        "The Connection with connection_id: `%s` was not found".formatted(name));
  }

  private Connection require(Context request) {
    String name = request.pathParam("connection_id");
    return find(name).orElseThrow(() -> missing(name));
  }

  private void list(Context request) {
    var asked = new Asked(request);
    boolean extra = Boolean.TRUE.equals(asked.flag("extra"));
    List<ObjectNode> items =
        all().stream().map(extra ? ConnectionApi::whole : ConnectionApi::view).toList();
    Requests.answer(request, asked.page(Json.object(), "connections", items, ORDERS));
  }

  private static ObjectNode whole(Connection connection) {
    return view(connection).put("extra", connection.target().extra());
  }

  private void show(Context request) {
    Requests.answer(request, whole(require(request)));
  }

  private static Target target(Given given, Target before, List<String> mask) {
    Integer port = given.whole("port");
    if (port != null && (port < 0 || port > 65_535)) {
      given.fault("port", "Must be between 0 and 65535.");
    }
    return new Target(
        takes(given, mask, "host") ? given.text("host") : before.host(),
        takes(given, mask, "port") ? port : before.port(),
        takes(given, mask, "schema") ? given.text("schema") : before.schema(),
        takes(given, mask, "login") ? given.text("login") : before.login(),
        takes(given, mask, "password") ? given.text("password") : before.password(),
        takes(given, mask, "extra") ? given.text("extra") : before.extra());
  }

  private static boolean takes(Given given, List<String> mask, String field) {
    return given.has(field) && (mask.isEmpty() || mask.contains(field));
  }

  private void create(Context request) {
    Given given = Given.of(request);
    String name = given.required("connection_id");
    String kind = given.required("conn_type");
    String description = given.text("description");
    Target target = target(given, new Target(null, null, null, null, null, null), List.of());
    given.check();
    if (find(name).isPresent()) {
      throw new AirflowProblem(409, "Conflict", "Connection already exist. ID: %s".formatted(name));
    }
    put(new Connection(name, kind, description, target));
    Connection made = find(name).orElseThrow(() -> missing(name));
    Requests.answer(request, whole(made));
  }

  private void patch(Context request) {
    List<String> mask = new Asked(request).texts("update_mask");
    Given given = Given.of(request);
    String name = given.name("connection_id");
    String kind = given.name("conn_type");
    Connection before = require(request);
    String description =
        takes(given, mask, "description") ? given.text("description") : before.description();
    Target target = target(given, before.target(), mask);
    given.check();
    if (name != null && !name.equals(before.name())) {
      throw new AirflowProblem(400, "Bad Request", "The connection_id cannot be updated.");
    }
    boolean masked = !mask.isEmpty() && !mask.contains("conn_type");
    put(
        new Connection(
            before.name(), kind == null || masked ? before.kind() : kind, description, target));
    show(request);
  }

  private void delete(Context request) {
    String name = request.pathParam("connection_id");
    if (!remove(name)) {
      throw missing(name);
    }
    request.status(204);
  }
}
