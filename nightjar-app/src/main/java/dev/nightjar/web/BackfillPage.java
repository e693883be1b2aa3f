package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.schedule.Dates;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Backfills;
import dev.nightjar.scheduler.Backfills.Again;
import dev.nightjar.scheduler.Backfills.Entry;
import dev.nightjar.scheduler.Backfills.Step;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.KeyedWorkflow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/workflows/{key}/backfill`: a form for runs of times that have passed, and what it would do.
///
/// @param workflows what people do with them
record BackfillPage(Services services, Workflows workflows) {
  private static final int MOST_SHOWN = 100;

  Page show(Visit visit) {
    KeyedWorkflow workflow = new FileRuns(services).workflow(visit);
    Backfills.Asked asked =
        asked(visit, workflow, visit.query("from"), visit.query("to"), visit.query("again"));
    List<Entry> plan =
        asked == null
            ? List.of()
            : workflows
                .backfills()
                .plan(workflow.key(), asked)
                .orElseThrow(() -> HttpProblem.missing("The workflow is gone."));
    Html body =
        Html.of(
            """
            <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a> / <a href="{}">{}</a></p>
            <h1>Backfill</h1><p class="quiet">A run for each interval of the schedule that has none.</p></div></div>
            <section class="card"><h2>Times</h2>{}</section>{}""",
            Places.workflow(workflow.key()),
            workflow.key(),
            form(visit, workflow),
            asked == null ? Html.NONE : plan(visit, workflow, plan));
    return Page.still(Page.Section.WORKFLOWS, "Backfill of " + workflow.key(), body);
  }

  private static Backfills.@Nullable Asked asked(
      Visit visit,
      KeyedWorkflow workflow,
      @Nullable String from,
      @Nullable String to,
      @Nullable String again) {
    Timetable timetable = workflow.stored().timing().timetable();
    if (timetable == null) {
      throw new HttpProblem(
          409,
          "'%s' has no schedule, which says for which times there are runs."
              .formatted(workflow.key()));
    }
    if (from == null || to == null) {
      return null;
    }
    Again which = Again.NONE;
    for (Again one : Again.values()) {
      if (one.name().equalsIgnoreCase(again)) {
        which = one;
      }
    }
    return new Backfills.Asked(
        time(from, timetable.zone(), false),
        time(to, timetable.zone(), true),
        which,
        visit.moments().now(),
        null,
        Map.of());
  }

  private static Instant time(String text, ZoneId zone, boolean end) {
    return Dates.parse(text, zone, end)
        .orElseThrow(
            () ->
                HttpProblem.bad(
                    "'%s' is no date: go back and write one such as 2026-12-01.".formatted(text)));
  }

  private static Html form(Visit visit, KeyedWorkflow workflow) {
    return Html.of(
        """
        <form class="filters" method="get" action="{}/backfill">
        <label>First day<input type="date" name="from" required value="{}"></label>
        <label>Last day<input type="date" name="to" required value="{}"></label>
        <label>Runs that there are<select name="again">{}{}{}</select></label>
        <button class="button">Show what would be done</button></form>""",
        Places.workflow(workflow.key()),
        visit.query("from"),
        visit.query("to"),
        option(visit, "none", "stay as they are"),
        option(visit, "failed", "run again if they failed"),
        option(visit, "all", "run again"));
  }

  private static Html option(Visit visit, String value, String words) {
    return Html.of(
        "<option value=\"{}\"{}>{}</option>",
        value,
        Html.when(value.equals(visit.query("again")), " selected"),
        words);
  }

  private static Html plan(Visit visit, KeyedWorkflow workflow, List<Entry> plan) {
    long make = plan.stream().filter(entry -> entry.step() == Step.MAKE).count();
    long repeat = plan.stream().filter(entry -> entry.step() == Step.REPEAT).count();
    return Html.of(
        """
        <section class="card" aria-labelledby="plan"><h2 id="plan">{} intervals: {} runs to make, {} to run again</h2>{}{}{}</section>""",
        plan.size(),
        make,
        repeat,
        make + repeat == 0 ? Html.NONE : start(visit, workflow),
        plan.isEmpty() ? Html.NONE : table(visit, workflow, plan),
        plan.size() > MOST_SHOWN
            ? Html.of("<p class=\"quiet\">and {} more</p>", plan.size() - MOST_SHOWN)
            : Html.NONE);
  }

  private static Html start(Visit visit, KeyedWorkflow workflow) {
    return Html.of(
        """
        <form method="post" action="{}/backfill">{}<input type="hidden" name="from" value="{}">\
        <input type="hidden" name="to" value="{}"><input type="hidden" name="again" value="{}">\
        <p class="bulk"><button class="button primary" name="do" value="start">Do that</button>
        <span class="quiet">As many go on at a time as the workflow lets.</span></p></form>""",
        Places.workflow(workflow.key()),
        visit.csrf(),
        visit.query("from"),
        visit.query("to"),
        visit.query("again"));
  }

  private static Html table(Visit visit, KeyedWorkflow workflow, List<Entry> plan) {
    return Html.of(
        """
        <table class="list"><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Run</th><th scope="col">To do</th></tr></thead>
        <tbody>{}</tbody></table>""",
        plan.stream().limit(MOST_SHOWN).map(entry -> row(visit, workflow, entry)).toList());
  }

  private static Html row(Visit visit, KeyedWorkflow workflow, Entry entry) {
    return Html.of(
        "<tr><td data-label=\"From\">{}</td><td data-label=\"To\">{}</td><td data-label=\"Run\">{}</td><td data-label=\"To do\">{}</td></tr>",
        Moments.exact(entry.interval().start(), visit.moments().zone()),
        Moments.exact(entry.interval().end(), visit.moments().zone()),
        entry.run() == null || entry.state() == null
            ? Html.text("–")
            : Html.of(
                "<a href=\"{}\">{}</a>",
                Places.run(workflow.key(), entry.run()),
                entry.state().name().toLowerCase(Locale.ROOT)),
        switch (entry.step()) {
          case MAKE -> "make";
          case REPEAT -> "run again";
          case NONE -> "nothing";
        });
  }

  /// Does it.
  void start(Visit visit) {
    KeyedWorkflow workflow = new FileRuns(services).workflow(visit);
    Backfills.Asked asked =
        asked(
            visit,
            workflow,
            Shared.text(visit, "from"),
            Shared.text(visit, "to"),
            Shared.text(visit, "again"));
    if (asked == null) {
      throw HttpProblem.bad("Go back and give the first and the last day.");
    }
    if (!workflow.present()) {
      throw new HttpProblem(
          409, "The file of '%s' is gone: nothing new is started of it.".formatted(workflow.key()));
    }
    workflows.backfills().run(workflow.key(), asked, visit.who());
    visit.redirect(Places.workflow(workflow.key()));
  }
}
