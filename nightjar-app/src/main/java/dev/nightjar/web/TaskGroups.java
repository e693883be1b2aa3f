package dev.nightjar.web;

import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The tasks of a workflow by their outermost groups: how many there are, and how they stand.
final class TaskGroups {
  private static final String NONE = "";

  private TaskGroups() {}

  /// @param states of its tasks; empty where it has not run
  static Html of(Workflow workflow, Map<String, TaskRunState> states) {
    Map<String, List<Task>> groups =
        workflow.tasks().stream()
            .collect(
                Collectors.groupingBy(TaskGroups::group, LinkedHashMap::new, Collectors.toList()));
    return Html.of(
        """
        <div class="grid-frame" tabindex="0" role="region" aria-label="Table of the groups"><table class="list groups">
        <thead><tr><th scope="col">Group</th><th scope="col">Tasks</th><th scope="col">States</th></tr></thead>
        <tbody>{}</tbody></table></div>""",
        Html.each(groups.entrySet(), group -> row(group.getKey(), group.getValue(), states)));
  }

  private static String group(Task task) {
    String path = task.traits().group();
    return path == null ? NONE : path.replaceFirst("\\..*", "");
  }

  private static Html row(String group, List<Task> tasks, Map<String, TaskRunState> states) {
    var counts = new EnumMap<TaskRunState, Integer>(TaskRunState.class);
    for (Task task : tasks) {
      TaskRunState state = states.get(task.name());
      if (state != null) {
        counts.merge(state, 1, Integer::sum);
      }
    }
    return Html.of(
        "<tr><td data-label=\"Group\">{}</td><td data-label=\"Tasks\">{}</td><td data-label=\"States\">{}</td></tr>\n",
        group.equals(NONE) ? Html.of("<span class=\"quiet\">in none</span>") : Html.text(group),
        tasks.size(),
        counts.isEmpty()
            ? Html.text("–")
            : Html.each(
                counts.entrySet(),
                count ->
                    Html.of(
                        "<span class=\"count\">{} {}</span> ",
                        count.getValue(),
                        States.badge(count.getKey()))));
  }
}
