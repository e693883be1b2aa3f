package dev.nightjar.http.api;

import dev.nightjar.http.ConnectionUri;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import dev.nightjar.store.Seal;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/connections`. Passwords and the values of `extra` go in, and never come out.
final class ConnectionApi {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST = 5_000;
  private static final int HIGHEST_PORT = 65_535;

  private final Services services;
  private final ConnectionStore connections;

  ConnectionApi(Services services, Seal seal) {
    this.services = services;
    this.connections = new ConnectionStore(seal);
  }

  List<Operation> operations() {
    return List.of(
        new Operation(HandlerType.GET, "/api/connections", Role.EDITOR, this::list),
        new Operation(HandlerType.GET, "/api/connections/<name>", Role.EDITOR, this::show),
        Operation.put("/api/connections/<name>", Role.OPERATOR, this::put),
        Operation.delete("/api/connections/<name>", Role.OPERATOR, this::delete));
  }

  private void list(Context request) {
    new Query(request).check();
    ObjectNode answer = Json.object();
    var items = answer.putArray("items");
    services.database().read(connections::list).forEach(one -> items.add(view(one)));
    Requests.answer(request, answer);
  }

  private static ObjectNode view(Connection connection) {
    Target target = connection.target();
    ObjectNode view =
        Json.object()
            .put("name", connection.name())
            .put("type", connection.kind())
            .put("description", connection.description())
            .put("host", target.host())
            .put("port", target.port())
            .put("schema", target.schema())
            .put("login", target.login())
            .put("has_password", target.password() != null);
    ArrayNode names = view.putArray("extra_names");
    extra(target.extra()).propertyNames().forEach(names::add);
    return view;
  }

  private static JsonNode extra(@Nullable String json) {
    try {
      return json == null || json.isBlank() ? Json.object() : Json.parse(json);
    } catch (JsonException e) {
      return Json.object(); // as somebody stored it by Airflow's interface
    }
  }

  private Optional<Connection> find(String name) {
    return Texts.fault(name, LONGEST_NAME) == null
        ? services.database().read(transaction -> connections.find(transaction, name))
        : Optional.empty();
  }

  private static HttpProblem missing() {
    return HttpProblem.missing("There is no connection of this name.");
  }

  private void show(Context request) {
    Requests.answer(
        request, view(find(request.pathParam("name")).orElseThrow(ConnectionApi::missing)));
  }

  private void put(Context request) {
    String name = request.pathParam("name");
    String fault = Texts.fault(name, LONGEST_NAME);
    if (fault != null) {
      throw HttpProblem.bad("The name of a connection " + fault);
    }
    Body body = Body.of(request, Bytes.SMALL);
    Connection connection =
        body.has("uri") ? ofUri(name, body) : ofFields(name, body, find(name).orElse(null));
    body.check();
    if (connection != null) {
      services.database().change(transaction -> connections.put(transaction, connection));
    }
    show(request);
  }

  private static @Nullable Connection ofUri(String name, Body body) {
    String uri = body.text("uri", LONGEST);
    String description = body.text("description", LONGEST);
    Connection read = uri == null ? null : ConnectionUri.parse(name, uri);
    if (read == null) {
      body.fault("uri", "is none: write it as postgres://login:password@host:5432/schema.");
      return null;
    }
    return new Connection(name, read.kind(), description, read.target());
  }

  /// What is not said is not so; but a password and extra that there are stay, unless they are
  /// null.
  private static @Nullable Connection ofFields(
      String name, Body body, @Nullable Connection before) {
    String kind = body.text("type", LONGEST_NAME);
    if (body.isFine() && kind == null) {
      body.fault("type", "is missing: say what it leads to, such as postgres.");
    }
    String description = body.text("description", LONGEST);
    Long port = body.whole("port", 0, HIGHEST_PORT);
    JsonNode extra = body.value("extra");
    if (extra != null && !extra.isObject()) {
      body.fault("extra", "must be an object.");
    }
    String keptPassword =
        before == null || body.isNull("password") ? null : before.target().password();
    String keptExtra = before == null || body.isNull("extra") ? null : before.target().extra();
    String password = body.text("password", LONGEST);
    var target =
        new Target(
            body.text("host", LONGEST),
            port == null ? null : port.intValue(),
            body.text("schema", LONGEST),
            body.text("login", LONGEST),
            password == null ? keptPassword : password,
            extra == null ? keptExtra : new String(Json.compact(extra), StandardCharsets.UTF_8));
    return kind == null ? null : new Connection(name, kind, description, target);
  }

  private void delete(Context request) {
    String name = request.pathParam("name");
    boolean there =
        Texts.fault(name, LONGEST_NAME) == null
            && services.database().write(transaction -> connections.remove(transaction, name));
    if (!there) {
      throw missing();
    }
    request.status(204);
  }
}
