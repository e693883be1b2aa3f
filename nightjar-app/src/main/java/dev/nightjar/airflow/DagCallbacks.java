package dev.nightjar.airflow;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.workflow.AlertRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Callbacks of DAGs. They are alerts whose target is the DAG's own file, so they come out of the
/// outbox as others do: after the end of the run was stored, by whichever server, and again only if
/// that dies before it recorded it. Thread-safe.
public final class DagCallbacks implements AlertSender {
  private static final Logger LOG = LoggerFactory.getLogger(DagCallbacks.class);
  private static final String TARGET = "airflow:";

  /// As long as Airflow's dag_file_processor_timeout.
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /// Until when another server may have taken it.
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Set<TaskRunState> NO_BLOCK =
      EnumSet.of(TaskRunState.SUCCESS, TaskRunState.WAITING);

  private static final Map<AlertRule.On, String> KINDS =
      new EnumMap<>(
          Map.of(
              AlertRule.On.SUCCESS, "on_success_callback",
              AlertRule.On.FAILURE, "on_failure_callback",
              AlertRule.On.TOO_LATE, "sla_miss_callback"));

  private final Shim shim;
  private final Database database;
  private final Supplier<Shim.Api> api;
  private final AlertSender others;
  private final Consumer<String> said;
  private final RunOrder runOrder;
  private final RunStore runs = new RunStore();
  private final Deadlines deadlines = new Deadlines();
  private final TaskRunLists taskRuns = new TaskRunLists();

  /// @param folder of the DAG files
  /// @param api where callbacks may ask for variables and connections
  /// @param others sends all other alerts
  /// @param said is given what callbacks print, which the log has as well
  public DagCallbacks(
      Shim shim,
      Path folder,
      Database database,
      Supplier<Shim.Api> api,
      AlertSender others,
      Consumer<String> said) {
    this.shim = shim;
    this.database = database;
    this.api = api;
    this.others = others;
    this.said = said;
    this.runOrder = new RunOrder(folder);
  }

  /// The rules that call the callbacks of a DAG.
  ///
  /// @param dag what the shim tells of it
  static List<AlertRule> rules(JsonNode dag) {
    List<String> had = dag.path("callbacks").valueStream().map(JsonNode::asString).toList();
    List<AlertRule> rules = new ArrayList<>();
    KINDS.forEach(
        (on, kind) -> {
          if (had.contains(kind)) {
            rules.add(new AlertRule(Set.of(on), TARGET + kind));
          }
        });
    return rules;
  }

  @Override
  public Result send(AlertStore.Alert alert) throws InterruptedException {
    if (!alert.target().startsWith(TARGET)) {
      return others.send(alert);
    }
    if (api.get().url().isEmpty()) {
      return new Result.Failed("No task can ask this process: a server is to call it.", SOON);
    }
    Optional<Map<String, Object>> order =
        database.read(
            transaction ->
                runs.find(transaction, alert.run())
                    .map(
                        run -> {
                          Map<String, Object> json = runOrder.of(transaction, run);
                          json.put(
                              "callback",
                              alert.on() == AlertRule.On.TOO_LATE
                                  ? missed(transaction, alert, run)
                                  : ended(alert, run));
                          return json;
                        }));
    try {
      return order.isPresent() ? call(alert, order.get()) : new Result.Sent();
    } catch (DagFileException | PreparationException e) {
      return new Result.Failed(String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(AlertStore.Alert alert) {
    return alert.target().substring(TARGET.length());
  }

  private static Map<String, Object> ended(AlertStore.Alert alert, Run run) {
    return Map.of("kind", kind(alert), "reason", reason(alert, run));
  }

  /// The tasks that were too late, and all that have begun and did not succeed.
  private Map<String, Object> missed(Transaction transaction, AlertStore.Alert alert, Run run) {
    Stream<String> late =
        deadlines.missedWith(transaction, run.id(), alert.subject()).stream()
            .map(Deadlines.Deadline::task)
            .filter(Objects::nonNull);
    Stream<String> blocking =
        taskRuns.ofRun(transaction, run.id()).stream()
            .filter(task -> !NO_BLOCK.contains(task.standing().state()))
            .map(task -> task.key().task());
    return Map.of("kind", kind(alert), "slas", told(late, run), "blocking", told(blocking, run));
  }

  private static List<Map<String, String>> told(Stream<String> tasks, Run run) {
    String time = RunNames.iso(run.cause().logicalTime());
    return tasks.map(task -> Map.of("task_id", task, "logical_date", time)).toList();
  }

  /// As Airflow says why.
  private static String reason(AlertStore.Alert alert, Run run) {
    if (alert.on() == AlertRule.On.SUCCESS) {
      return "success";
    }
    Duration limit = run.workflow().concurrency().timeout();
    Instant started = run.status().started();
    Instant ended = run.status().ended();
    boolean timedOut =
        limit != null && started != null && ended != null && !ended.isBefore(started.plus(limit));
    return timedOut ? "timed_out" : "task_failure";
  }

  private Result call(AlertStore.Alert alert, Map<String, Object> order)
      throws IOException, InterruptedException {
    order.put("mode", "callback");
    order.put("api", api.get());
    Shim.Done done = shim.carryOut(alert.target(), order, PATIENCE);
    String printed = Shim.end(done.said());
    LOG.info("run {}: {} said: {}", alert.run(), alert.target(), printed);
    said.accept(printed);
    return done.outcome().path("state").asString("").equals("success")
        ? new Result.Sent()
        : new Result.Failed(done.outcome().path("message").asString(""), null);
  }
}
