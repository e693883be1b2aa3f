package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DueTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final Instant DUE = at("12:00:00");

  private static Instant at(String time) {
    return Instant.parse("2026-01-01T" + time + "Z");
  }

  private static Timetable hourly(Misfire misfire, Duration jitter) {
    return new Timetable(
        Schedule.parse("0 * * * *"), BERLIN, null, null, jitter, misfire, Overlap.ALLOW);
  }

  private static Due due(Misfire misfire, String now) {
    return hourly(misfire, Duration.ZERO).due(DUE, at(now), GRACE);
  }

  private static Optional<Instant> next(String time) {
    return Optional.of(at(time));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_still_to_come_does_not_run(Misfire misfire) {
    assertThat(due(misfire, "11:59:59")).isEqualTo(new Due(List.of(), 0, next("12:00:00")));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_late_by_no_more_than_the_grace_runs(Misfire misfire) {
    assertThat(due(misfire, "12:00:00")).isEqualTo(new Due(List.of(DUE), 0, next("13:00:00")));
    assertThat(due(misfire, "12:05:00")).isEqualTo(new Due(List.of(DUE), 0, next("13:00:00")));
  }

  @Test
  void what_jitter_held_back_is_not_missed() {
    var timetable = hourly(Misfire.SKIP, Duration.ofMinutes(10));
    assertThat(timetable.due(DUE, at("12:15:00"), GRACE).toRun()).containsExactly(DUE);
    assertThat(timetable.due(DUE, at("12:15:01"), GRACE).toRun()).isEmpty();
  }

  @Test
  void missed_times_are_skipped() {
    assertThat(due(Misfire.SKIP, "12:05:01")).isEqualTo(new Due(List.of(), 1, next("13:00:00")));
    assertThat(due(Misfire.SKIP, "15:30:00")).isEqualTo(new Due(List.of(), 4, next("16:00:00")));
    assertThat(due(Misfire.SKIP, "15:02:00"))
        .isEqualTo(new Due(List.of(at("15:00:00")), 3, next("16:00:00")));
  }

  @Test
  void of_missed_times_the_newest_runs_once() {
    assertThat(due(Misfire.RUN_ONCE, "12:30:00"))
        .isEqualTo(new Due(List.of(DUE), 0, next("13:00:00")));
    assertThat(due(Misfire.RUN_ONCE, "15:30:00"))
        .isEqualTo(new Due(List.of(at("15:00:00")), 3, next("16:00:00")));
    assertThat(due(Misfire.RUN_ONCE, "15:02:00"))
        .isEqualTo(new Due(List.of(at("14:00:00"), at("15:00:00")), 2, next("16:00:00")));
  }

  @Test
  void all_missed_times_run_oldest_first() {
    assertThat(due(Misfire.RUN_ALL, "14:30:00"))
        .isEqualTo(
            new Due(List.of(at("12:00:00"), at("13:00:00"), at("14:00:00")), 0, next("15:00:00")));
  }

  @Test
  void a_stored_time_counts_though_the_schedule_has_changed() {
    var due = hourly(Misfire.RUN_ALL, Duration.ZERO).due(at("11:20:00"), at("12:30:00"), GRACE);
    assertThat(due)
        .isEqualTo(new Due(List.of(at("11:20:00"), at("12:00:00")), 0, next("13:00:00")));
  }

  @Test
  void nothing_comes_after_the_end() {
    var timetable =
        new Timetable(
            Schedule.parse("0 * * * *"),
            BERLIN,
            null,
            at("13:00:00"),
            Duration.ZERO,
            Misfire.RUN_ALL,
            Overlap.ALLOW);
    assertThat(timetable.due(DUE, at("20:00:00"), GRACE))
        .isEqualTo(new Due(List.of(DUE, at("13:00:00")), 0, Optional.empty()));
  }

  @Test
  void a_list_of_times_runs_what_was_missed() {
    var timetable =
        new Timetable(
            Schedule.parse("at 2026-01-01T12:00Z, 2026-01-01T13:00Z"),
            BERLIN,
            null,
            null,
            Duration.ZERO,
            Misfire.RUN_ONCE,
            Overlap.ALLOW);
    assertThat(timetable.due(DUE, at("20:00:00"), GRACE))
        .isEqualTo(new Due(List.of(at("13:00:00")), 1, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "* * * * * *, SKIP, 300, 31535701",
    "* * * * * *, RUN_ONCE, 301, 31535700",
    "* * * * * *, RUN_ALL, 10000, 31526001",
    "every 1s, SKIP, 300, 31535701",
    "every 1s, RUN_ONCE, 301, 31535700",
    "every 1s, RUN_ALL, 10000, 31526001",
    "*/10 6-7 * * MON-FRI, SKIP, 0, 3133",
  })
  void a_year_of_seconds_is_reckoned_not_listed(
      String schedule, Misfire misfire, int toRun, long skipped) {
    var timetable =
        new Timetable(
            Schedule.parse(schedule), BERLIN, null, null, Duration.ZERO, misfire, Overlap.ALLOW);
    var due = timetable.due(DUE, DUE.plus(Duration.ofDays(365)), GRACE.minusSeconds(1));
    assertThat(due.toRun()).hasSize(toRun).isSorted();
    assertThat(due.skipped()).isEqualTo(skipped);
    assertThat(due.next()).isPresent();
  }
}
