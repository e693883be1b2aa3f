package dev.nightjar.folder;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.Database;
import dev.nightjar.store.Grids;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import dev.nightjar.store.VariableStore;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.template.RunContext;
import dev.nightjar.template.TemplateException;
import dev.nightjar.template.Templates;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflowfile.TemplatedTask;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Fills in the templates of tasks of workflow files. Those of Airflow files are filled in by the
/// shim, but for the grids of mapped tasks; jobs have none.
public final class TaskTemplates implements Preparation {
  private static final JsonMapper JSON = new JsonMapper();

  private final Database database;
  private final VariableStore variables;
  private final RunStore runs = new RunStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final ValueStore values = new ValueStore();
  private final Grids grids = new Grids();

  public TaskTemplates(Database database, VariableStore variables) {
    this.database = database;
    this.variables = variables;
  }

  @Override
  public AttemptOrder prepare(AttemptOrder order) {
    if (order.task().work() instanceof AirflowWork && order.task().traits().grid() == null) {
      return order;
    }
    RunContext context =
        database.read(
            transaction -> {
              Run run = runs.find(transaction, order.taskRun().run()).orElseThrow();
              Source source = run.workflow().source();
              return source == null ? null : context(transaction, order, run);
            });
    if (context == null) {
      return order;
    }
    try {
      return filled(order, context);
    } catch (TemplateException unfit) {
      throw new PreparationException(String.valueOf(unfit.getMessage()));
    }
  }

  private RunContext context(Transaction transaction, AttemptOrder order, Run run) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(run.workflow().parameters());
    parameters.putAll(run.parameters());
    Map<String, Map<String, @Nullable Object>> left = new LinkedHashMap<>();
    for (ValueStore.Left one : values.ofRun(transaction, run.id())) {
      left.computeIfAbsent(one.taskRun().task(), _ -> new LinkedHashMap<>())
          .put(one.value().key(), JSON.readValue(one.value().json(), Object.class));
    }
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    variables.list(transaction).forEach(one -> known.put(one.name(), one.value()));
    return new RunContext(
        new RunContext.Names(
            run.workflow().name(),
            order.task().name(),
            String.valueOf(run.cause().key()),
            !run.cause().trigger().byTime(),
            order.tryNumber()),
        times(transaction, run),
        parameters,
        new LinkedHashMap<>(run.parameters()),
        left,
        known,
        new LinkedHashMap<>(grids.values(transaction, order.taskRun()).orElse(Map.of())));
  }

  private RunContext.Times times(Transaction transaction, Run run) {
    Instant logical = run.cause().logicalTime();
    DataInterval interval = run.cause().interval();
    Optional<DataIntervals> when =
        Optional.ofNullable(run.workflowId())
            .flatMap(id -> workflows.find(transaction, id))
            .map(StoredWorkflow::timing)
            .map(StoredWorkflow.Timing::intervals);
    ZoneId zone = when.map(one -> one.timetable().zone()).orElse(ZoneOffset.UTC);
    Instant start = interval == null ? logical : interval.start();
    Instant end = interval == null ? logical : interval.end();
    return run.cause().trigger().byTime()
        ? new RunContext.Times(
            logical,
            start,
            end,
            interval == null ? null : when.flatMap(one -> one.before(interval)).orElse(null),
            end,
            zone)
        : new RunContext.Times(logical, start, end, logical, logical, zone);
  }

  /// A task without parameters of its own has those of the run, a point of a grid its values as
  /// well. Of a grid only its points are filled in: they are attempts of their own.
  private static AttemptOrder filled(AttemptOrder order, RunContext context) {
    Templates templates = Templates.of(context);
    Task task = order.task();
    var own = new TemplatedTask(task);
    Grid grid = own.grid(templates);
    if (grid != null) {
      return order.with(task.with(task.traits().with(grid)), order.parameters());
    }
    Map<String, Object> parameters =
        Objects.requireNonNullElseGet(
            own.parameters(templates), () -> TemplatedTask.given(context.parameters()));
    parameters.putAll(TemplatedTask.given(context.grid()));
    return order.with(own.filled(templates), parameters);
  }
}
