package dev.nightjar.airflow;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Preparation;
import dev.nightjar.http.AttemptTokens;
import dev.nightjar.run.Run;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.TaskRunStore;
import dev.nightjar.workflow.AirflowWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Makes of tasks of Airflow files what the shim is to run.
public final class DagOrders implements Preparation {
  private final Database database;
  private final RunOrder runOrder;
  private final List<String> nightjar;
  private final Supplier<String> url;
  private final AttemptTokens tokens;
  private final boolean mails;
  private final RunStore runs = new RunStore();
  private final TaskRunStore taskRuns = new TaskRunStore();
  private final TaskRunLists lists = new TaskRunLists();

  /// @param folder of the DAG files
  /// @param nightjar starts this program
  /// @param url where attempts reach this server
  /// @param tokens what lets an attempt in there
  /// @param mails whether this server tells people by e-mail what failed, so that attempts need not
  public DagOrders(
      Database database,
      Path folder,
      List<String> nightjar,
      Supplier<String> url,
      AttemptTokens tokens,
      boolean mails) {
    this.database = database;
    this.runOrder = new RunOrder(folder);
    this.nightjar = List.copyOf(nightjar);
    this.url = url;
    this.tokens = tokens;
    this.mails = mails;
  }

  @Override
  public AttemptOrder prepare(AttemptOrder order) {
    boolean mapped = order.task().traits().grid() != null; // its points are attempts, not itself
    if (!(order.task().work() instanceof AirflowWork work) || work.shell() != null || mapped) {
      return order;
    }
    Map<String, Object> shim =
        database.read(
            transaction -> {
              Run run = runs.find(transaction, order.taskRun().run()).orElseThrow();
              Map<String, Object> json = runOrder.of(transaction, run);
              json.put(
                  "first_poke_at",
                  RunOrder.iso(taskRuns.started(transaction, order.taskRun()).orElse(null)));
              json.put("task_id", order.task().name());
              lists
                  .find(transaction, order.taskRun())
                  .map(StoredTaskRun::point)
                  .ifPresent(point -> addPoint(json, point));
              return json;
            });
    addTask(shim, order);
    var asked =
        new AirflowWork(
            work.dag(), work.operator(), work.immediate(), null, work.role(), null, shim);
    return order.with(order.task().with(asked), order.parameters());
  }

  private static void addPoint(Map<String, Object> json, StoredTaskRun.Point point) {
    json.put("task_id", point.grid());
    json.put("point", Map.of("index", point.index(), "values", point.values()));
  }

  private void addTask(Map<String, Object> json, AttemptOrder order) {
    json.put("mode", "attempt");
    json.put("try_number", order.tryNumber());
    json.put("max_tries", order.task().retry().times());
    json.put("nightjar", nightjar);
    json.put("mails", mails);
    json.put(
        "api",
        Map.of(
            "url",
            url.get(),
            "token",
            tokens.of(new AttemptTokens.Attempt(order.taskRun(), order.number()))));
  }
}
