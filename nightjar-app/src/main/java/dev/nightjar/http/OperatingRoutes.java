package dev.nightjar.http;

import dev.nightjar.json.Json;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.Measures;
import dev.nightjar.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;

/// What watches a server asks: `/health` whether the process lives, `/ready` whether it does its
/// work, `/metrics` for numbers in Prometheus' text format.
public final class OperatingRoutes implements Routes {
  private static final int UNAVAILABLE = 503;

  private final Database database;
  private final Scheduler scheduler;
  private final AlertStore alerts;
  private final Clock clock;

  public OperatingRoutes(Database database, Scheduler scheduler, Clock clock) {
    this.database = database;
    this.scheduler = scheduler;
    this.alerts = new AlertStore(clock);
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/health",
        request -> Requests.answer(request, Json.object().put("alive", true)),
        Everyone.EVERYONE);
    routes.get("/ready", this::ready, Everyone.EVERYONE);
    routes.get("/metrics", this::metrics, Role.VIEWER);
  }

  /// The database answers with its tables as they should be, since it was opened so, and the loops
  /// go round; not while the server is being stopped.
  private void ready(Context request) {
    boolean answers = database.answers();
    boolean turns = scheduler.turns();
    request.status(answers && turns ? 200 : UNAVAILABLE);
    Requests.answer(
        request,
        Json.object().put("ready", answers && turns).put("database", answers).put("loops", turns));
  }

  private void metrics(Context request) {
    var metrics = new Metrics();
    try {
      metrics.add(
          database.read(transaction -> Measures.read(transaction, clock.instant())),
          database.read(alerts::counts));
      metrics.gauge("nightjar_database_up", "Whether the database answers.", 1);
    } catch (StoreException away) {
      metrics.gauge("nightjar_database_up", "Whether the database answers.", 0);
    }
    metrics.gauge(
        "nightjar_attempts_running", "Attempts that this server holds.", scheduler.running());
    metrics.addPools(database.pools());
    metrics.addJvm();
    request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text());
  }
}
