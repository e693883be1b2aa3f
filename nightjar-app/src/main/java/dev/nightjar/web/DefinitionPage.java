package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/definitions/{id}`: one definition, its calendar and last runs.
record DefinitionPage(Services services) {
  private static final int WEEKS = 6;
  private static final int LAST = 15;
  private static final int NEXT = 5;
  private static final int MARKS = 5_000;

  StoredWorkflow require(String id) {
    return services
        .database()
        .read(transaction -> new WorkflowStore().findDefinition(transaction, id))
        .orElseThrow(
            () -> HttpProblem.missing("There is no definition with the id '%s'.".formatted(id)));
  }

  Page show(Visit visit) {
    StoredWorkflow stored = require(visit.id());
    Instant from = visit.moments().now().minus(Duration.ofDays(WEEKS * 7L));
    List<RunMarks.Mark> marks =
        services
            .database()
            .read(transaction -> new RunMarks().newestSince(transaction, stored.id(), from, MARKS));
    Html body =
        Html.of(
            """
            {}
            <div class="columns job"><div>
            <section class="card" aria-labelledby="calendar"><h2 id="calendar">What ran on which day</h2>{}</section>
            <section class="card" aria-labelledby="last"><div class="card-head"><h2 id="last">Last runs</h2><a href="/jobs?definition={}">All jobs</a></div>{}</section>
            </div><aside aria-label="About this definition">{}{}{}</aside></div>""",
            head(visit, stored),
            new Calendar(visit.moments(), WEEKS).of(stored.id(), marks),
            stored.id(),
            last(visit, marks),
            next(visit, stored),
            parameters(stored),
            about(visit, stored));
    String name = stored.workflow().name();
    return Page.live(Page.Section.DEFINITIONS, name, "", body);
  }

  private static Html head(Visit visit, StoredWorkflow stored) {
    boolean paused = stored.timing().paused();
    return Html.of(
        """
        <div class="title"><div><p class="crumbs"><a href="/definitions">Definitions</a></p>
        <h1>{} {}</h1><p class="quiet">{}</p></div>
        <form class="actions" method="post" action="/definitions/{}/do">{}
        <button class="button primary" name="do" value="run">Run now</button>
        <button class="button" name="do" value="{}">{}</button>
        <a class="button" href="/definitions/{}/edit">Change</a>
        <button class="button danger" name="do" value="delete" data-sure="Delete this definition with all its jobs and their files?">Delete</button></form></div>""",
        stored.workflow().name(),
        paused ? States.paused() : States.active(),
        Schedules.words(stored.timing().timetable()),
        stored.id(),
        visit.csrf(),
        paused ? "resume" : "pause",
        paused ? "Resume" : "Pause",
        stored.id());
  }

  private static Html last(Visit visit, List<RunMarks.Mark> marks) {
    if (marks.isEmpty()) {
      return Html.of("<p class=\"none\">It has not run in these weeks.</p>");
    }
    return Html.of(
        "<ul class=\"rows\">{}</ul>",
        marks.stream()
            .limit(LAST)
            .map(
                mark ->
                    Html.of(
                        "<li data-key=\"{}\"><div class=\"row-head\">{}<a class=\"name\" href=\"/jobs/{}\">{}</a><span class=\"quiet\">{}</span></div></li>",
                        mark.run(),
                        States.badge(mark.state()),
                        mark.run(),
                        visit.moments().relative(mark.created()),
                        mark.state() == RunState.QUEUED
                            ? "waits"
                            : visit.moments().took(mark.started(), mark.ended())))
            .toList());
  }

  private static Html next(Visit visit, StoredWorkflow stored) {
    Timetable timetable = stored.timing().timetable();
    if (timetable == null) {
      return Html.NONE;
    }
    List<Instant> times = timetable.next(visit.moments().now(), NEXT);
    return Html.of(
        "<section class=\"card\"><h2>Next runs</h2>{}{}</section>",
        stored.timing().paused()
            ? Html.of("<p class=\"none\">Paused: none of these starts.</p>")
            : Html.NONE,
        times.isEmpty()
            ? Html.of("<p class=\"none\">It is never due again.</p>")
            : SchedulePreview.times(visit.moments(), timetable, times));
  }

  private static Html parameters(StoredWorkflow stored) {
    return stored.workflow().parameters().isEmpty()
        ? Html.NONE
        : Html.of(
            "<section class=\"card\"><h2>Parameters</h2>{}</section>",
            JobFacts.facts(stored.workflow().parameters()));
  }

  private static Html about(Visit visit, StoredWorkflow stored) {
    Task task = stored.workflow().tasks().getFirst();
    Map<String, String> facts = new LinkedHashMap<>();
    NotebookWork work = stored.workflow().onlyNotebook();
    facts.put("Notebook", work.notebook());
    facts.put(
        "Environment",
        work.environment() == null || work.environment().isEmpty()
            ? "what the notebook names"
            : work.environment());
    facts.put("Outputs", String.join(", ", work.outputFormats()));
    Timetable timetable = stored.timing().timetable();
    if (timetable != null) {
      facts.put("Schedule", timetable.schedule().text());
      facts.put("While one runs", word(timetable.overlap()));
      facts.put("Missed times", word(timetable.misfire()));
    }
    if (task.retry().times() > 0) {
      facts.put(
          "Tried again",
          "%d times, first after %s"
              .formatted(task.retry().times(), Moments.duration(task.retry().delay())));
    }
    Duration timeout = task.limits().timeout();
    if (timeout != null) {
      facts.put("Timeout", Moments.duration(timeout));
    }
    Duration keep = task.limits().keepKernel();
    if (keep != null) {
      facts.put("Keeps its kernel", Moments.duration(keep) + " after a failure");
    }
    stored.workflow().alerts().forEach(rule -> facts.put("Alert on " + rule.on(), rule.target()));
    facts.put("Version", String.valueOf(stored.number()));
    facts.put("Changed", Moments.exact(stored.origin().updated(), visit.moments().zone()));
    facts.put("Made by", stored.origin().by());
    facts.put("Id", stored.id());
    return Html.of("<section class=\"card\"><h2>About</h2>{}</section>", JobFacts.facts(facts));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
