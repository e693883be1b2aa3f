package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What timetables of Airflow 2.9.3 said.
class AirflowTest {
  /// A null schedule and `@continuous` are none of ours.
  private static final Set<Integer> NOT_SCHEDULES = Set.of(20, 21, 22);

  /// Runs at the times themselves, without data intervals.
  private static final Set<Integer> TRIGGERS = Set.of(108, 109, 110);

  /// `@once` without a start never runs; an end before the start is refused here.
  private static final Set<Integer> NO_TIMETABLES = Set.of(19, 42);

  record Case(int id, JsonNode recorded) {
    @Override
    public String toString() {
      return "%d %s %s".formatted(id, recorded.get("name"), recorded.get("schedule"));
    }

    Timetable timetable() {
      return new Timetable(
          schedule(),
          ZoneId.of(recorded.get("timezone").stringValue()),
          instant("start_date_utc"),
          end(),
          Duration.ZERO,
          Misfire.SKIP,
          Overlap.ALLOW);
    }

    private Schedule schedule() {
      var schedule = recorded.get("schedule");
      if (schedule.has("cron")) {
        boolean moments = schedule.get("type").stringValue().equals("cron_trigger");
        return Schedule.parse(schedule.get("cron").stringValue() + (moments ? " for 0s" : ""));
      }
      if (schedule.has("kwargs")) {
        return Schedule.parse(schedule.get("kwargs").has("weeks") ? "every 1w" : "every P1M");
      }
      if (schedule.isObject()) {
        return new Schedule.Every(Duration.ofSeconds(schedule.get("seconds").longValue()));
      }
      if (schedule.stringValue().equals("@once")) {
        return Schedule.parse("at " + recorded.get("start_date_utc").stringValue());
      }
      return Schedule.parse(schedule.stringValue());
    }

    private @Nullable Instant end() {
      var end = recorded.get("end_date");
      return end.isNull() ? null : Instant.parse(end.stringValue() + "Z");
    }

    @Nullable Instant instant(String name) {
      var value = recorded.get(name);
      return value == null || value.isNull() ? null : Instant.parse(value.stringValue());
    }

    Instant now() {
      return Instant.parse(recorded.get("now").stringValue());
    }

    boolean catchup() {
      return recorded.get("catchup").booleanValue();
    }

    @Nullable DataInterval last() {
      var last = recorded.get("last_data_interval");
      return last.isNull() ? null : interval(last.get(0), last.get(1));
    }

    List<DataInterval> expected() {
      var expected = new ArrayList<DataInterval>();
      for (var next : recorded.get("next")) {
        var interval = interval(next.get("data_interval_start"), next.get("data_interval_end"));
        if (!expected.isEmpty() && interval.start().isBefore(expected.getLast().end())) {
          break; // a defect, marked in the recording: time goes backwards
        }
        expected.add(interval);
      }
      return expected;
    }

    boolean isComplete() {
      return recorded.get("exhausted").booleanValue();
    }
  }

  private static DataInterval interval(JsonNode start, JsonNode end) {
    return new DataInterval(Instant.parse(start.stringValue()), Instant.parse(end.stringValue()));
  }

  private static Stream<Case> all() {
    return Recordings.read("airflow.json")
        .get("cases")
        .valueStream()
        .map(recorded -> new Case(recorded.get("id").intValue(), recorded))
        .filter(recorded -> !NOT_SCHEDULES.contains(recorded.id));
  }

  static Stream<Case> withIntervals() {
    return all().filter(recorded -> !NO_TIMETABLES.contains(recorded.id));
  }

  static Stream<Case> triggers() {
    return all().filter(recorded -> TRIGGERS.contains(recorded.id));
  }

  @ParameterizedTest
  @MethodSource("withIntervals")
  void data_intervals_follow_each_other_as_in_airflow(Case recorded) {
    var intervals = new DataIntervals(recorded.timetable(), recorded.catchup());
    var expected = recorded.expected();
    var found = new ArrayList<DataInterval>();
    var next = intervals.next(recorded.last(), recorded.now());
    while (next.isPresent() && found.size() < expected.size()) {
      found.add(next.get());
      next = intervals.next(next.get(), recorded.now());
    }
    assertThat(found).isEqualTo(expected);
    if (recorded.isComplete()) {
      assertThat(next).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("withIntervals")
  void a_run_by_hand_is_about_the_latest_interval_that_has_ended(Case recorded) {
    var manual = recorded.recorded.get("manual_run_at_now");
    assertThat(new DataIntervals(recorded.timetable(), recorded.catchup()).manual(recorded.now()))
        .contains(interval(manual.get(0), manual.get(1)));
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void cron_triggers_are_the_timetables_own_times(Case recorded) {
    var timetable = recorded.timetable();
    var expected = recorded.expected().stream().map(DataInterval::end).toList();
    var after =
        recorded.catchup()
            ? Instant.EPOCH
            : timetable.previous(recorded.now()).orElseThrow().minusNanos(1);
    assertThat(timetable.next(after, expected.size())).isEqualTo(expected);
  }

  @Test
  void all_recorded_cases_are_accounted_for() {
    assertThat(withIntervals().count())
        .isEqualTo(111 - NOT_SCHEDULES.size() - NO_TIMETABLES.size());
  }
}
