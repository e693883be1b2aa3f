package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.store.VariableStore;
import dev.nightjar.store.VariableStore.Variable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/variables`. Their values may be secrets: only those who may run code see them.
final class VariableApi {
  private static final List<String> ORDERS = List.of("key", "value", "description");

  private final AirflowServices services;
  private final VariableStore variables;

  VariableApi(AirflowServices services) {
    this.services = services;
    this.variables = services.variables();
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/variables", this::list, Role.EDITOR);
    routes.post(base + "/variables", this::create, Role.OPERATOR);
    routes.get(base + "/variables/<key>", this::show, Role.EDITOR);
    routes.patch(base + "/variables/<key>", this::patch, Role.OPERATOR);
    routes.delete(base + "/variables/<key>", this::delete, Role.OPERATOR);
  }

  private static ObjectNode view(Variable variable) {
    return Json.object()
        .put("key", variable.name())
        .put("value", variable.value())
        .put("description", variable.description());
  }

  Optional<Variable> find(String name) {
    return Given.isStorable(name)
        ? services.database().read(transaction -> variables.find(transaction, name))
        : Optional.empty();
  }

  void put(Variable variable) {
    services.database().change(transaction -> variables.put(transaction, variable));
  }

  boolean remove(String name) {
    return Given.isStorable(name)
        && services.database().write(transaction -> variables.remove(transaction, name));
  }

  private Variable require(Context request) {
    return find(request.pathParam("key")).orElseThrow(VariableApi::missing);
  }

  private static AirflowProblem missing() {
    return new AirflowProblem(404, "Variable not found", "Variable does not exist");
  }

  private void list(Context request) {
    List<ObjectNode> items =
        services.database().<List<Variable>>read(variables::list).stream()
            .map(VariableApi::view)
            .toList();
    Requests.answer(request, new Asked(request).page(Json.object(), "variables", items, ORDERS));
  }

  private void show(Context request) {
    Requests.answer(request, view(require(request)));
  }

  private void create(Context request) {
    Given given = Given.of(request);
    String key = given.required("key");
    String value = given.text("value");
    String description = given.text("description");
    if (!given.has("value")) {
      given.fault("value", "Missing data for required field.");
    }
    given.check();
    put(new Variable(key, Objects.requireNonNullElse(value, ""), description));
    Requests.answer(request, view(find(key).orElseThrow(VariableApi::missing)));
  }

  private void patch(Context request) {
    List<String> mask = new Asked(request).texts("update_mask");
    Given given = Given.of(request);
    String key = given.name("key");
    String value = given.text("value");
    String description = given.text("description");
    given.check();
    Variable before = require(request);
    if (key != null && !key.equals(before.name())) {
      throw new AirflowProblem(
          400, "Invalid post body", "key from request body doesn't match uri parameter");
    }
    boolean values = mask.isEmpty() || mask.contains("value");
    boolean descriptions = mask.isEmpty() || mask.contains("description");
    put(
        new Variable(
            before.name(),
            values && value != null ? value : before.value(),
            descriptions && given.has("description") ? description : before.description()));
    show(request);
  }

  private void delete(Context request) {
    if (!remove(request.pathParam("key"))) {
      throw missing();
    }
    request.status(204);
  }
}
