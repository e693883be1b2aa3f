package dev.nightjar.web;

import dev.nightjar.run.Attempt;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When the tasks of a run ran: a line for each, a bar for each attempt. A task without attempts of
/// its own, such as a grid, or one that waits, has one bar.
record Gantt(Moments moments, RunPage.Found found) {
  private static final int MOST = 200;

  /// A stretch of time.
  ///
  /// @param words what it is, for who points at it
  /// @param query what the address of its page ends with
  private record Bar(Instant from, @Nullable Instant to, String style, String words, String query) {
    /// What failed stands out by its height, too.
    boolean tall() {
      return style.equals(States.style(TaskRunState.FAILED));
    }
  }

  private record Line(String task, List<Bar> bars) {
    Instant begin() {
      return bars.getFirst().from();
    }
  }

  Html of() {
    List<Line> lines =
        found.tasks().stream()
            .map(task -> new Line(task.key().task(), bars(task)))
            .filter(line -> !line.bars().isEmpty())
            .sorted(Comparator.comparing(Line::begin))
            .toList();
    if (lines.isEmpty()) {
      return Html.of("<p class=\"none\">Nothing has started yet.</p>");
    }
    Instant from = lines.getFirst().begin();
    Instant to =
        lines.stream()
            .flatMap(line -> line.bars().stream())
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

  private List<Bar> bars(StoredTaskRun task) {
    TaskRunState state = task.standing().state();
    List<Attempt> attempts = found.attempts().getOrDefault(task.key().task(), List.of());
    Instant started = task.times().started();
    if (attempts.isEmpty()) {
      Instant ended = task.times().ended();
      return started == null || started.equals(ended)
          ? List.of()
          : List.of(new Bar(started, ended, States.style(state), "", ""));
    }
    int last = attempts.getLast().number();
    return attempts.stream()
        .map(
            attempt ->
                new Bar(
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.number() == last
                        ? States.style(state)
                        : States.style(attempt.outcome()),
                    ", attempt " + attempt.number(),
                    "?attempt=" + attempt.number()))
        .toList();
  }

  private Html row(Line line, Instant from, Instant to) {
    String address = Places.task(found.run().workflow(), found.run().run().id(), line.task());
    Bar last = line.bars().getLast();
    return Html.of(
        """
        <div class="tl-row" data-key="g-{}"><a class="tl-name" href="{}" title="{}">{}</a>\
        <svg class="tl-plot" height="22" aria-hidden="true"><line x1="0%" x2="100%" y1="11" y2="11"/>{}</svg>\
        <span class="tl-sum">{}</span></div>
        """,
        line.task(),
        address,
        line.task(),
        line.task(),
        Html.each(line.bars(), bar -> draw(line, bar, address, from, to)),
        moments.took(last.from(), last.to()));
  }

  private Html draw(Line line, Bar bar, String address, Instant from, Instant to) {
    double x = at(bar.from(), from, to);
    double width = Math.max(0.3, at(end(bar), from, to) - x);
    return Html.of(
        """
        <a href="{}{}" tabindex="-1"><title>{}{}, {}, took {}</title>\
        <rect class="{}" x="{}%" width="{}%" y="{}" height="{}" rx="2"/></a>""",
        address,
        bar.query(),
        line.task(),
        bar.words(),
        Moments.exact(bar.from(), moments.zone()),
        moments.took(bar.from(), bar.to()),
        bar.style(),
        number(Math.min(x, 99.7)),
        number(width),
        bar.tall() ? 1 : 4,
        bar.tall() ? 20 : 14);
  }

  private Instant end(Bar bar) {
    return bar.to() == null ? moments.now() : bar.to();
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
