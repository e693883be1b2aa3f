package dev.nightjar.web;

import dev.nightjar.schedule.Timetable;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A schedule in words, with its next times, before it is saved.
final class SchedulePreview {
  private static final int TIMES = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.ENGLISH);

  private SchedulePreview() {}

  static Html of(Moments moments, Timetable timetable) {
    List<Instant> times = timetable.next(moments.now(), TIMES);
    return Html.of(
        "<p class=\"preview-words\">{}</p>{}",
        Schedules.words(timetable),
        times.isEmpty()
            ? Html.of("<p>It is never due.</p>")
            : Html.of("<p class=\"quiet\">Its next runs:</p>{}", times(moments, timetable, times)));
  }

  static Html times(Moments moments, Timetable timetable, List<Instant> times) {
    return Html.of(
        "<ol class=\"times\">{}</ol>",
        Html.each(
            times,
            time ->
                Html.of(
                    "<li><span>{}</span> <span class=\"quiet\">{}</span></li>",
                    TIME.format(time.atZone(timetable.zone())),
                    moments.relative(time))));
  }
}
