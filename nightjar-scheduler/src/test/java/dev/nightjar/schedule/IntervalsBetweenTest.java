package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntervalsBetweenTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static DataIntervals of(String schedule, ZoneId zone, @Nullable String start) {
    return new DataIntervals(
        new Timetable(
            Schedule.parse(schedule),
            zone,
            start == null ? null : Instant.parse(start),
            null,
            Duration.ZERO,
            Misfire.SKIP,
            Overlap.ALLOW),
        false);
  }

  private static List<String> starts(DataIntervals intervals, String from, String to) {
    return intervals.between(Instant.parse(from), Instant.parse(to), NOW, 100).stream()
        .map(interval -> interval.start().toString())
        .toList();
  }

  @Test
  void those_of_a_cron_expression_start_in_the_time_and_have_ended() {
    var daily = of("@daily", ZoneOffset.UTC, null);
    assertThat(starts(daily, "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"))
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z");
    assertThat(starts(daily, "2026-01-01T00:00:01Z", "2026-01-01T23:00:00Z")).isEmpty();
    assertThat(starts(daily, "2026-05-30T00:00:00Z", "2026-07-01T00:00:00Z"))
        .containsExactly("2026-05-30T00:00:00Z", "2026-05-31T00:00:00Z");
  }

  @Test
  void clocks_that_are_changed_are_followed() {
    assertThat(
            starts(
                of("0 6 * * *", ZoneId.of("Europe/Paris"), null),
                "2026-03-28T00:00:00Z",
                "2026-03-30T00:00:00Z"))
        .containsExactly("2026-03-28T05:00:00Z", "2026-03-29T04:00:00Z");
  }

  @Test
  void those_of_an_interval_schedule_count_from_its_start_and_none_is_before_it() {
    assertThat(
            starts(
                of("every 2h", ZoneOffset.UTC, "2026-01-01T01:00:00Z"),
                "2025-01-01T00:00:00Z",
                "2026-01-01T05:30:00Z"))
        .containsExactly("2026-01-01T01:00:00Z", "2026-01-01T03:00:00Z", "2026-01-01T05:00:00Z");
    assertThat(
            starts(
                of("every 2h", ZoneOffset.UTC, null),
                "2026-01-01T01:30:00Z",
                "2026-01-01T04:00:00Z"))
        .containsExactly("2026-01-01T02:00:00Z", "2026-01-01T04:00:00Z");
  }

  @Test
  void those_of_a_list_of_times_are_its_times() {
    assertThat(
            starts(
                of(
                    "at 2026-01-01T00:00Z, 2026-02-01T00:00Z, 2027-01-01T00:00Z",
                    ZoneOffset.UTC,
                    null),
                "2026-01-15T00:00:00Z",
                "2028-01-01T00:00:00Z"))
        .containsExactly("2026-02-01T00:00:00Z");
  }

  @Test
  void nothing_is_due_of_a_schedule_that_is_over_but_runs_by_hand_have_their_interval() {
    for (String schedule : List.of("@daily", "every 2h", "at 2026-01-01T00:00Z")) {
      DataIntervals over = of(schedule, ZoneId.of("Asia/Seoul"), "2025-01-01T00:00:00Z").over();
      assertThat(over.next(null, NOW)).isEmpty();
      assertThat(over.manual(NOW)).isNotEmpty();
      assertThat(over.timetable().zone().getId()).isEqualTo("Asia/Seoul");
    }
  }
}
