package dev.nightjar.http.api;

import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.schedule.Timetable;
import io.javalin.http.Context;
import java.util.List;

/// `/api/schedules`.
final class ScheduleApi {
  private final Services services;

  ScheduleApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(Operation.post("/api/schedules/preview", Role.VIEWER, this::preview));
  }

  private void preview(Context request) {
    Body body = Body.of(request, Bytes.SMALL);
    Long count = body.whole("count", 1, 100);
    Timetable timetable = ScheduleReader.read(body, null);
    body.check();
    if (timetable != null) {
      Requests.answer(
          request,
          ScheduleView.preview(
              timetable, services.clock().instant(), count == null ? 5 : count.intValue()));
    }
  }
}
