package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.ValueStore;
import dev.nightjar.workflow.NotebookWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands beside a job: parameters, attempts, files, and where it ran.
record JobFacts(Services services) {
  Html of(Visit visit, Run run, List<Attempt> attempts) {
    return Html.of(
        "<aside aria-label=\"About this job\">{}{}{}{}{}</aside>",
        values(run),
        files(run),
        parameters(run),
        attempts(visit, attempts),
        about(visit, run));
  }

  private static Html parameters(Run run) {
    return Html.of(
        "<section class=\"card\"><h2>Parameters</h2>{}</section>",
        run.parameters().isEmpty()
            ? Html.of("<p class=\"none\">Those of the notebook.</p>")
            : facts(run.parameters()));
  }

  static Html facts(Map<String, ?> values) {
    return Html.of(
        "<dl class=\"facts\">{}</dl>",
        values.entrySet().stream()
            .map(
                one ->
                    Html.of(
                        "<div><dt>{}</dt><dd><code>{}</code></dd></div>",
                        one.getKey(),
                        PlainText.start(
                            one.getValue() instanceof String text
                                ? text
                                : Values.text(one.getValue()),
                            500)))
            .toList());
  }

  private static Html attempts(Visit visit, List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return Html.NONE;
    }
    return Html.of(
        "<section class=\"card\"><h2>Attempts</h2><ol class=\"attempts\">{}</ol></section>",
        Html.each(
            attempts.reversed(),
            attempt ->
                Html.of(
                    "<li value=\"{}\">{} <span class=\"quiet\">{}, {}</span>{}</li>",
                    attempt.number(),
                    States.badge(attempt.outcome()),
                    visit.moments().relative(attempt.startedAt()),
                    visit.moments().took(attempt.startedAt(), attempt.endedAt()),
                    message(attempt.outcome()))));
  }

  private static Html message(@Nullable Outcome outcome) {
    String message = outcome == null ? null : outcome.message();
    return message == null ? Html.NONE : Html.of("<p class=\"why\">{}</p>", message);
  }

  private Html values(Run run) {
    Map<String, String> facts = new LinkedHashMap<>();
    services
        .database()
        .read(transaction -> new ValueStore().ofRun(transaction, run.id()))
        .forEach(left -> facts.put(left.value().key(), left.value().json()));
    return facts.isEmpty()
        ? Html.NONE
        : Html.of("<section class=\"card\"><h2>Values</h2>{}</section>", facts(facts));
  }

  private Html files(Run run) {
    List<AttemptStore.Left> left = left(run);
    if (left.isEmpty()) {
      return Html.NONE;
    }
    List<AttemptStore.Left> sorted = new ArrayList<>(left);
    sorted.sort(java.util.Comparator.comparingInt(one -> order(one.artifact().kind())));
    return Html.of(
        "<section class=\"card\"><h2>Files</h2><ul class=\"files\">{}</ul></section>",
        Html.each(
            sorted,
            one ->
                Html.of(
                    "<li><a href=\"/jobs/{}/files/{}\" download>{}</a> <span class=\"quiet\">{}, {}</span></li>",
                    run.id(),
                    encodedPath(one.artifact().path()),
                    name(one.artifact()),
                    kind(one.artifact()),
                    size(one.artifact().size()))));
  }

  List<AttemptStore.Left> left(Run run) {
    return services
        .database()
        .read(transaction -> new AttemptStore().artifacts(transaction, List.of(run.id())))
        .getOrDefault(run.id(), List.of());
  }

  private static int order(Artifact.Kind kind) {
    return switch (kind) {
      case OUTPUT -> 0;
      case FILE -> 1;
      case INPUT -> 2;
      case LOG -> 3;
    };
  }

  private static String kind(Artifact artifact) {
    return switch (artifact.kind()) {
      case OUTPUT -> "output";
      case FILE -> "written by the notebook";
      case INPUT -> "as handed in";
      case LOG -> "log";
    };
  }

  private static String name(Artifact artifact) {
    return artifact.path().substring(artifact.path().indexOf('/') + 1);
  }

  private static String encodedPath(String path) {
    return String.join("/", List.of(path.split("/")).stream().map(Visit::encoded).toList());
  }

  static String size(long bytes) {
    return bytes < 1000
        ? bytes + " bytes"
        : bytes < 1_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
  }

  private static Html about(Visit visit, Run run) {
    NotebookWork work = run.workflow().onlyNotebook();
    Run.Status status = run.status();
    return Html.of(
        """
        <section class="card"><h2>About</h2><dl class="facts">\
        <div><dt>Environment</dt><dd>{}</dd></div><div><dt>Outputs</dt><dd>{}</dd></div>\
        <div><dt>Submitted</dt><dd>{}</dd></div>{}{}<div><dt>Why</dt><dd>{}</dd></div>\
        <div><dt>Id</dt><dd><code>{}</code></dd></div></dl></section>""",
        work.environment() == null || work.environment().isEmpty()
            ? "what the notebook names"
            : work.environment(),
        work.outputFormats().isEmpty() ? "none" : String.join(", ", work.outputFormats()),
        visit.moments().exact(status.created()),
        status.started() == null
            ? null
            : Html.of(
                "<div><dt>Started</dt><dd>{}</dd></div>", visit.moments().exact(status.started())),
        status.ended() == null
            ? null
            : Html.of(
                "<div><dt>Ended</dt><dd>{}</dd></div>", visit.moments().exact(status.ended())),
        switch (run.cause().trigger()) {
          case MANUAL, EVENT -> Html.text("asked for by " + run.cause().by());
          case SCHEDULE, BACKFILL ->
              Html.of("its schedule, for {}", visit.moments().exact(run.cause().logicalTime()));
        },
        run.id());
  }
}
