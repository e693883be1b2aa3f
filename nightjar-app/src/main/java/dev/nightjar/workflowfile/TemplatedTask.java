package dev.nightjar.workflowfile;

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
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The templates of a task of a workflow file, each by its place there.
public record TemplatedTask(Task task) {
  /// All but its grid and parameters filled in.
  public Task filled(Templates templates) {
    Traits traits = task.traits();
    List<String> files =
        traits.produces().stream()
            .map(file -> templates.text(file, place() + ".produces"))
            .toList();
    Traits told = traits.producing(files).reusing(filled(traits.reuse(), templates, place()));
    return task.with(filled(task.work(), templates, place())).with(told);
  }

  /// Its grid filled in; null if it has none.
  public @Nullable Grid grid(Templates templates) {
    Grid grid = task.traits().grid();
    if (grid == null) {
      return null;
    }
    Object points = templates.value(grid.points(), place() + ".grid");
    // What a template gives may be nothing at all, which is no grid.
    return new Grid(points == null ? List.of() : points, grid.best());
  }

  /// Its own parameters filled in; null if it has none.
  public @Nullable Map<String, Object> parameters(Templates templates) {
    Map<String, Object> own = task.traits().parameters();
    return own == null ? null : given(templates.values(own, place() + ".parameters"));
  }

  private String place() {
    return "tasks." + task.name();
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
  public static Map<String, Object> given(Map<String, @Nullable Object> values) {
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
