package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.store.Seal;
import dev.nightjar.store.VariableStore;
import dev.nightjar.store.VariableStore.Variable;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/api/variables`. Values may be secrets: only those who may run code, which reads them, are told
/// one, and lists have none.
final class VariableApi {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_VALUE = 1 << 16;

  private final Services services;
  private final VariableStore variables;

  VariableApi(Services services, Seal seal) {
    this.services = services;
    this.variables = new VariableStore(seal);
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/variables", this::list),
        new Operation(HandlerType.GET, "/api/variables/<name>", Role.EDITOR, this::show),
        Operation.put("/api/variables/<name>", Role.OPERATOR, this::put),
        Operation.delete("/api/variables/<name>", Role.OPERATOR, this::delete));
  }

  private void list(Context request) {
    new Query(request).check();
    ObjectNode answer = Json.object();
    var items = answer.putArray("items");
    for (Variable variable : services.database().read(variables::list)) {
      items.addObject().put("name", variable.name()).put("description", variable.description());
    }
    Requests.answer(request, answer);
  }

  private void show(Context request) {
    String name = request.pathParam("name");
    Variable variable =
        (Texts.fault(name, LONGEST_NAME) == null
                ? services.database().read(transaction -> variables.find(transaction, name))
                : java.util.Optional.<Variable>empty())
            .orElseThrow(VariableApi::missing);
    Requests.answer(
        request,
        Json.object()
            .put("name", variable.name())
            .put("value", variable.value())
            .put("description", variable.description()));
  }

  private static HttpProblem missing() {
    return HttpProblem.missing("There is no variable of this name.");
  }

  private void put(Context request) {
    String name = request.pathParam("name");
    String fault = Texts.fault(name, LONGEST_NAME);
    if (fault != null) {
      throw HttpProblem.bad("The name of a variable " + fault);
    }
    Body body = Body.of(request, Bytes.SMALL);
    String value = body.text("value", LONGEST_VALUE);
    if (body.isFine() && value == null) {
      body.fault("value", "is missing: give a text.");
    }
    String description = body.text("description", 1_000);
    body.check();
    var variable = new Variable(name, String.valueOf(value), description);
    services.database().change(transaction -> variables.put(transaction, variable));
    show(request);
  }

  private void delete(Context request) {
    String name = request.pathParam("name");
    boolean there =
        Texts.fault(name, LONGEST_NAME) == null
            && services.database().write(transaction -> variables.remove(transaction, name));
    if (!there) {
      throw missing();
    }
    request.status(204);
  }
}
