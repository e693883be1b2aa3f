package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Schedules as JSON.
final class ScheduleView {
  private ScheduleView() {}

  static @Nullable ObjectNode of(@Nullable Timetable timetable) {
    if (timetable == null) {
      return null;
    }
    return Json.object()
        .put("expression", timetable.schedule().text())
        .put("description", timetable.schedule().describe())
        .put("timezone", zone(timetable))
        .put("start", text(timetable.start()))
        .put("end", text(timetable.end()))
        .put("jitter", timetable.jitter().toString())
        .put("misfire", timetable.misfire().name().toLowerCase(Locale.ROOT))
        .put("overlap", timetable.overlap().name().toLowerCase(Locale.ROOT));
  }

  /// What it means, and when it is due next.
  static ObjectNode preview(Timetable timetable, Instant after, int count) {
    ObjectNode json = Json.object();
    json.put("description", timetable.schedule().describe());
    json.put("timezone", zone(timetable));
    ArrayNode next = json.putArray("next");
    timetable.next(after, count).forEach(time -> next.add(time.toString()));
    return json;
  }

  private static String zone(Timetable timetable) {
    return timetable.zone().equals(ZoneOffset.UTC) ? "UTC" : timetable.zone().getId();
  }

  static @Nullable String text(@Nullable Object time) {
    return time == null ? null : time.toString();
  }
}
