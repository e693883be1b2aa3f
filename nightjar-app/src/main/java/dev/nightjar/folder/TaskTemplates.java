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
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Traits traits = task.traits();
    String place = "tasks." + task.name();
    if (traits.grid() != null) {
      Object points = templates.value(traits.grid().points(), place + ".grid");
      // What a template gives may be nothing at all, which is no grid.
      var filled = new Grid(points == null ? List.of() : points, traits.grid().best());
      return order.with(task.with(traits.with(filled)), order.parameters());
    }
    Map<String, Object> own = traits.parameters();
    Map<String, Object> parameters =
        given(own == null ? context.parameters() : templates.values(own, place + ".parameters"));
    parameters.putAll(given(context.grid()));
    List<String> files =
        traits.produces().stream().map(file -> templates.text(file, place + ".produces")).toList();
    Traits told = traits.producing(files).reusing(filled(traits.reuse(), templates, place));
    return order.with(task.with(filled(task.work(), templates, place)).with(told), parameters);
  }

  private static @Nullable Reuse filled(@Nullable Reuse reuse, Templates templates, String place) {
    return reuse == null
        ? null
        : reuse.with(
            reuse.inputs().stream()
                .map(input -> templates.text(input, place + ".reuse.inputs"))
                .toList());
  }

  /// Null is a value for parameters as any other.
  @SuppressWarnings("NullAway")
  private static Map<String, Object> given(Map<String, @Nullable Object> values) {
    return new LinkedHashMap<>(values);
  }

  private static Work filled(Work work, Templates templates, String place) {
    return switch (work) {
      case ShellWork shell ->
          new ShellWork(
              templates.text(shell.command(), place + ".shell"),
              environment(shell.environment(), templates, place),
              shell.wholeEnvironment(),
              shell.folder() == null ? null : templates.text(shell.folder(), place + ".folder"),
              shell.skipCodes(),
              shell.decision());
      case PythonWork python ->
          python.with(
              environment(python.environment(), templates, place),
              templates.text(python.folder(), place + ".folder"));
      case WaitWork wait ->
          new WaitWork(
              filled(wait.until(), templates, place), wait.every(), wait.timeout(), wait.soft());
      case HttpWork(HttpRequest request) ->
          new HttpWork(filled(request, templates, place + ".http"));
      case SqlWork sql ->
          sql.with(given(templates.values(sql.parameters(), place + ".sql.parameters")));
      case MessageWork message ->
          new MessageWork(
              templates.text(message.target(), place + ".to"),
              message.subject() == null
                  ? null
                  : templates.text(message.subject(), place + ".subject"),
              templates.text(message.text(), place + ".text"));
      case TriggerWork trigger ->
          new TriggerWork(
              trigger.workflow(),
              given(templates.values(trigger.parameters(), place + ".trigger.parameters")),
              trigger.waits());
      case NotebookWork _, EmptyWork _, AirflowWork _ -> work;
    };
  }

  private static Map<String, String> environment(
      Map<String, String> variables, Templates templates, String place) {
    Map<String, String> filled = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> filled.put(name, templates.text(value, place + ".env." + name)));
    return filled;
  }

  private static Wait filled(Wait wait, Templates templates, String place) {
    return switch (wait) {
      case Wait.ForFile(String path, boolean recursive) ->
          new Wait.ForFile(templates.text(path, place + ".wait.file"), recursive);
      case Wait.ForHttp(HttpRequest request) ->
          new Wait.ForHttp(filled(request, templates, place + ".wait.http"));
      default -> wait;
    };
  }

  private static HttpRequest filled(HttpRequest request, Templates templates, String place) {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> headers.put(name, templates.text(value, place + ".headers." + name)));
    return new HttpRequest(
        request.method(),
        templates.text(request.url(), place + ".url"),
        headers,
        request.body() == null ? null : templates.value(request.body(), place + ".body"),
        request.expect(),
        request.connection());
  }
}
