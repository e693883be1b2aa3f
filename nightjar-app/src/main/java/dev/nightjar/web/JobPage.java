package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.scheduler.Waits;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.task.AttemptDisk;
import java.util.List;
import java.util.Optional;

/// `/jobs/{id}`: one job, live while it runs.
record JobPage(Services services) {
  private static final int LOG_BYTES = 64 << 10;

  private enum View {
    CELLS("Cells"),
    NOTEBOOK("Notebook"),
    LOG("Log");

    private final String words;

    View(String words) {
      this.words = words;
    }

    static View of(Visit visit) {
      return switch (visit.query("view")) {
        case "notebook" -> NOTEBOOK;
        case "log" -> LOG;
        case null, default -> CELLS;
      };
    }
  }

  Page show(Visit visit) {
    var views = new RunViews(services);
    Run run = views.require(visit.id());
    List<Attempt> attempts = views.attempts(run);
    Optional<AttemptDisk> disk = views.disk(run, attempts);
    View view = View.of(visit);
    RunState state = run.status().state();
    Html body =
        Html.of(
            """
            {}{}{}{}
            <div class="columns job"><div>{}{}</div>{}</div>""",
            Html.of("{}{}", head(visit, run), waits(run)),
            state.ended() ? Html.NONE : active(visit, views, run),
            failure(run, attempts),
            new ResumeSection(visit, "/jobs/" + run.id()).of(ResumeSection.kernel(services, run)),
            tabs(run, view),
            switch (view) {
              case CELLS -> cells(run, disk);
              case NOTEBOOK -> notebook(run, disk);
              case LOG -> log(run, disk);
            },
            new JobFacts(services).of(visit, run, attempts));
    String title = "%s %s".formatted(state, run.workflow().name());
    return new Page(
        Page.Section.JOBS,
        title,
        "Job %s is %s".formatted(run.workflow().name(), state),
        state.ended() ? null : "/live?job=" + run.id(),
        body);
  }

  private Html head(Visit visit, Run run) {
    Run.Status status = run.status();
    return Html.of(
        """
        <div class="title"><div><p class="crumbs"><a href="/jobs">Jobs</a>{}</p>
        <h1>{} {}</h1>
        <p class="quiet">{} submitted by {} {}{}</p></div>
        <form class="actions" method="post" action="/jobs/{}/do">{}{}{}{}</form></div>""",
        definition(run),
        run.workflow().name(),
        States.badge(status.state()),
        run.workflow().onlyNotebook().notebook(),
        run.cause().by(),
        visit.moments().relative(status.created()),
        status.started() == null
            ? ""
            : (status.ended() == null ? ", runs for " : ", took ")
                + visit.moments().took(status.started(), status.ended()),
        run.id(),
        visit.csrf(),
        status.state().ended()
            ? Html.NONE
            : Html.of(
                "<button class=\"button\" name=\"do\" value=\"stop\"{}>Stop</button>",
                Html.when(status.state() == RunState.STOPPING, " disabled")),
        status.state().ended()
            ? Html.of(
                "<button class=\"button primary\" name=\"do\" value=\"again\">Run again</button>")
            : Html.NONE,
        Html.of(
            "<button class=\"button danger\" name=\"do\" value=\"delete\" data-sure=\"Delete this job with all its files?\">Delete</button>"));
  }

  /// What keeps it from starting, if that does not end by itself.
  private Html waits(Run run) {
    return Waits.reason(services.database(), run, services.clock().instant())
        .map(why -> Html.of("<p class=\"card note\">{}</p>", why))
        .orElse(Html.NONE);
  }

  private Html definition(Run run) {
    String id = run.workflowId();
    if (id == null) {
      return Html.NONE;
    }
    Optional<StoredWorkflow> stored =
        services.database().read(transaction -> new WorkflowStore().find(transaction, id));
    return Html.of(
        " of <a href=\"/definitions/{}\">{}</a>",
        id,
        stored.map(there -> there.workflow().name()).orElse("a definition that is gone"));
  }

  private static Html active(Visit visit, RunViews views, Run run) {
    return switch (run.status().state()) {
      case QUEUED -> Html.of("<p class=\"card note\">Waits for its turn.</p>");
      case STOPPING ->
          Html.of(
              "<p class=\"card note\">Is asked to stop: its kernel is interrupted, and killed if that does not end it.</p>");
      case RUNNING, SUCCESS, FAILED, STOPPED ->
          Html.of(
              "<div class=\"card\">{}</div>",
              RunViews.progress(views.active(run), visit.moments()));
    };
  }

  private static Html failure(Run run, List<Attempt> attempts) {
    RunState state = run.status().state();
    String message = run.status().message();
    if (state == RunState.STOPPED && message != null) {
      return Html.of("<p class=\"card note\">{}</p>", message);
    }
    if (state != RunState.FAILED) {
      return Html.NONE;
    }
    String details =
        !attempts.isEmpty() && attempts.getLast().outcome() instanceof Outcome.Failed failed
            ? failed.details()
            : null;
    return Html.of(
        """
        <section class="failure" id="failure" aria-labelledby="why"><h2 id="why">{}</h2>{}</section>""",
        message == null ? "It failed, and nobody knows why." : message,
        details == null ? Html.NONE : details(details.strip()));
  }

  /// The first line says which cell it was; then come its source and the traceback.
  private static Html details(String details) {
    String[] parts = details.split("\n\n", 2);
    var cell = java.util.regex.Pattern.compile("Cell (\\d+), (.*)").matcher(parts[0]);
    return parts.length == 2 && cell.matches()
        ? Html.of(
            "<p><a href=\"#cell-{}\">Cell {}</a>, {}</p><pre tabindex=\"0\" aria-label=\"Source and traceback\">{}</pre>",
            cell.group(1),
            cell.group(1),
            cell.group(2),
            parts[1])
        : Html.of("<pre tabindex=\"0\" aria-label=\"Details\">{}</pre>", details);
  }

  private static Html tabs(Run run, View now) {
    return Html.of(
        "<nav class=\"tabs\" aria-label=\"Of this job\">{}</nav>",
        List.of(View.values()).stream()
            .map(
                view ->
                    Html.of(
                        "<a href=\"/jobs/{}{}\"{}>{}</a>",
                        run.id(),
                        view == View.CELLS
                            ? ""
                            : "?view=" + view.words.toLowerCase(java.util.Locale.ROOT),
                        Html.when(view == now, " aria-current=\"page\""),
                        view.words))
            .toList());
  }

  private Html cells(Run run, Optional<AttemptDisk> disk) {
    Optional<Notebook> notebook = notebookOf(run, disk);
    int running =
        run.status().state() == RunState.RUNNING && disk.isPresent()
            ? runningCell(disk.get().progress())
            : -1;
    return Html.of(
        "<section aria-label=\"Cells\">{}</section>",
        notebook
            .map(there -> new CellList(there, running).of())
            .orElse(Html.of("<p class=\"none\">The notebook can't be read.</p>")));
  }

  private static int runningCell(AttemptDisk.Progress progress) {
    return progress.state().equals("running") ? progress.cell() : -1;
  }

  /// The notebook with its outputs; before there are any, as it was handed in.
  Optional<Notebook> notebookOf(Run run, Optional<AttemptDisk> disk) {
    return disk.flatMap(AttemptDisk::notebook)
        .or(
            () ->
                AttemptDisk.read(
                    services
                        .artifacts()
                        .resolve(run.snapshot())
                        .resolve(run.workflow().onlyNotebook().notebook())));
  }

  private static Html notebook(Run run, Optional<AttemptDisk> disk) {
    if (disk.isEmpty()) {
      return Html.of("<p class=\"none\">It was not started yet.</p>");
    }
    return Html.of(
        """
        <section aria-label="Notebook">{}
        <iframe class="paper" sandbox="allow-popups" src="/jobs/{}/notebook" title="The notebook of {}"></iframe>
        <p><a href="/jobs/{}/notebook">Open it alone</a></p></section>""",
        run.status().state().ended()
            ? Html.NONE
            : Html.of("<p class=\"quiet\">As it was when this page was loaded.</p>"),
        run.id(),
        run.workflow().name(),
        run.id());
  }

  private static Html log(Run run, Optional<AttemptDisk> disk) {
    String text = PlainText.of(disk.map(one -> one.log(LOG_BYTES)).orElse(""));
    return Html.of(
        """
        <section aria-label="Log">{}<p><a href="/jobs/{}/log">All of it, as text</a></p></section>""",
        text.isEmpty()
            ? Html.of("<p class=\"none\">Nothing was logged.</p>")
            : Html.of(
                "<pre class=\"log\" tabindex=\"0\" aria-label=\"Log\" data-follow>{}</pre>", text),
        run.id());
  }
}
