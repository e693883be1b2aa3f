package dev.nightjar.web;

import dev.nightjar.comparison.NotebookComparison;
import dev.nightjar.comparison.RunComparison;
import dev.nightjar.comparison.RunComparison.TaskPair;
import dev.nightjar.comparison.RunComparison.ValuePair;
import dev.nightjar.comparison.RunComparisons;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/workflows/{key}/compare?a=RUN&b=RUN`: two runs side by side; the last two if none are named.
record ComparePage(Services services) {
  private static final int MOST_TASKS = 300;
  private static final int LONGEST = 200;

  private record Chosen(KeyedWorkflow workflow, List<KeyedRun> last, KeyedRun a, KeyedRun b) {}

  Page show(Visit visit) {
    Chosen chosen = services.database().read(transaction -> choose(transaction, visit));
    String key = chosen.workflow().key();
    RunComparison comparison =
        new RunComparisons(services.database(), services.artifacts()).of(chosen.a(), chosen.b());
    Html body =
        Html.of(
            """
            <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a> / <a href="{}">{}</a></p>
            <h1>Two runs</h1><p class="quiet">{}</p></div></div>
            <section class="card"><h2>Runs</h2>{}{}</section>
            <section class="card"><h2>Parameters</h2>{}</section>
            <section class="card"><h2>Tasks</h2>{}</section>{}""",
            Places.workflow(key),
            key,
            words(comparison),
            form(key, chosen.last(), chosen.a(), chosen.b()),
            runs(visit, comparison),
            values(comparison.parameters(), "Neither has any."),
            tasks(visit, comparison),
            Html.each(
                comparison.tasks().stream().filter(TaskPair::differs).limit(MOST_TASKS).toList(),
                ComparePage::details));
    return Page.still(Page.Section.WORKFLOWS, "Two runs of " + key, body);
  }

  private Chosen choose(Transaction transaction, Visit visit) {
    KeyedWorkflow workflow = new FileRuns(services).workflow(transaction, visit);
    List<KeyedRun> last = WorkflowPage.lastRuns(transaction, workflow);
    if (last.isEmpty()) {
      throw HttpProblem.missing("The workflow '%s' has not run yet.".formatted(workflow.key()));
    }
    return new Chosen(
        workflow,
        last,
        run(transaction, workflow, visit.query("a"), last.get(Math.min(1, last.size() - 1))),
        run(transaction, workflow, visit.query("b"), last.getFirst()));
  }

  private static KeyedRun run(
      Transaction transaction, KeyedWorkflow workflow, @Nullable String id, KeyedRun otherwise) {
    return id == null
        ? otherwise
        : new KeyedRuns()
            .find(transaction, workflow.stored().id(), id)
            .orElseThrow(
                () ->
                    HttpProblem.missing(
                        "The workflow '%s' has no run '%s'."
                            .formatted(workflow.key(), PlainText.start(id, 50))));
  }

  /// Chooses two runs.
  ///
  /// @param last those that can be chosen, and the two
  static Html form(String key, List<KeyedRun> last, KeyedRun a, KeyedRun b) {
    return Html.of(
        """
        <form class="filters" method="get" action="{}/compare">
        <label>Run A<select name="a">{}</select></label>
        <label>Run B<select name="b">{}</select></label>
        <button class="button">Compare</button></form>""",
        Places.workflow(key),
        options(last, a),
        options(last, b));
  }

  private static Html options(List<KeyedRun> last, KeyedRun chosen) {
    boolean known = last.stream().anyMatch(one -> one.run().id().equals(chosen.run().id()));
    return Html.of(
        "{}{}",
        known ? Html.NONE : option(chosen, true),
        Html.each(last, one -> option(one, one.run().id().equals(chosen.run().id()))));
  }

  private static Html option(KeyedRun run, boolean selected) {
    return Html.of(
        "<option value=\"{}\"{}>{} ({})</option>",
        run.run().id(),
        Html.when(selected, " selected"),
        run.key(),
        run.run().status().state().toString());
  }

  private static String words(RunComparison comparison) {
    long parameters = comparison.parameters().stream().filter(ValuePair::differs).count();
    long tasks = comparison.tasks().stream().filter(TaskPair::differs).count();
    return "%d of %d parameters and %d of %d tasks differ"
        .formatted(parameters, comparison.parameters().size(), tasks, comparison.tasks().size());
  }

  private static Html runs(Visit visit, RunComparison comparison) {
    return Html.of(
        """
        <table class="list"><thead><tr><th scope="col">Run</th><th scope="col">State</th>
        <th scope="col">Stands for</th><th scope="col">Took</th></tr></thead><tbody>{}{}</tbody></table>""",
        run(visit, "A", comparison.a()),
        run(visit, "B", comparison.b()));
  }

  private static Html run(Visit visit, String letter, KeyedRun keyed) {
    var status = keyed.run().status();
    return Html.of(
        """
        <tr><td data-label="Run">{} <a class="name" href="{}">{}</a></td><td data-label="State">{}</td>
        <td data-label="Stands for">{}</td><td data-label="Took">{}</td></tr>""",
        letter,
        Places.run(keyed.workflow(), keyed.run().id()),
        keyed.key(),
        States.badge(status.state()),
        Moments.exact(keyed.run().cause().logicalTime(), visit.moments().zone()),
        visit.moments().took(status.started(), status.ended()));
  }

  private static Html values(List<ValuePair> pairs, String none) {
    return pairs.isEmpty()
        ? Html.of("<p class=\"none\">{}</p>", none)
        : Html.of(
            """
            <table class="list"><thead><tr><th scope="col">Name</th><th scope="col">A</th><th scope="col">B</th>
            </tr></thead><tbody>{}</tbody></table>""",
            Html.each(
                pairs,
                pair ->
                    Html.of(
                        """
                        <tr{}><td data-label="Name">{}</td><td data-label="A">{}</td>
                        <td data-label="B">{}</td></tr>""",
                        Html.when(pair.differs(), " class=\"differs\""),
                        pair.name(),
                        value(pair.a()),
                        value(pair.b()))));
  }

  private static Html value(@Nullable JsonNode value) {
    return value == null
        ? Html.text("–")
        : Html.of("<code>{}</code>", PlainText.start(value.toString(), LONGEST));
  }

  private static Html tasks(Visit visit, RunComparison comparison) {
    List<TaskPair> tasks = comparison.tasks();
    return Html.of(
        """
        <table class="list"><thead><tr><th scope="col">Task</th><th scope="col">A</th><th scope="col">B</th>
        </tr></thead><tbody>{}</tbody></table>{}""",
        Html.each(
            tasks.stream().limit(MOST_TASKS).toList(),
            task ->
                Html.of(
                    """
                    <tr{}><td data-label="Task">{}</td><td data-label="A">{}</td><td data-label="B">{}</td></tr>""",
                    Html.when(task.differs(), " class=\"differs\""),
                    task.name(),
                    side(visit, comparison.a(), task.a()),
                    side(visit, comparison.b(), task.b()))),
        tasks.size() > MOST_TASKS
            ? Html.of("<p class=\"quiet\">and {} more tasks</p>", tasks.size() - MOST_TASKS)
            : Html.NONE);
  }

  private static Html side(Visit visit, KeyedRun run, @Nullable StoredTaskRun task) {
    return task == null
        ? Html.text("–")
        : Html.of(
            "<a href=\"{}\">{}</a> {}",
            Places.task(run.workflow(), task.key().run(), task.key().task()),
            States.badge(task.standing().state()),
            visit.moments().took(task.times().started(), task.times().ended()));
  }

  private static Html details(TaskPair task) {
    NotebookComparison notebook = task.notebook();
    boolean cells = notebook != null && !notebook.cells().isEmpty();
    if (task.values().isEmpty() && !cells) {
      return Html.NONE;
    }
    return Html.of(
        "<section class=\"card\"><h2>{}</h2>{}{}</section>",
        task.name(),
        task.values().isEmpty() ? Html.NONE : values(task.values(), ""),
        notebook == null ? Html.NONE : NotebookDiff.of(notebook));
  }
}
