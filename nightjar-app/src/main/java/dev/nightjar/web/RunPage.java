package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `/workflows/{key}/runs/{run}`: one run of a workflow, live while it goes on.
record RunPage(Services services) {
  /// A run with all that is known of it.
  record Found(
      KeyedRun run,
      List<StoredTaskRun> tasks,
      Map<String, List<Attempt>> attempts,
      List<ValueStore.Left> values,
      List<Deadline> deadlines) {
    Map<String, TaskRunState> states() {
      return tasks.stream()
          .collect(Collectors.toMap(task -> task.key().task(), task -> task.standing().state()));
    }
  }

  Page show(Visit visit) {
    Found found = services.database().read(transaction -> find(transaction, visit));
    Run run = found.run().run();
    RunState state = run.status().state();
    Map<String, TaskRunState> states = found.states();
    Html body =
        Html.of(
            """
            {}{}{}
            <section class="card" aria-labelledby="picture"><h2 id="picture">Tasks</h2>{}</section>
            {}
            <section class="card" aria-labelledby="times"><h2 id="times">When what ran</h2>{}</section>
            <div class="columns"><section class="card"><h2>Parameters</h2>{}</section>{}</div>""",
            head(visit, found),
            message(run),
            TooLate.of(visit, found.deadlines()),
            drawn(found).inPage(Places.picture(Places.run(found.run().workflow(), run.id()))),
            new TaskTable(visit.moments(), found).of(),
            new Gantt(visit.moments(), found).of(),
            run.parameters().isEmpty()
                ? Html.of("<p class=\"none\">Those of the workflow.</p>")
                : JobFacts.facts(run.parameters()),
            about(visit, found.run()));
    return new Page(
        Page.Section.WORKFLOWS,
        "%s %s".formatted(state, found.run().workflow()),
        "The run is %s: %s".formatted(state, counts(states)),
        state.ended() ? null : "/live?job=" + run.id(),
        body);
  }

  /// `…/picture.svg`: the picture of its tasks, as they stand.
  void picture(Visit visit) {
    drawn(services.database().read(transaction -> find(transaction, visit))).answer(visit);
  }

  private static WorkflowPicture drawn(Found found) {
    Run run = found.run().run();
    Map<String, TaskRunState> states = found.states();
    return new WorkflowPicture(
        run.workflow(),
        states,
        task ->
            states.containsKey(task) ? Places.task(found.run().workflow(), run.id(), task) : null);
  }

  private static String counts(Map<String, TaskRunState> states) {
    long ended = states.values().stream().filter(TaskRunState::ended).count();
    return "%d of %d tasks have ended".formatted(ended, states.size());
  }

  private Found find(Transaction transaction, Visit visit) {
    KeyedRun run = new FileRuns(services).run(transaction, visit);
    String id = run.run().id();
    return new Found(
        run,
        new TaskRunLists().ofRun(transaction, id),
        new AttemptStore().attempts(transaction, id),
        new ValueStore().ofRun(transaction, id),
        new Deadlines().ofRun(transaction, id));
  }

  private static Html head(Visit visit, Found found) {
    KeyedRun keyed = found.run();
    Run.Status status = keyed.run().status();
    return Html.of(
        """
        <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a> / <a href="{}">{}</a></p>
        <h1>{} {}</h1><p class="quiet">{}, made by {} {}{}</p></div>
        <form class="actions" method="post" action="{}/do">{}{}</form></div>""",
        Places.workflow(keyed.workflow()),
        keyed.workflow(),
        keyed.key(),
        States.badge(status.state()),
        counts(found.states()),
        keyed.run().cause().by(),
        visit.moments().relative(status.created()),
        status.started() == null
            ? ""
            : (status.ended() == null ? ", runs for " : ", took ")
                + visit.moments().took(status.started(), status.ended()),
        Places.run(keyed.workflow(), keyed.run().id()),
        visit.csrf(),
        buttons(status.state()));
  }

  private static Html buttons(RunState state) {
    return switch (state) {
      case STOPPING ->
          Html.of("<button class=\"button\" name=\"do\" value=\"stop\" disabled>Stop</button>");
      case QUEUED, RUNNING ->
          Html.of(
              """
              <button class="button" name="do" value="stop">Stop</button>
              {}{}""",
              button("success", "Mark as success"),
              button("failed", "Mark as failed"));
      case SUCCESS, FAILED, STOPPED ->
          Html.of(
              "{}{}{}",
              state == RunState.SUCCESS
                  ? Html.of(
                      "<button class=\"button\" name=\"do\" value=\"clear\" data-sure=\"Run all tasks of this run again?\">Run all again</button>")
                  : Html.of(
                      "<button class=\"button primary\" name=\"do\" value=\"clear-failed\">Run what failed again</button>"),
              state == RunState.SUCCESS ? Html.NONE : button("success", "Mark as success"),
              state == RunState.FAILED ? Html.NONE : button("failed", "Mark as failed"));
    };
  }

  private static Html button(String action, String words) {
    return Html.of("<button class=\"button\" name=\"do\" value=\"{}\">{}</button>", action, words);
  }

  private static Html message(Run run) {
    String message = run.status().message();
    if (message == null) {
      return Html.NONE;
    }
    return run.status().state() == RunState.FAILED
        ? Html.of(
            "<section class=\"failure\" id=\"failure\" aria-labelledby=\"why\"><h2 id=\"why\">{}</h2></section>",
            message)
        : Html.of("<p class=\"card note\">{}</p>", message);
  }

  private static Html about(Visit visit, KeyedRun keyed) {
    Run run = keyed.run();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("Stands for", exact(visit, run.cause().logicalTime()));
    DataInterval interval = run.cause().interval();
    if (interval != null && !interval.start().equals(interval.end())) {
      facts.put("Data from", exact(visit, interval.start()));
      facts.put("Data to", exact(visit, interval.end()));
    }
    facts.put("Why", word(run.cause().trigger()));
    facts.put("Made", exact(visit, run.status().created()));
    if (run.status().started() != null) {
      facts.put("Started", exact(visit, run.status().started()));
    }
    if (run.status().ended() != null) {
      facts.put("Ended", exact(visit, run.status().ended()));
    }
    if (keyed.note() != null) {
      facts.put("Note", keyed.note());
    }
    facts.put("Id", run.id());
    return Html.of("<section class=\"card\"><h2>About</h2>{}</section>", JobFacts.facts(facts));
  }

  private static String word(Run.Trigger trigger) {
    return switch (trigger) {
      case MANUAL -> "asked for";
      case EVENT -> "an event";
      case SCHEDULE -> "its schedule";
      case BACKFILL -> "a backfill";
    };
  }

  private static String exact(Visit visit, Instant time) {
    return Moments.exact(time, visit.moments().zone());
  }
}
