package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.run.Event;
import dev.nightjar.store.EventLog;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// `/eventLogs`: what happened to DAGs, their runs and tasks, and who did it.
final class EventLogApi {
  /// What Airflow says where a task is not mapped.
  private static final Integer NOT_MAPPED = -1;

  private static final Pattern POINT = Pattern.compile("(.*)\\[(\\d{1,9})]");

  private static final Map<String, EventLog.Order> ORDERS =
      Map.of(
          "event_log_id", EventLog.Order.ID,
          "when", EventLog.Order.TIME,
          "dag_id", EventLog.Order.WORKFLOW,
          "task_id", EventLog.Order.TASK,
          "run_id", EventLog.Order.RUN,
          "event", EventLog.Order.WHAT,
          "execution_date", EventLog.Order.LOGICAL,
          "owner", EventLog.Order.BY,
          "extra", EventLog.Order.REASON);

  private final AirflowServices services;
  private final EventLog log = new EventLog();

  EventLogApi(AirflowServices services) {
    this.services = services;
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/eventLogs", this::list);
    routes.get(base + "/eventLogs/{id}", this::show);
  }

  private void list(Context request) {
    var asked = new Asked(request);
    Asked.Order<EventLog.Order> order = asked.order(ORDERS, EventLog.Order.ID);
    String event = asked.text("event");
    var filter =
        new EventLog.Filter(
            asked.text("dag_id"),
            asked.text("run_id"),
            asked.text("task_id"),
            event == null ? null : event.toUpperCase(Locale.ROOT),
            asked.text("owner"),
            asked.time("after"),
            asked.time("before"));
    int limit = asked.limit();
    int offset = asked.offset();
    ObjectNode answer = Json.object();
    var items = answer.putArray("event_logs");
    long total =
        services
            .database()
            .read(
                transaction -> {
                  items.removeAll();
                  log.list(transaction, filter, order.by(), order.descending(), limit, offset)
                      .forEach(entry -> items.add(view(entry)));
                  return log.count(transaction, filter);
                });
    Requests.answer(request, answer.put("total_entries", total));
  }

  private void show(Context request) {
    EventLog.Entry entry =
        Optional.of(request.pathParam("id"))
            .filter(id -> id.matches("\\d{1,18}"))
            .flatMap(
                id ->
                    services
                        .database()
                        .read(transaction -> log.find(transaction, Long.parseLong(id))))
            .orElseThrow(() -> new AirflowProblem(404, "Event Log not found", null));
    Requests.answer(request, view(entry));
  }

  private static ObjectNode view(EventLog.Entry entry) {
    Event event = entry.event();
    String task = event.subject().task();
    Matcher point = POINT.matcher(task == null ? "" : task);
    boolean mapped = point.matches();
    return Json.object()
        .put("event_log_id", event.id())
        .put("when", Moments.text(event.at()))
        .put("dag_id", entry.workflow())
        .put("task_id", mapped ? point.group(1) : task)
        .put("run_id", entry.run())
        .put(
            "map_index",
            mapped ? Integer.valueOf(point.group(2)) : task == null ? null : NOT_MAPPED)
        .putNull("try_number")
        .put("event", event.to().toLowerCase(Locale.ROOT))
        .put("execution_date", Moments.textOrNull(entry.logicalTime()))
        .put("owner", event.by())
        .put("extra", event.reason());
  }
}
