package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.DefinitionLists;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Sort;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowFilter;
import dev.nightjar.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// `/`: what runs, what failed, what comes next.
record DashboardPage(Services services) {
  private static final int RUNNING = 12;
  private static final int FAILED = 8;
  private static final int DUE = 8;
  private static final int MARKS = 3_000;

  private record Facts(
      Map<RunState, Long> counts,
      List<Running> running,
      List<Run> failed,
      List<Next> next,
      List<RunMarks.Mark> marks,
      boolean workflows,
      boolean empty) {}

  /// @param job whether it is a job, which has cells, and not the run of a workflow
  private record Running(Run run, boolean job) {}

  private record Next(RunMarks.Due due, StoredWorkflow workflow) {}

  Page show(Visit visit) {
    Instant now = visit.moments().now();
    boolean week = "7d".equals(visit.query("span"));
    Instant from = now.minus(week ? Duration.ofDays(7) : Duration.ofDays(1));
    Facts facts = services.database().read(transaction -> read(transaction, now, from));
    long failed = count(facts, RunState.FAILED);
    String title =
        failed > 0
            ? "%d failed, %d running".formatted(failed, facts.running().size())
            : "%d running".formatted(facts.running().size());
    Html body =
        facts.empty()
            ? welcome()
            : Html.of(
                "<h1 class=\"unseen\">Dashboard</h1>{}{}<div class=\"columns\"><div>{}{}</div><div>{}</div></div>",
                tiles(facts),
                picture(visit, facts, week, from),
                running(visit, facts),
                failed(visit, facts),
                next(visit, facts));
    return Page.live(Page.Section.DASHBOARD, title, title, body);
  }

  private static Facts read(Transaction transaction, Instant now, Instant from) {
    var lists = new RunLists();
    var marks = new RunMarks();
    Instant yesterday = now.minus(Duration.ofDays(1));
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    counts.putAll(lists.endedSince(transaction, yesterday));
    counts.putAll(lists.open(transaction));
    var going = EnumSet.of(RunState.RUNNING, RunState.STOPPING);
    List<Running> running =
        Stream.concat(
                lists
                    .list(transaction, RunFilter.inStates(going), List.of(Sort.NEWEST), RUNNING, 0)
                    .stream()
                    .map(run -> new Running(run, true)),
                new KeyedRuns()
                        .list(transaction, ofWorkflows(going), KeyedRuns.Order.ID, true, RUNNING, 0)
                        .stream()
                        .map(keyed -> new Running(keyed.run(), false)))
            .sorted(Comparator.comparing((Running one) -> one.run().id()).reversed())
            .limit(RUNNING)
            .toList();
    List<String> ids = marks.failedSince(transaction, yesterday, FAILED);
    Map<String, Run> failed = new RunStore().find(transaction, ids);
    var workflows = new WorkflowStore();
    List<Next> next =
        marks.due(transaction, DUE).stream()
            .flatMap(
                due ->
                    workflows.find(transaction, due.workflow()).stream()
                        .map(workflow -> new Next(due, workflow)))
            .toList();
    List<RunMarks.Mark> seen = marks.since(transaction, from, MARKS);
    boolean empty =
        seen.isEmpty()
            && next.isEmpty()
            && lists.newest(transaction, RunFilter.ALL, null, 1).isEmpty()
            && new DefinitionLists()
                .list(transaction, WorkflowFilter.ALL, List.of(Sort.NEWEST), 1, 0)
                .isEmpty();
    return new Facts(
        counts,
        running,
        ids.stream().map(failed::get).filter(Objects::nonNull).toList(),
        next,
        seen,
        new KeyedWorkflows()
                .count(transaction, new KeyedWorkflows.Filter(null, List.of(), null, null))
            > 0,
        empty);
  }

  private static KeyedRuns.Filter ofWorkflows(Set<RunState> states) {
    return new KeyedRuns.Filter(List.of(), states, Map.of());
  }

  private static long count(Facts facts, RunState state) {
    return facts.counts().getOrDefault(state, 0L);
  }

  private static Html tiles(Facts facts) {
    return Html.of(
        "<ul class=\"tiles\">{}{}{}{}{}</ul>",
        tile(facts, RunState.RUNNING, "running now", "?state=RUNNING"),
        tile(facts, RunState.QUEUED, "waiting", "?state=QUEUED"),
        tile(facts, RunState.FAILED, "failed in 24 h", "?state=FAILED&time=24h"),
        tile(facts, RunState.SUCCESS, "succeeded in 24 h", "?state=SUCCESS&time=24h"),
        tile(facts, RunState.STOPPED, "stopped in 24 h", "?state=STOPPED&time=24h"));
  }

  /// @param query of the lists that have what it counts
  private static Html tile(Facts facts, RunState state, String words, String query) {
    long count = count(facts, state);
    Html inside =
        Html.of(
            "<span class=\"number\">{}</span><span class=\"tile-words\">{}{}</span>",
            count,
            States.icon(state),
            words);
    String style = States.style(state) + (count == 0 ? " zero" : "");
    return facts.workflows()
        ? Html.of(
            """
            <li><div class="tile {}">{}<span class="tile-links">\
            <a href="/jobs{}">Jobs<span class="unseen"> {}</span></a> · \
            <a href="/runs{}">Runs of workflows<span class="unseen"> {}</span></a></span></div></li>""",
            style,
            inside,
            query,
            words,
            query,
            words)
        : Html.of("<li><a class=\"tile {}\" href=\"/jobs{}\">{}</a></li>", style, query, inside);
  }

  private static Html picture(Visit visit, Facts facts, boolean week, Instant from) {
    return Html.of(
        """
        <section class="card" aria-labelledby="what-ran"><div class="card-head"><h2 id="what-ran">What ran</h2>
        <div class="switch" role="group" aria-label="Time shown"><a href="/"{}>24 hours</a><a href="/?span=7d"{}>7 days</a></div></div>
        {}</section>""",
        Html.when(!week, " aria-current=\"true\""),
        Html.when(week, " aria-current=\"true\""),
        new Timeline(from, visit.moments()).of(facts.marks()));
  }

  private Html running(Visit visit, Facts facts) {
    var views = new RunViews(services);
    return Html.of(
        "<section class=\"card\" aria-labelledby=\"running\"><h2 id=\"running\">Running now</h2>{}</section>",
        facts.running().isEmpty()
            ? Html.of("<p class=\"none\">Nothing runs.</p>")
            : Html.of(
                "<ul class=\"rows\">{}</ul>",
                Html.each(
                    facts.running(),
                    one ->
                        Html.of(
                            "<li data-key=\"{}\"><div class=\"row-head\">{}<a class=\"name\" href=\"/jobs/{}\">{}</a><span class=\"quiet\">since {}</span></div>{}</li>",
                            one.run().id(),
                            States.badge(one.run().status().state()),
                            one.run().id(),
                            one.run().workflow().name(),
                            visit.moments().relative(one.run().status().started()),
                            one.job()
                                ? RunViews.progress(views.active(one.run()), visit.moments())
                                : Html.NONE))));
  }

  private static Html failed(Visit visit, Facts facts) {
    long all = count(facts, RunState.FAILED);
    return Html.of(
        "<section class=\"card\" aria-labelledby=\"failed\"><h2 id=\"failed\">Failed in the last day</h2>{}{}</section>",
        facts.failed().isEmpty()
            ? Html.of("<p class=\"none\">Nothing failed.</p>")
            : Html.of(
                "<ul class=\"rows\">{}</ul>",
                Html.each(
                    facts.failed(),
                    run ->
                        Html.of(
                            """
                            <li data-key="{}"><div class="row-head">{}<a class="name" href="/jobs/{}">{}</a>\
                            <span class="quiet">{}</span></div>\
                            <a class="why" href="/jobs/{}#failure">{}</a></li>""",
                            run.id(),
                            States.badge(run.status().state()),
                            run.id(),
                            run.workflow().name(),
                            visit.moments().relative(run.status().ended()),
                            run.id(),
                            Objects.requireNonNullElse(
                                run.status().message(), "Why is not known.")))),
        all > facts.failed().size()
            ? Html.of(
                "<p><a href=\"/jobs?state=FAILED&amp;time=24h\">All {} that failed</a></p>", all)
            : Html.NONE);
  }

  private static Html next(Visit visit, Facts facts) {
    return Html.of(
        "<section class=\"card\" aria-labelledby=\"next\"><h2 id=\"next\">Next due</h2>{}</section>",
        facts.next().isEmpty()
            ? Html.of(
                "<p class=\"none\">Nothing is scheduled. <a href=\"/definitions/new\">Schedule a notebook</a>.</p>")
            : Html.of(
                "<ul class=\"rows\">{}</ul>",
                Html.each(
                    facts.next(),
                    one ->
                        Html.of(
                            """
                            <li data-key="{}"><div class="row-head"><a class="name" href="/definitions/{}">{}</a>\
                            <span class="when">{}</span></div><p class="quiet">{}</p></li>""",
                            one.due().workflow(),
                            one.due().workflow(),
                            one.due().name(),
                            visit.moments().relative(one.due().at()),
                            Schedules.words(one.workflow().timing().timetable())))));
  }

  private static Html welcome() {
    return Html.of(
        """
        <div class="empty"><h1>Nothing has run yet</h1>
        <p>Run a notebook once, or let it run by itself every day. JupyterLab may be closed meanwhile.</p>
        <p><a class="button primary" href="/jobs/new">Run a notebook</a> <a class="button" href="/definitions/new">Schedule a notebook</a></p></div>""");
  }
}
