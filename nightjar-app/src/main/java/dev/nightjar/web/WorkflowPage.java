package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/workflows/{key}`: one workflow, its picture and its last runs.
record WorkflowPage(Services services) {
  private static final int RUNS = 25;

  private record Found(KeyedWorkflow workflow, List<KeyedRun> runs, List<StoredTaskRun> tasks) {}

  Page show(Visit visit) {
    Found found = services.database().read(transaction -> find(transaction, visit, RUNS));
    KeyedWorkflow workflow = found.workflow();
    String key = workflow.key();
    Html body =
        Html.of(
            """
            {}
            <section class="card" aria-labelledby="tasks"><h2 id="tasks">Tasks</h2>{}{}</section>
            <div class="columns job"><div>
            <section class="card" aria-labelledby="runs"><h2 id="runs">Last runs</h2>{}{}</section>{}
            </div><aside aria-label="About this workflow">{}{}</aside></div>""",
            head(visit, workflow),
            drawn(found).inPage(Places.picture(Places.workflow(key))),
            found.runs().isEmpty()
                ? Html.NONE
                : Html.of(
                    "<p class=\"quiet\">As in the run <a href=\"{}\">{}</a>.</p>",
                    Places.run(key, found.runs().getFirst().run().id()),
                    found.runs().getFirst().key()),
            new RunGrid(visit.moments(), workflow).of(found.runs(), found.tasks()),
            found.runs().size() < 2
                ? Html.NONE
                : ComparePage.form(key, found.runs(), found.runs().get(1), found.runs().getFirst()),
            new PlotSection(services).of(visit, workflow),
            workflow.present()
                ? Html.of(
                    "<section class=\"card\" aria-labelledby=\"run-it\"><h2 id=\"run-it\">Run it</h2>{}{}</section>",
                    TriggerForm.of(visit, workflow),
                    workflow.stored().timing().timetable() == null
                        ? Html.NONE
                        : Html.of(
                            "<p><a href=\"{}/backfill\">Run it for times that have passed</a></p>",
                            Places.workflow(key)))
                : Html.NONE,
            about(visit, workflow));
    return Page.live(Page.Section.WORKFLOWS, key, "", body);
  }

  /// @param most so many of its last runs at most
  private Found find(Transaction transaction, Visit visit, int most) {
    KeyedWorkflow workflow = new FileRuns(services).workflow(transaction, visit);
    List<KeyedRun> runs = lastRuns(transaction, workflow).stream().limit(most).toList();
    return new Found(
        workflow,
        runs,
        new TaskRunLists().ofRuns(transaction, runs.stream().map(one -> one.run().id()).toList()));
  }

  /// The newest first.
  static List<KeyedRun> lastRuns(Transaction transaction, KeyedWorkflow workflow) {
    return new KeyedRuns()
        .list(
            transaction,
            KeyedRuns.Filter.ofWorkflow(workflow.stored().id()),
            KeyedRuns.Order.ID,
            true,
            RUNS,
            0);
  }

  private static Html head(Visit visit, KeyedWorkflow workflow) {
    return Html.of(
        """
        <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a></p>
        <h1>{} {}</h1><p class="quiet">{}{}</p></div><div class="actions">{}{}</div></div>""",
        workflow.key(),
        WorkflowsPage.state(workflow),
        Schedules.words(workflow.stored()),
        !workflow.present()
                || workflow.stored().timing().paused()
                || workflow.stored().timing().due() == null
            ? Html.NONE
            : Html.of("; next {}", Schedules.next(visit.moments(), workflow.stored().timing())),
        TriggerForm.pause(visit, workflow, Places.workflow(workflow.key())),
        workflow.present()
            ? Html.of("<a class=\"button small\" href=\"#run-it\">Run it</a>")
            : Html.NONE);
  }

  /// `…/picture.svg`: the picture of its tasks, as in its newest run.
  void picture(Visit visit) {
    drawn(services.database().read(transaction -> find(transaction, visit, 1))).answer(visit);
  }

  private static WorkflowPicture drawn(Found found) {
    Workflow workflow = found.workflow().stored().workflow();
    if (found.runs().isEmpty()) {
      return new WorkflowPicture(workflow, Map.of(), task -> null);
    }
    String key = found.workflow().key();
    String newest = found.runs().getFirst().run().id();
    Map<String, TaskRunState> states =
        found.tasks().stream()
            .filter(task -> task.key().run().equals(newest))
            .collect(Collectors.toMap(task -> task.key().task(), task -> task.standing().state()));
    return new WorkflowPicture(
        workflow, states, task -> states.containsKey(task) ? Places.task(key, newest, task) : null);
  }

  private static Html about(Visit visit, KeyedWorkflow keyed) {
    Workflow workflow = keyed.stored().workflow();
    Map<String, Object> facts = new LinkedHashMap<>();
    put(facts, "File", keyed.file());
    Timetable timetable = keyed.stored().timing().timetable();
    if (timetable != null) {
      facts.put("Schedule", timetable.schedule().text());
      facts.put("Time zone", Schedules.zone(timetable));
      put(facts, "Starts", exact(visit, timetable.start()));
      put(facts, "Ends", exact(visit, timetable.end()));
    }
    if (keyed.intervals() != null) {
      facts.put(
          "Catches up",
          switch (keyed.intervals()) {
            case CATCHUP -> "each time since the start";
            case LATEST -> "no: only the latest time";
          });
    }
    Concurrency concurrency = workflow.concurrency();
    put(facts, "Runs at once", concurrency.runs());
    put(facts, "Tasks at once", concurrency.tasks());
    if (concurrency.timeout() != null) {
      facts.put("Longest run", Moments.duration(concurrency.timeout()));
    }
    if (concurrency.deadline() != null) {
      facts.put("To be done", Moments.duration(concurrency.deadline()) + " after its interval");
    }
    if (!workflow.tags().isEmpty()) {
      facts.put("Tags", String.join(", ", workflow.tags()));
    }
    workflow.alerts().forEach(rule -> facts.put("Alert on " + rule.on(), rule.target()));
    facts.put("Tasks", String.valueOf(workflow.tasks().size()));
    facts.put("Version", String.valueOf(keyed.stored().number()));
    facts.put("Changed", Moments.exact(keyed.stored().origin().updated(), visit.moments().zone()));
    return Html.of("<section class=\"card\"><h2>About</h2>{}</section>", JobFacts.facts(facts));
  }

  private static @Nullable String exact(Visit visit, @Nullable Instant time) {
    return time == null ? null : Moments.exact(time, visit.moments().zone());
  }

  private static void put(Map<String, Object> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }
}
