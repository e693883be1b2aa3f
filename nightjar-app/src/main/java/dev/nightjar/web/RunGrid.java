package dev.nightjar.web;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tasks of a workflow and its last runs: a line for each task, a column for each run, the
/// newest at the right.
record RunGrid(Moments moments, KeyedWorkflow workflow) {
  private static final int MOST_TASKS = 300;

  /// @param runs the newest first
  /// @param tasks of those
  Html of(List<KeyedRun> runs, List<StoredTaskRun> tasks) {
    if (runs.isEmpty()) {
      return Html.of("<p class=\"none\">It has not run yet.</p>");
    }
    Map<TaskRunKey, StoredTaskRun> cells =
        tasks.stream().collect(Collectors.toMap(StoredTaskRun::key, task -> task));
    Set<String> names = new LinkedHashSet<>();
    workflow.stored().workflow().tasks().forEach(task -> names.add(task.name()));
    tasks.forEach(task -> names.add(task.key().task()));
    List<KeyedRun> columns = runs.reversed();
    return Html.of(
        """
        <div class="grid-frame" tabindex="0" role="region" aria-label="Last runs by task"><table class="grid">
        <thead><tr><th scope="col">Task</th>{}</tr></thead>
        <tbody>{}</tbody></table></div>{}""",
        Html.each(columns, this::column),
        names.stream()
            .limit(MOST_TASKS)
            .map(
                name ->
                    Html.of(
                        "<tr><th scope=\"row\">{}</th>{}</tr>\n",
                        name,
                        Html.each(
                            columns, run -> cell(cells.get(new TaskRunKey(run.run().id(), name))))))
            .toList(),
        names.size() > MOST_TASKS
            ? Html.of("<p class=\"quiet\">and {} more tasks</p>", names.size() - MOST_TASKS)
            : Html.NONE);
  }

  private Html column(KeyedRun keyed) {
    Run run = keyed.run();
    String title =
        "%s: %s, %s, took %s"
            .formatted(
                keyed.key(),
                run.status().state(),
                Moments.exact(run.status().created(), moments.zone()),
                moments.took(run.status().started(), run.status().ended()));
    return Html.of(
        "<th scope=\"col\"><a class=\"{}\" href=\"{}\" title=\"{}\" aria-label=\"{}\">{}</a></th>",
        States.style(run.status().state()),
        Places.run(workflow.key(), run.id()),
        title,
        title,
        States.icon(run.status().state()));
  }

  private Html cell(@Nullable StoredTaskRun task) {
    if (task == null) {
      return Html.of("<td></td>");
    }
    StoredTaskRun.Standing standing = task.standing();
    String title =
        "%s: %s%s%s"
            .formatted(
                task.key().task(),
                standing.state(),
                task.times().started() == null
                    ? ""
                    : ", took " + moments.took(task.times().started(), task.times().ended()),
                standing.reason() == null ? "" : ", " + standing.reason());
    return Html.of(
        "<td><a class=\"{}{}\" href=\"{}\" title=\"{}\" aria-label=\"{}\">{}</a></td>",
        States.style(standing.state()),
        task.standing().reusedFrom() == null ? "" : " is-reused",
        Places.task(workflow.key(), task.key().run(), task.key().task()),
        title,
        title,
        States.icon(standing.state()));
  }
}
