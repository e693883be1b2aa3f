package dev.nightjar.web;

import dev.nightjar.run.RunState;
import dev.nightjar.store.RunMarks.Mark;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The last weeks, day by day: how many runs there were, and how they ended.
record Calendar(Moments moments, int weeks) {
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

  /// @param definition whose runs they are
  Html of(String definition, List<Mark> marks) {
    Map<LocalDate, List<Mark>> days =
        marks.stream()
            .collect(
                Collectors.groupingBy(mark -> LocalDate.ofInstant(mark.created(), moments.zone())));
    LocalDate today = LocalDate.ofInstant(moments.now(), moments.zone());
    LocalDate first =
        today.minusWeeks(weeks - 1L).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    List<Html> rows = new ArrayList<>();
    for (LocalDate monday = first; !monday.isAfter(today); monday = monday.plusWeeks(1)) {
      List<Html> cells = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        LocalDate day = monday.plusDays(i);
        cells.add(
            day.isAfter(today)
                ? Html.of("<td></td>")
                : cell(definition, day, days.getOrDefault(day, List.of()), day.equals(today)));
      }
      rows.add(Html.of("<tr>{}</tr>", cells));
    }
    return Html.of(
        "<table class=\"calendar\"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        Html.each(
            List.of(DayOfWeek.values()),
            day ->
                Html.of(
                    "<th scope=\"col\"><abbr title=\"{}\">{}</abbr></th>",
                    day.getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                    day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))),
        rows);
  }

  private static Html cell(String definition, LocalDate day, List<Mark> runs, boolean today) {
    String number =
        day.getDayOfMonth() == 1
            ? day.getDayOfMonth() + " " + MONTH.format(day)
            : String.valueOf(day.getDayOfMonth());
    if (runs.isEmpty()) {
      return Html.of(
          "<td{}><span class=\"day\">{}</span></td>",
          Html.when(today, " class=\"today\" aria-current=\"date\""),
          number);
    }
    long failed = count(runs, EnumSet.of(RunState.FAILED));
    long fine = count(runs, EnumSet.of(RunState.SUCCESS));
    RunState worst =
        failed > 0
            ? RunState.FAILED
            : fine == runs.size() ? RunState.SUCCESS : runs.getFirst().state();
    return Html.of(
        """
        <td{}><a class="day {}" href="/jobs?definition={}&amp;day={}"><span>{}</span>\
        <span class="day-runs">{}{}</span><span class="unseen">{} runs, {} failed</span></a></td>""",
        Html.when(today, " class=\"today\" aria-current=\"date\""),
        States.style(worst),
        definition,
        day,
        number,
        States.icon(worst),
        runs.size() == 1 ? "" : failed > 0 ? failed + "/" + runs.size() : runs.size(),
        runs.size(),
        failed);
  }

  private static long count(List<Mark> runs, EnumSet<RunState> states) {
    return runs.stream().filter(mark -> states.contains(mark.state())).count();
  }
}
