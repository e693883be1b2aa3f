package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Timetable timetable(
      String schedule, @Nullable Instant start, @Nullable Instant end) {
    return new Timetable(
        Schedule.parse(schedule),
        ZoneOffset.UTC,
        start,
        end,
        Duration.ZERO,
        Misfire.SKIP,
        Overlap.ALLOW);
  }

  private static List<Instant> hours(int... hours) {
    return IntStream.of(hours).mapToObj(hour -> NOON.plus(Duration.ofHours(hour))).toList();
  }

  @Test
  void times_lie_between_start_and_end_which_count_themselves() {
    for (var schedule : List.of("0 * * * *", "every 1h")) {
      var timetable = timetable(schedule, NOON, NOON.plus(Duration.ofHours(2)));
      assertThat(timetable.next(Instant.EPOCH, 10)).isEqualTo(hours(0, 1, 2));
      assertThat(timetable.next(NOON)).contains(NOON.plus(Duration.ofHours(1)));
      assertThat(timetable.next(NOON.plus(Duration.ofHours(2)))).isEmpty();
      assertThat(timetable.previous(Instant.MAX)).contains(NOON.plus(Duration.ofHours(2)));
      assertThat(timetable.previous(NOON)).isEmpty();
    }
  }

  @Test
  void no_more_times_are_listed_than_asked_for() {
    assertThat(timetable("0 * * * *", null, null).next(NOON, 3)).isEqualTo(hours(1, 2, 3));
    assertThat(timetable("0 * * * *", null, null).next(NOON, 0)).isEmpty();
    assertThat(timetable("0 0 31 2 *", null, null).next(NOON, 3)).isEmpty();
  }

  @Test
  void intervals_count_from_the_start() {
    var start = Instant.parse("2026-01-01T10:30:00.25Z");
    assertThat(timetable("every 3h", start, null).next(NOON, 2))
        .containsExactly(start.plus(Duration.ofHours(3)), start.plus(Duration.ofHours(6)));
    assertThat(timetable("every 3h", start, null).previous(NOON)).contains(start);
  }

  @Test
  void intervals_without_a_start_count_from_1970() {
    assertThat(timetable("every 7d", null, null).next(NOON))
        .contains(Instant.parse("2026-01-08T00:00:00Z"));
    assertThat(timetable("every 7d", null, null).next(Instant.parse("1969-12-31T00:00:00Z")))
        .contains(Instant.EPOCH);
    assertThat(timetable("every 7d", null, null).next(Instant.MAX)).isEmpty();
    assertThat(timetable("every 7d", null, null).previous(Instant.MIN)).isEmpty();
  }

  @Test
  void a_list_of_times_ends() {
    var timetable =
        timetable(
            "at 2026-01-01T13:00Z, 2026-01-01T15:00Z, 2026-01-01T17:00Z",
            null,
            NOON.plus(Duration.ofHours(4)));
    assertThat(timetable.next(NOON, 5)).isEqualTo(hours(1, 3));
    assertThat(timetable.previous(NOON.plus(Duration.ofHours(3))))
        .contains(NOON.plus(Duration.ofHours(1)));
  }

  @Test
  void a_cron_expression_is_about_the_zones_clocks() {
    var timetable = Timetable.of(Schedule.parse("0 6 * * *"), ZoneId.of("Europe/Berlin"));
    assertThat(timetable.next(NOON)).contains(Instant.parse("2026-01-02T05:00:00Z"));
  }

  @Test
  void without_jitter_a_run_starts_at_its_time() {
    assertThat(timetable("@daily", null, null).fireAt(NOON, "w1")).isEqualTo(NOON);
  }

  @Test
  void jitter_is_spread_evenly_and_always_the_same() {
    var timetable =
        new Timetable(
            Schedule.parse("@daily"),
            ZoneOffset.UTC,
            null,
            null,
            Duration.ofMinutes(10),
            Misfire.SKIP,
            Overlap.ALLOW);
    assertThat(timetable.fireAt(NOON, "w1"))
        .isEqualTo(timetable.fireAt(NOON, "w1"))
        .isEqualTo(Instant.parse("2026-01-01T12:03:49.510Z"));
    var minutes =
        IntStream.range(0, 10_000)
            .mapToObj(i -> Duration.between(NOON, timetable.fireAt(NOON, "w" + i)).toMinutes())
            .collect(Collectors.groupingBy(minute -> minute, Collectors.counting()));
    assertThat(minutes).hasSize(10);
    assertThat(minutes.values()).allMatch(count -> count > 850 && count < 1150);
    assertThat(timetable.fireAt(NOON, "w1"))
        .isNotEqualTo(timetable.fireAt(NOON.plusSeconds(1), "w1").minusSeconds(1));
  }

  @Test
  void a_timetable_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> timetable("@daily", NOON, NOON.minusSeconds(1)))
        .isInstanceOf(ScheduleException.class)
        .hasMessage(
            "The timetable ends at 2026-01-01T11:59:59Z, before it starts at 2026-01-01T12:00:00Z. Write a later end, or none.");
    assertThatThrownBy(
            () ->
                new Timetable(
                    Schedule.parse("@daily"),
                    ZoneOffset.UTC,
                    null,
                    null,
                    Duration.ofSeconds(-1),
                    Misfire.SKIP,
                    Overlap.ALLOW))
        .isInstanceOf(ScheduleException.class)
        .hasMessage("A jitter of PT-1S makes no sense. Write 0 seconds to 31 days.");
  }
}
