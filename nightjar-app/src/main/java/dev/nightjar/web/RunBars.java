package dev.nightjar.web;

import dev.nightjar.run.RunState;
import dev.nightjar.store.RunMarks.Mark;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last runs of a definition or workflow as bars, the newest at the right, as high as they took
/// long.
///
/// @param runs where their pages are, with `/` at its end
record RunBars(Moments moments, String runs) {
  private static final int HEIGHT = 24;

  /// @param marks the newest first
  Html of(List<Mark> marks) {
    if (marks.isEmpty()) {
      return Html.of("<span class=\"quiet\">no runs yet</span>");
    }
    double longest =
        marks.stream().mapToDouble(mark -> Math.max(0.001, seconds(mark))).max().orElse(1);
    long failed = marks.stream().filter(mark -> mark.state() == RunState.FAILED).count();
    return Html.of(
        "<span class=\"run-bars\">{}</span><span class=\"unseen\">last {} runs: {} failed; the newest is {}</span>",
        marks.reversed().stream()
            .map(mark -> bar(mark, (int) Math.round(5 + (HEIGHT - 5) * seconds(mark) / longest)))
            .toList(),
        marks.size(),
        failed,
        marks.getFirst().state());
  }

  private Html bar(Mark mark, int height) {
    boolean failed = mark.state() == RunState.FAILED;
    return Html.of(
        """
        <a href="{}{}" tabindex="-1" aria-hidden="true"><svg width="8" height="{}"><title>{}, {}, took {}</title>\
        <rect class="{}" width="8" y="{}" height="{}" rx="1.5"/>{}</svg></a>""",
        runs,
        mark.run(),
        HEIGHT + 4,
        mark.state(),
        Moments.exact(mark.created(), moments.zone()),
        moments.took(mark.started(), mark.ended()),
        States.style(mark.state()),
        HEIGHT - height,
        height,
        // The mark below what failed is there for those who don't see its colour.
        failed
            ? Html.of(
                "<rect class=\"is-failed\" x=\"1\" width=\"6\" y=\"{}\" height=\"2.5\"/>",
                HEIGHT + 1.5)
            : Html.NONE);
  }

  private double seconds(Mark mark) {
    return mark.started() == null
        ? 0
        : Duration.between(mark.started(), mark.ended() == null ? moments.now() : mark.ended())
                .toMillis()
            / 1000.0;
  }

  /// How long a run that succeeds usually takes; null if none did.
  static @Nullable Duration usual(List<Mark> marks) {
    List<Duration> took =
        marks.stream()
            .filter(mark -> mark.state() == RunState.SUCCESS)
            .filter(mark -> mark.started() != null && mark.ended() != null)
            .map(RunBars::took)
            .sorted()
            .toList();
    return took.isEmpty() ? null : took.get(took.size() / 2);
  }

  private static Duration took(Mark mark) {
    return mark.started() == null || mark.ended() == null
        ? Duration.ZERO
        : Duration.between(mark.started(), mark.ended());
  }
}
