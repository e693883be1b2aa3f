package dev.nightjar.workflowfile;

import dev.nightjar.template.Templates;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks what the templates of tasks name.
///
/// @param parameters the names of those of the workflow
/// @param names of all tasks of the file
/// @param after what each task comes after
record TemplateOrder(
    FileReading reading,
    Set<String> parameters,
    Set<String> names,
    Map<String, List<String>> after) {
  void check(List<Task> tasks) {
    for (Task task : tasks) {
      Set<String> grid = grid(task.traits().grid());
      var templated = new TemplatedTask(task);
      // a grid is made before there is a point of it
      templated.grid(templates(task, Set.of()));
      templated.parameters(templates(task, grid));
      templated.filled(templates(task, grid));
    }
  }

  private Templates templates(Task task, @Nullable Set<String> grid) {
    return Templates.checking(
        new Templates.Known(parameters, names, other -> isBefore(other, task.name()), grid),
        (path, text) ->
            reading
                .problems()
                .add(WorkflowFile.find(reading.places(), path), "%s: %s".formatted(path, text)));
  }

  /// What a point's values are called; null if a template decides that.
  private static @Nullable Set<String> grid(@Nullable Grid grid) {
    if (grid == null) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    List<?> points = grid.points() instanceof List<?> list ? list : List.of(grid.points());
    for (Object point : points) {
      if (!(point instanceof Map<?, ?> values)) {
        return null;
      }
      values.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }

  /// Looks from near to far: what a template names is near as a rule.
  private boolean isBefore(String other, String task) {
    var seen = new HashSet<String>();
    var next = new ArrayDeque<>(List.of(task));
    while (!next.isEmpty()) {
      for (String before : after.getOrDefault(next.remove(), List.of())) {
        if (before.equals(other)) {
          return true;
        }
        if (seen.add(before)) {
          next.add(before);
        }
      }
    }
    return false;
  }
}
