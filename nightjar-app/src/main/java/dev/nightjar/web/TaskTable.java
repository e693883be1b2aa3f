package dev.nightjar.web;

import dev.nightjar.http.Reasons;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.ValueStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tasks of a run as a table, in the workflow's order.
record TaskTable(Moments moments, RunPage.Found found) {
  private static final int MOST = 500;
  private static final int LONGEST_VALUE = 80;

  Html of() {
    Run run = found.run().run();
    Map<String, StoredTaskRun> tasks =
        found.tasks().stream()
            .collect(Collectors.toMap(task -> task.key().task(), Function.identity()));
    Map<String, TaskRunState> states = found.states();
    List<Html> rows =
        run.workflow().tasks().stream()
            .filter(task -> tasks.containsKey(task.name()))
            .limit(MOST)
            .map(task -> row(run, java.util.Objects.requireNonNull(tasks.get(task.name())), states))
            .toList();
    return Html.of(
        """
        <table class="list tasks"><thead><tr><th scope="col">State</th><th scope="col">Task</th><th scope="col">Tries</th>\
        <th scope="col">Started</th><th scope="col">Took</th><th scope="col">Left</th></tr></thead>
        <tbody>{}</tbody></table>{}""",
        rows,
        tasks.size() > rows.size()
            ? Html.of("<p class=\"quiet\">and {} more</p>", tasks.size() - rows.size())
            : Html.NONE);
  }

  private Html row(Run run, StoredTaskRun task, Map<String, TaskRunState> states) {
    String name = task.key().task();
    TaskRunState state = task.standing().state();
    String why = Reasons.of(run, task, states, found.attempts().getOrDefault(name, List.of()));
    return Html.of(
        """
        <tr data-key="{}"><td>{}</td><td class="wide"><a class="name" href="{}">{}</a><span class="under">{}</span>{}</td>\
        <td class="number" data-label="Tries">{}</td><td data-label="Started">{}</td><td class="number" data-label="Took">{}</td>\
        <td data-label="Left">{}</td></tr>
        """,
        name,
        States.badge(state),
        Places.task(found.run().workflow(), run.id(), name),
        name,
        Works.kind(run.task(name).work()),
        task.standing().reusedFrom() != null
            ? Html.of("<span class=\"under\">{}</span>", reused(task.standing().reusedFrom()))
            : why.isEmpty() || why.equals(Works.kind(run.task(name).work()))
                ? Html.NONE
                : isBad(state)
                    ? Html.of("<span class=\"why\">{}</span>", why)
                    : Html.of("<span class=\"under\">{}</span>", why),
        task.tries().number(),
        moments.relative(task.times().started()),
        moments.took(task.times().started(), task.times().ended()),
        values(name));
  }

  private Html reused(String from) {
    return Html.of(
        "reused from <a href=\"{}\">run {}</a>", Places.run(found.run().workflow(), from), from);
  }

  private static boolean isBad(TaskRunState state) {
    return state == TaskRunState.FAILED || state == TaskRunState.UPSTREAM_FAILED;
  }

  private Html values(String task) {
    List<ValueStore.Left> values =
        found.values().stream().filter(value -> value.taskRun().task().equals(task)).toList();
    return Html.each(
        values,
        value ->
            Html.of(
                "<span class=\"value\"><span class=\"quiet\">{}</span> <code>{}</code></span> ",
                value.value().key(),
                PlainText.start(value.value().json(), LONGEST_VALUE)));
  }
}
