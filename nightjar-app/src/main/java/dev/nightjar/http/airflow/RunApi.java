package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedRuns.Bound;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Lists of DAG runs, and one of them.
final class RunApi {
  private static final int MOST = 100;

  private static final Map<String, KeyedRuns.Order> ORDERS =
      Map.ofEntries(
          Map.entry("id", KeyedRuns.Order.ID),
          Map.entry("state", KeyedRuns.Order.STATE),
          Map.entry("dag_id", KeyedRuns.Order.WORKFLOW),
          Map.entry("execution_date", KeyedRuns.Order.LOGICAL),
          Map.entry("logical_date", KeyedRuns.Order.LOGICAL),
          Map.entry("dag_run_id", KeyedRuns.Order.KEY),
          Map.entry("run_id", KeyedRuns.Order.KEY),
          Map.entry("start_date", KeyedRuns.Order.STARTED),
          Map.entry("end_date", KeyedRuns.Order.ENDED),
          Map.entry("updated_at", KeyedRuns.Order.UPDATED),
          Map.entry("external_trigger", KeyedRuns.Order.CAUSE),
          Map.entry("run_type", KeyedRuns.Order.CAUSE));

  private static final Map<String, Bound> BOUNDS =
      Map.of(
          "execution_date_gte", Bound.LOGICAL_FROM,
          "execution_date_lte", Bound.LOGICAL_TO,
          "start_date_gte", Bound.STARTED_FROM,
          "start_date_lte", Bound.STARTED_TO,
          "end_date_gte", Bound.ENDED_FROM,
          "end_date_lte", Bound.ENDED_TO,
          "updated_at_gte", Bound.UPDATED_FROM,
          "updated_at_lte", Bound.UPDATED_TO);

  private final AirflowServices services;
  private final Lookup lookup;
  private final KeyedRuns runs = new KeyedRuns();

  RunApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/dags/{dag_id}/dagRuns", this::list);
    routes.post(base + "/dags/~/dagRuns/list", this::search, Role.VIEWER);
    routes.get(base + "/dags/{dag_id}/dagRuns/{dag_run_id}", this::show);
  }

  /// Times of a request by which runs are to be found.
  static Map<Bound, Instant> bounds(Asked asked) {
    Map<Bound, Instant> bounds = new EnumMap<>(Bound.class);
    BOUNDS.forEach(
        (name, bound) -> {
          Instant time = asked.time(name);
          if (time != null) {
            bounds.put(bound, time);
          }
        });
    return bounds;
  }

  /// Times of a body by which runs are to be found.
  static Map<Bound, Instant> bounds(Given given) {
    Map<Bound, Instant> bounds = new EnumMap<>(Bound.class);
    BOUNDS.forEach(
        (name, bound) -> {
          OffsetDateTime time = given.time(name);
          if (time != null) {
            bounds.put(bound, time.toInstant());
          }
        });
    return bounds;
  }

  private static Set<RunState> states(List<String> words) {
    Set<RunState> states = EnumSet.noneOf(RunState.class);
    for (String word : words) {
      Set<RunState> found = RunView.states(word);
      if (found.isEmpty()) {
        throw AirflowProblem.bad(
            "'%s' is not one of ['queued', 'running', 'success', 'failed']"
                .formatted(word.substring(0, Math.min(50, word.length()))));
      }
      states.addAll(found);
    }
    return states;
  }

  private void list(Context request) {
    var asked = new Asked(request);
    Asked.Order<KeyedRuns.Order> order = asked.order(ORDERS, KeyedRuns.Order.ID);
    String id = request.pathParam("dag_id");
    var states = states(asked.texts("state"));
    Map<Bound, Instant> bounds = bounds(asked);
    int limit = asked.limit();
    int offset = asked.offset();
    if (id.equals("~")) {
      answer(request, new KeyedRuns.Filter(List.of(), states, bounds), order, limit, offset);
      return;
    }
    var dag = lookup.dag(id);
    if (dag.isEmpty()) {
      ObjectNode nothing = Json.object();
      nothing.putArray("dag_runs");
      Requests.answer(request, nothing.put("total_entries", 0));
      return;
    }
    var filter = new KeyedRuns.Filter(List.of(dag.get().stored().id()), states, bounds);
    answer(request, filter, order, limit, offset);
  }

  private void search(Context request) {
    Given given = Given.of(request);
    List<String> dags = given.texts("dag_ids");
    List<String> words = given.texts("states");
    Map<Bound, Instant> bounds = bounds(given);
    Asked.Order<KeyedRuns.Order> order =
        Asked.order(given.text("order_by"), ORDERS, KeyedRuns.Order.ID);
    Integer limit = given.whole("page_limit");
    Integer offset = given.whole("page_offset");
    given.check();
    var filter =
        new KeyedRuns.Filter(
            dags == null ? List.of() : lookup.ids(dags),
            states(Objects.requireNonNullElse(words, List.of())),
            bounds);
    int most = limit == null || limit < 1 ? MOST : Math.min(limit, MOST);
    answer(request, filter, order, most, offset == null ? 0 : Math.max(0, offset));
  }

  private record Found(List<KeyedRun> runs, long total) {}

  private void answer(
      Context request,
      KeyedRuns.Filter filter,
      Asked.Order<KeyedRuns.Order> order,
      int limit,
      long offset) {
    Found found =
        services
            .database()
            .read(
                transaction ->
                    new Found(
                        runs.list(
                            transaction, filter, order.by(), order.descending(), limit, offset),
                        runs.count(transaction, filter)));
    var asked = new Asked(request);
    ObjectNode answer = Json.object();
    var items = answer.putArray("dag_runs");
    found.runs().forEach(run -> items.add(asked.fields(RunView.of(run))));
    Requests.answer(request, answer.put("total_entries", found.total()));
  }

  private void show(Context request) {
    KeyedRun run = lookup.requireRun(request.pathParam("dag_id"), request.pathParam("dag_run_id"));
    Requests.answer(request, new Asked(request).fields(RunView.of(run)));
  }
}
