package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.task.AttemptDisk;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Work;
import java.util.List;
import java.util.Objects;

/// The attempts of a task, and what one of them left.
///
/// @param attempts all of them
/// @param number the one that is shown; there may be none
/// @param address the page of the task
record AttemptsSection(
    Services services, TaskRunKey key, List<Attempt> attempts, int number, String address) {
  private static final int LOG_BYTES = 64 << 10;

  /// How it failed, if it did.
  Html failure() {
    return attempts.stream()
        .filter(one -> one.number() == number)
        .map(Attempt::outcome)
        .filter(Objects::nonNull)
        .findFirst()
        .map(AttemptsSection::failure)
        .orElse(Html.NONE);
  }

  private static Html failure(Outcome outcome) {
    boolean bad =
        outcome instanceof Outcome.Failed
            || outcome instanceof Outcome.TimedOut
            || outcome instanceof Outcome.Lost;
    if (!bad) {
      return Html.NONE;
    }
    String details = outcome instanceof Outcome.Failed failed ? failed.details() : null;
    return Html.of(
        "<section class=\"failure\" id=\"failure\" aria-labelledby=\"why\"><h2 id=\"why\">{}</h2>{}</section>",
        outcome.message(),
        details == null
            ? Html.NONE
            : Html.of(
                "<pre tabindex=\"0\" aria-label=\"Details\">{}</pre>",
                PlainText.of(details.strip())));
  }

  /// All attempts, the last one first.
  ///
  /// @param wantsSome whether it is to say so if there are none
  Html list(Visit visit, boolean wantsSome) {
    if (attempts.isEmpty()) {
      return wantsSome ? Html.of("<p class=\"card note\">No worker has had it.</p>") : Html.NONE;
    }
    return Html.of(
        "<section class=\"card\" aria-labelledby=\"attempts\"><h2 id=\"attempts\">Attempts</h2><ul class=\"rows\">{}</ul></section>",
        Html.each(
            attempts.reversed(),
            attempt ->
                Html.of(
                    "<li><div class=\"row-head\">{}<a class=\"name\" href=\"{}?attempt={}\"{}>Attempt {}</a><span class=\"quiet\">{}, {}, {}</span></div>{}</li>",
                    States.badge(attempt.outcome()),
                    address,
                    attempt.number(),
                    Html.when(attempt.number() == number, " aria-current=\"true\""),
                    attempt.number(),
                    visit.moments().relative(attempt.startedAt()),
                    visit.moments().took(attempt.startedAt(), attempt.endedAt()),
                    attempt.worker(),
                    attempt.outcome() == null || attempt.outcome().message() == null
                        ? Html.NONE
                        : Html.of("<p class=\"quiet\">{}</p>", attempt.outcome().message()))));
  }

  /// The notebook that it left, if it did.
  Html notebook(Work work) {
    return work instanceof NotebookWork && disk().notebook().isPresent()
        ? Html.of(
            """
            <section aria-label="Notebook">
            <iframe class="paper" sandbox="allow-popups" src="{}/notebook?attempt={}" title="The notebook of {}"></iframe>
            <p><a href="{}/notebook?attempt={}">Open it alone</a></p></section>""",
            address,
            number,
            key.task(),
            address,
            number)
        : Html.NONE;
  }

  /// The end of its log.
  Html log() {
    if (attempts.isEmpty()) {
      return Html.NONE;
    }
    String text = PlainText.of(disk().log(LOG_BYTES));
    return Html.of(
        """
        <section aria-labelledby="log"><h2 id="log">Log of attempt {}</h2>{}<p><a href="{}/log?attempt={}">All of it, as text</a></p></section>""",
        number,
        text.isEmpty()
            ? Html.of("<p class=\"none\">Nothing was logged.</p>")
            : Html.of(
                "<pre class=\"log\" tabindex=\"0\" aria-label=\"Log\" data-follow>{}</pre>", text),
        address,
        number);
  }

  private AttemptDisk disk() {
    return new TaskFiles(services).disk(key, number);
  }
}
