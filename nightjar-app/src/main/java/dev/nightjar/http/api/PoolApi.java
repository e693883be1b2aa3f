package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.store.PoolStore;
import io.javalin.http.Context;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/api/pools`.
final class PoolApi {
  private final Services services;
  private final PoolStore pools = new PoolStore();

  PoolApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/pools", this::list),
        Operation.put("/api/pools/{name}", Role.OPERATOR, this::put),
        Operation.delete("/api/pools/{name}", Role.OPERATOR, this::delete));
  }

  private void list(Context request) {
    ObjectNode answer = Json.object();
    var items = answer.putArray("items");
    services.database().read(pools::list).forEach(pool -> items.add(view(pool)));
    Requests.answer(request, answer);
  }

  private static ObjectNode view(PoolStore.Pool pool) {
    return Json.object()
        .put("name", pool.name())
        .put("slots", pool.slots())
        .put("taken", pool.taken());
  }

  private void put(Context request) {
    String name = request.pathParam("name");
    String fault = Texts.fault(name, 200);
    if (fault != null) {
      throw HttpProblem.bad("The name of a pool " + fault);
    }
    Body body = Body.of(request, Bytes.SMALL);
    Long slots = body.whole("slots", 0, 1_000_000);
    if (slots == null && !body.has("slots")) {
      body.fault("slots", "is missing: say how many tasks may hold one at a time.");
    }
    body.check();
    if (slots == null) {
      throw HttpProblem.bad("slots must be a number.");
    }
    services.database().change(transaction -> pools.put(transaction, name, slots.intValue()));
    services.database().read(pools::list).stream()
        .filter(pool -> pool.name().equals(name))
        .forEach(pool -> Requests.answer(request, view(pool)));
  }

  private void delete(Context request) {
    String name = request.pathParam("name");
    boolean there =
        Texts.fault(name, 200) == null
            && services.database().write(transaction -> pools.remove(transaction, name));
    if (!there) {
      throw HttpProblem.missing("There is no pool of this name.");
    }
    request.status(204);
  }
}
