package dev.nightjar.web;

import dev.nightjar.http.Role;
import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.Seal;
import dev.nightjar.store.VariableStore;
import io.javalin.config.RoutesConfig;

/// `/variables`, `/connections` and `/pools`: what all tasks share. Only those who may run code,
/// which reads it, see it.
///
/// @param seal what variables and connections are encrypted with
record SharedRoutes(Services services, Seal seal, Guarded guarded) implements Routes {
  @Override
  public void addTo(RoutesConfig routes) {
    var variables = new VariablesPage(services.database(), new VariableStore(seal));
    routes.get("/variables", guarded.page(variables::show), Role.EDITOR);
    routes.post("/variables", guarded.form(variables::change), Role.OPERATOR);
    var connections = new ConnectionsPage(services.database(), new ConnectionStore(seal));
    routes.get("/connections", guarded.page(connections::show), Role.EDITOR);
    routes.post("/connections", guarded.form(connections::change), Role.OPERATOR);
    var pools = new PoolsPage(services.database());
    routes.get("/pools", guarded.page(pools::show));
    routes.post("/pools", guarded.form(pools::change), Role.OPERATOR);
  }
}
