package dev.nightjar.web;

import dev.nightjar.run.Attempt;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// When the tasks of a run ran: a line for each, a bar for each attempt.
record Gantt(Moments moments, RunPage.Found found) {
  private static final int MOST = 200;

  private record Line(StoredTaskRun task, List<Attempt> attempts) {
    Instant begin() {
      return attempts.getFirst().startedAt();
    }
  }

  Html of() {
    Map<String, List<Attempt>> attempts = found.attempts();
    List<Line> lines =
        found.tasks().stream()
            .filter(task -> attempts.containsKey(task.key().task()))
            .map(task -> new Line(task, attempts.getOrDefault(task.key().task(), List.of())))
            .sorted(Comparator.comparing(Line::begin))
            .toList();
    if (lines.isEmpty()) {
      return Html.of("<p class=\"none\">Nothing has started yet.</p>");
    }
    Instant from = lines.getFirst().begin();
    Instant to =
        lines.stream()
            .flatMap(line -> line.attempts().stream())
            .map(this::end)
            .max(Comparator.naturalOrder())
            .orElse(from);
    return Html.of(
        """
        <div class="timeline">{}<div class="tl-row"><span></span><span class="tl-ends">\
        {} {}</span><span class="tl-sum">{}</span></div></div>{}""",
        lines.stream().limit(MOST).map(line -> row(line, from, to)).toList(),
        moments.exact(from),
        moments.exact(to),
        moments.took(from, to),
        lines.size() > MOST
            ? Html.of("<p class=\"quiet\">and {} more</p>", lines.size() - MOST)
            : Html.NONE);
  }

  private Html row(Line line, Instant from, Instant to) {
    String name = line.task().key().task();
    String address = Places.task(found.run().workflow(), line.task().key().run(), name);
    Attempt last = line.attempts().getLast();
    return Html.of(
        """
        <div class="tl-row" data-key="g-{}"><a class="tl-name" href="{}" title="{}">{}</a>\
        <svg class="tl-plot" height="22" aria-hidden="true"><line x1="0%" x2="100%" y1="11" y2="11"/>{}</svg>\
        <span class="tl-sum">{}</span></div>
        """,
        name,
        address,
        name,
        name,
        Html.each(line.attempts(), attempt -> bar(line, attempt, address, from, to)),
        moments.took(last.startedAt(), last.endedAt()));
  }

  private Html bar(Line line, Attempt attempt, String address, Instant from, Instant to) {
    double x = at(attempt.startedAt(), from, to);
    double width = Math.max(0.3, at(end(attempt), from, to) - x);
    boolean last = attempt.number() == line.attempts().getLast().number();
    TaskRunState state = line.task().standing().state();
    String style = last ? States.style(state) : States.style(attempt.outcome());
    // What failed stands out by its height, too.
    boolean failed = style.equals(States.style(TaskRunState.FAILED));
    return Html.of(
        """
        <a href="{}?attempt={}" tabindex="-1"><title>{}, attempt {}, {}, took {}</title>\
        <rect class="{}" x="{}%" width="{}%" y="{}" height="{}" rx="2"/></a>""",
        address,
        attempt.number(),
        line.task().key().task(),
        attempt.number(),
        Moments.exact(attempt.startedAt(), moments.zone()),
        moments.took(attempt.startedAt(), attempt.endedAt()),
        style,
        number(Math.min(x, 99.7)),
        number(width),
        failed ? 1 : 4,
        failed ? 20 : 14);
  }

  private Instant end(Attempt attempt) {
    return attempt.endedAt() == null ? moments.now() : attempt.endedAt();
  }

  /// Where a time is, in percent.
  private static double at(Instant time, Instant from, Instant to) {
    double all = Math.max(1, Duration.between(from, to).toMillis());
    return Math.clamp(Duration.between(from, time).toMillis() / all * 100, 0, 100);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
