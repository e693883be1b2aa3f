package dev.nightjar.web;

import dev.nightjar.http.Reasons;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.GridTable;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.ReuseDecisions;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import dev.nightjar.task.KeptKernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/workflows/{key}/runs/{run}/tasks/{task}`: one task of a run, its attempts and what they left.
record TaskPage(Services services) {
  private record Found(
      KeyedRun run,
      StoredTaskRun task,
      Map<String, TaskRunState> states,
      List<Attempt> attempts,
      List<ValueStore.Left> values,
      GridTable points,
      @Nullable ReuseDecision reuse,
      List<Deadline> deadlines) {}

  Page show(Visit visit) {
    Found found = services.database().read(transaction -> find(transaction, visit));
    Run run = found.run().run();
    String name = found.task().key().task();
    TaskRunState state = found.task().standing().state();
    int number = TaskFiles.number(visit, found.task());
    String address = Places.task(found.run().workflow(), run.id(), name);
    Optional<KeptKernel> kernel = ResumeSection.kernel(services, found.task());
    var shown =
        new AttemptsSection(services, found.task().key(), found.attempts(), number, address);
    Html body =
        Html.of(
            """
            {}{}{}{}{}
            <div class="columns job"><div>{}{}{}{}</div>
            <aside aria-label="About this task">{}{}{}{}{}</aside></div>""",
            head(visit, found, address, kernel.isPresent()),
            why(found),
            TooLate.of(visit, found.deadlines()),
            shown.failure(),
            new ResumeSection(visit, address).of(kernel),
            new GridSection(visit, run, found.run().workflow(), address).of(found.points()),
            shown.list(visit, found.points().rows().isEmpty()),
            shown.notebook(run.task(name).work()),
            shown.log(),
            section("Point", point(found.task())),
            section("Reuse", reuse(found)),
            section("Left behind", values(found)),
            section("Templates", rendered(found.task().rendered())),
            section("What its file says", Works.source(run.task(name))));
    return new Page(
        Page.Section.WORKFLOWS,
        "%s %s".formatted(state, name),
        "Task %s is %s".formatted(name, state),
        run.status().state().ended() ? null : "/live?job=" + run.id(),
        body);
  }

  private Found find(Transaction transaction, Visit visit) {
    var runs = new FileRuns(services);
    KeyedRun run = runs.run(transaction, visit);
    StoredTaskRun task = runs.task(transaction, run, visit);
    String id = run.run().id();
    return new Found(
        run,
        task,
        new TaskRunLists()
            .ofRun(transaction, id).stream()
                .collect(Collectors.toMap(one -> one.key().task(), one -> one.standing().state())),
        new AttemptStore().attempts(transaction, task.key()),
        new ValueStore().of(transaction, task.key()),
        run.run().task(task.key().task()).traits().grid() == null
            ? new GridTable(List.of(), null)
            : GridTable.read(transaction, task.key()),
        new ReuseDecisions().find(transaction, task.key()).orElse(null),
        new Deadlines()
            .ofRun(transaction, id).stream()
                .filter(one -> task.key().task().equals(one.task()))
                .toList());
  }

  /// @param resumable whether it could go on where it stopped
  private static Html head(Visit visit, Found found, String address, boolean resumable) {
    String key = found.run().workflow();
    StoredTaskRun task = found.task();
    return Html.of(
"""
        <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a> / <a href="{}">{}</a> / <a href="{}">{}</a>{}</p>
        <h1>{} {}</h1><p class="quiet">{}{}</p></div>
{}</div>""",
        Places.workflow(key),
        key,
        Places.run(key, found.run().run().id()),
        found.run().key(),
        task.point() == null
            ? Html.NONE
            : Html.of(
                " / <a href=\"{}\">{}</a>",
                Places.task(key, found.run().run().id(), task.point().grid()),
                task.point().grid()),
        task.key().task(),
        States.badge(task.standing().state()),
        Works.kind(found.run().run().task(task.key().task()).work()),
        task.times().started() == null
            ? ""
            : (task.times().ended() == null ? ", runs for " : ", took ")
                + visit.moments().took(task.times().started(), task.times().ended()),
        task.point() == null
            ? actions(visit, found, address, resumable)
            : again(visit, found, task.point()));
  }

  /// What can be done with a point: the rest, with its grid only.
  private static Html again(Visit visit, Found found, StoredTaskRun.Point point) {
    StoredTaskRun task = found.task();
    return task.standing().state().ended()
        ? Html.of(
            """
            <form class="actions" method="post" action="{}/do">{}<input type="hidden" name="downstream" value="yes">\
            <input type="hidden" name="point" value="{}">
            <button class="button primary" name="do" value="clear-point">Run again</button></form>""",
            Places.task(found.run().workflow(), found.run().run().id(), point.grid()),
            visit.csrf(),
            task.key().task())
        : Html.NONE;
  }

  private static Html actions(Visit visit, Found found, String address, boolean resumable) {
    StoredTaskRun task = found.task();
    return Html.of(
        """
        <form class="actions" method="post" action="{}/do">{}
        <label class="check"><input type="checkbox" name="downstream" value="yes" checked>and all after it</label>
        {}<button class="button primary" name="do" value="clear">{}</button>
        {}</form>""",
        address,
        visit.csrf(),
        found.run().run().task(task.key().task()).traits().reuse() == null
            ? Html.NONE
            : Html.of(
                "<label class=\"check\"><input type=\"checkbox\" name=\"reuse\" value=\"yes\">unless it was done before</label>\n"),
        resumable ? "Run again from the top" : "Run again",
        Html.each(
            List.of(TaskRunState.SUCCESS, TaskRunState.FAILED, TaskRunState.SKIPPED).stream()
                .filter(state -> state != task.standing().state())
                .map(state -> state.name().toLowerCase(java.util.Locale.ROOT))
                .toList(),
            word ->
                Html.of(
                    "<button class=\"button\" name=\"do\" value=\"{}\">Mark as {}</button> ",
                    word,
                    word)));
  }

  private static Html why(Found found) {
    String why = Reasons.of(found.run().run(), found.task(), found.states(), found.attempts());
    return why.isEmpty() || found.task().standing().state() == TaskRunState.FAILED
        ? Html.NONE
        : Html.of("<p class=\"card note\">{}</p>", why);
  }

  /// Whether its work was done, and why.
  private static Html reuse(Found found) {
    ReuseDecision decision = found.reuse();
    if (decision == null) {
      return Html.NONE;
    }
    return decision.reused()
        ? Html.of(
            "<p>What <a href=\"{}\">run {}</a> did was reused.</p>",
            Places.run(found.run().workflow(), decision.origin().run()),
            decision.origin().run())
        : Html.of(
            "<p>Its work was done anew:</p><ul class=\"reasons\">{}</ul>",
            Html.each(decision.reasons(), reason -> Html.of("<li>{}</li>", reason)));
  }

  private static Html section(String title, Html content) {
    return content.isEmpty()
        ? Html.NONE
        : Html.of("<section class=\"card\"><h2>{}</h2>{}</section>", title, content);
  }

  private static Html point(StoredTaskRun task) {
    return task.point() == null ? Html.NONE : JobFacts.facts(task.point().values());
  }

  private static Html values(Found found) {
    Map<String, String> facts = new LinkedHashMap<>();
    found.values().forEach(value -> facts.put(value.value().key(), value.value().json()));
    return facts.isEmpty() ? Html.NONE : JobFacts.facts(facts);
  }

  /// What templates gave.
  private static Html rendered(@Nullable String json) {
    if (json == null) {
      return Html.NONE;
    }
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Json.parse(json)
          .properties()
          .forEach(
              one ->
                  facts.put(
                      one.getKey(),
                      one.getValue().isString()
                          ? one.getValue().stringValue()
                          : one.getValue().toString()));
    } catch (JsonException e) {
      facts.put("text", json);
    }
    return facts.isEmpty() ? Html.NONE : JobFacts.facts(facts);
  }
}
