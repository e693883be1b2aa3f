package dev.nightjar.web;

import dev.nightjar.run.RunState;
import dev.nightjar.store.RunMarks.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A picture of what ran: a line for each definition, a bar for each run. Where many are close
/// together, one bar stands for them and has the colour of the worst.
///
/// @param from where it begins
/// @param moments when it ends, and on whose clocks
record Timeline(Instant from, Moments moments) {
  private static final int MOST_LINES = 10;
  private static final int STEPS = 300;
  private static final List<RunState> WORST_FIRST =
      List.of(
          RunState.FAILED,
          RunState.RUNNING,
          RunState.STOPPING,
          RunState.STOPPED,
          RunState.SUCCESS,
          RunState.QUEUED);

  /// The picture.
  Html of(List<Mark> marks) {
    Map<String, List<Mark>> lines = new LinkedHashMap<>();
    for (Mark mark : marks) {
      String key = Objects.requireNonNullElse(mark.workflow(), "\0" + mark.name());
      lines.computeIfAbsent(key, _ -> new ArrayList<>()).add(mark);
    }
    if (lines.isEmpty()) {
      return Html.of("<p class=\"none\">Nothing ran in this time.</p>");
    }
    int more = lines.size() - MOST_LINES;
    return Html.of(
        """
        <div class="timeline">{}
        <div class="tl-row tl-axis" aria-hidden="true"><span></span><svg class="tl-plot" height="18">{}</svg><span></span></div>
        </div>{}""",
        lines.values().stream().limit(MOST_LINES).map(this::line).toList(),
        ticks().entrySet().stream()
            .map(
                tick ->
                    Html.of("<text x=\"{}%\" y=\"13\">{}</text>", tick.getKey(), tick.getValue()))
            .toList(),
        more > 0 ? Html.of("<p class=\"quiet\">and {} more</p>", more) : Html.NONE);
  }

  private Html line(List<Mark> marks) {
    Mark newest = marks.getFirst();
    long failed = marks.stream().filter(mark -> mark.state() == RunState.FAILED).count();
    Map<Integer, List<Mark>> places = new TreeMap<>();
    marks.forEach(
        mark ->
            places
                .computeIfAbsent((int) (at(begin(mark)) / 100 * STEPS), _ -> new ArrayList<>())
                .add(mark));
    String address =
        newest.workflow() == null
            ? "/jobs?name=" + Visit.encoded(newest.name())
            : "/definitions/" + newest.workflow();
    return Html.of(
        """
        <div class="tl-row"><a class="tl-name" href="{}" title="{}">{}</a>\
        <svg class="tl-plot" height="26" aria-hidden="true">{}{}</svg>\
        <span class="tl-sum">{}{}</span></div>
        """,
        address,
        newest.name(),
        newest.name(),
        ticks().keySet().stream()
            .map(x -> Html.of("<line x1=\"{}%\" x2=\"{}%\" y1=\"0\" y2=\"26\"/>", x, x))
            .toList(),
        places.values().stream().map(this::bar).toList(),
        marks.size() == 1 ? "1 run" : marks.size() + " runs",
        failed == 0 ? Html.NONE : Html.of(", <b>{} failed</b>", failed));
  }

  private Html bar(List<Mark> here) {
    Mark worst =
        here.stream()
            .min(Comparator.comparingInt(mark -> WORST_FIRST.indexOf(mark.state())))
            .orElseThrow();
    Instant end =
        here.stream()
            .map(mark -> mark.ended() == null ? moments.now() : mark.ended())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Instant begin = here.stream().map(Timeline::begin).min(Comparator.naturalOrder()).orElseThrow();
    String x = number(at(begin));
    String width = number(Math.max(0.15, at(end) - at(begin)));
    // What failed stands out by its height, too.
    int height = worst.state() == RunState.FAILED ? 22 : 12;
    return Html.of(
        "<a href=\"/jobs/{}\" tabindex=\"-1\"><title>{}</title><rect class=\"{}\" x=\"{}%\" width=\"{}%\" y=\"{}\" height=\"{}\" rx=\"2\"/></a>",
        worst.run(),
        title(here, worst),
        States.style(worst.state()),
        x,
        width,
        13 - height / 2,
        height);
  }

  private String title(List<Mark> here, Mark worst) {
    String first =
        "%s %s, %s, took %s"
            .formatted(
                worst.name(),
                worst.state(),
                Moments.exact(begin(worst), moments.zone()),
                moments.took(worst.started(), worst.ended()));
    return here.size() == 1 ? first : "%d runs, among them: %s".formatted(here.size(), first);
  }

  private static Instant begin(Mark mark) {
    return mark.started() == null ? mark.created() : mark.started();
  }

  /// Where a time is, in percent.
  private double at(Instant time) {
    double all = Duration.between(from, moments.now()).toMillis();
    return Math.clamp(Duration.between(from, time).toMillis() / all * 100, 0, 100);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private Map<String, String> ticks() {
    boolean days = Duration.between(from, moments.now()).compareTo(Duration.ofDays(2)) > 0;
    var format = DateTimeFormatter.ofPattern(days ? "EEE d" : "HH:mm", Locale.ENGLISH);
    Map<String, String> ticks = new LinkedHashMap<>();
    ZonedDateTime time = from.atZone(moments.zone()).truncatedTo(ChronoUnit.DAYS);
    while (time.toInstant().isBefore(moments.now())) {
      if (time.toInstant().isAfter(from) && at(time.toInstant()) < 97) {
        ticks.put(number(at(time.toInstant())), format.format(time));
      }
      time = days ? time.plusDays(1) : time.plusHours(4);
    }
    return ticks;
  }
}
