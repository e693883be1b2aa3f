package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  private static List<Instant> next(String expression, String after, ZoneId zone, int count) {
    var cron = Cron.parse(expression);
    return Stream.iterate(
            cron.next(Instant.parse(after), zone),
            Optional::isPresent,
            time -> cron.next(time.orElseThrow(), zone))
        .limit(count)
        .map(Optional::orElseThrow)
        .toList();
  }

  private static List<Instant> times(String... texts) {
    return Stream.of(texts).map(Instant::parse).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 6 * * *         | 2026-01-01T06:30:00Z | 2026-01-02T06:30:00Z
          */15 * * * *       | 2026-01-01T00:15:00Z | 2026-01-01T00:30:00Z
          10/20 * * * *      | 2026-01-01T00:10:00Z | 2026-01-01T00:30:00Z
          0 8-18/5 * * *     | 2026-01-01T08:00:00Z | 2026-01-01T13:00:00Z
          0 22-5/3 * * *     | 2026-01-01T01:00:00Z | 2026-01-01T04:00:00Z
          0 0 * * FRI-MON    | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          0 0 * * 5-7        | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          0 0 * * 0-7        | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          0 0 * * 7-7        | 2026-01-04T00:00:00Z | 2026-01-11T00:00:00Z
          0 0 * * Sun,wEd    | 2026-01-04T00:00:00Z | 2026-01-07T00:00:00Z
          0 0 1 NOV-feb *    | 2026-02-01T00:00:00Z | 2026-11-01T00:00:00Z
          0 0 L * *          | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z
          0 0 30-L * *       | 2026-01-30T00:00:00Z | 2026-01-31T00:00:00Z
          0 0 * * 5#3        | 2026-01-16T00:00:00Z | 2026-02-20T00:00:00Z
          0 0 * * sat#5      | 2026-01-31T00:00:00Z | 2026-05-30T00:00:00Z
          0 0 * * mon-tue#1  | 2026-01-05T00:00:00Z | 2026-01-06T00:00:00Z
          0 0 * * L5         | 2026-01-30T00:00:00Z | 2026-02-27T00:00:00Z
          0 0 * * L7         | 2026-01-25T00:00:00Z | 2026-02-22T00:00:00Z
          0 0 13 * FRI       | 2026-01-02T00:00:00Z | 2026-01-09T00:00:00Z
          0 0 13 * 5#3       | 2026-01-13T00:00:00Z | 2026-01-16T00:00:00Z
          0 0 */1 * FRI      | 2026-01-02T00:00:00Z | 2026-01-09T00:00:00Z
          0 0 ? * FRI        | 2026-01-02T00:00:00Z | 2026-01-09T00:00:00Z
          0 0 1-31 * FRI     | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          0 0 * * * 30       | 2026-01-01T00:00:30Z | 2026-01-02T00:00:30Z
          * * * * * */20     | 2026-01-01T00:00:20Z | 2026-01-01T00:00:40Z
          0 0 29 2 *         | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
          @hourly            | 2026-01-01T01:00:00Z | 2026-01-01T02:00:00Z
          @Daily             | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          @midnight          | 2026-01-02T00:00:00Z | 2026-01-03T00:00:00Z
          @weekly            | 2026-01-04T00:00:00Z | 2026-01-11T00:00:00Z
          @monthly           | 2026-02-01T00:00:00Z | 2026-03-01T00:00:00Z
          @quarterly         | 2026-04-01T00:00:00Z | 2026-07-01T00:00:00Z
          @yearly            | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
          @annually          | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
          """)
  void expressions_mean_what_croniter_takes_them_for(
      String expression, String first, String second) {
    assertThat(next(expression, "2026-01-01T00:00:00Z", ZoneOffset.UTC, 2))
        .isEqualTo(times(first, second));
    assertThat(Cron.parse(expression).previous(Instant.parse(second), ZoneOffset.UTC))
        .contains(Instant.parse(first));
  }

  @Test
  void next_is_strictly_after_and_previous_strictly_before() {
    var cron = Cron.parse("0 6 * * *");
    var six = Instant.parse("2026-01-02T06:00:00Z");
    assertThat(cron.next(six, ZoneOffset.UTC)).contains(Instant.parse("2026-01-03T06:00:00Z"));
    assertThat(cron.next(six.minusNanos(1), ZoneOffset.UTC)).contains(six);
    assertThat(cron.previous(six, ZoneOffset.UTC)).contains(Instant.parse("2026-01-01T06:00:00Z"));
    assertThat(cron.previous(six.plusNanos(1), ZoneOffset.UTC)).contains(six);
  }

  @Test
  void what_never_comes_has_no_next_and_no_previous() {
    for (var never : List.of("0 0 31 2 *", "0 0 30,31 FEB *", "0 0 31 4,6,9,11 *")) {
      for (var zone : List.of(ZoneOffset.UTC, NEW_YORK)) {
        assertThat(Cron.parse(never).next(Instant.EPOCH, zone)).isEmpty();
        assertThat(Cron.parse(never).previous(Instant.EPOCH, zone)).isEmpty();
        assertThat(
                Cron.parse(never).count(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), zone))
            .isZero();
      }
    }
  }

  @Test
  void what_comes_once_in_forty_years_is_found() {
    assertThat(next("0 0 * 2 4#5", "2080-03-01T00:00:00Z", NEW_YORK, 1))
        .isEqualTo(times("2120-02-29T05:00:00Z"));
  }

  @Test
  void the_ends_of_time_are_no_trouble() {
    var cron = Cron.parse("0 6 * * *");
    assertThat(cron.next(Instant.MAX, NEW_YORK)).isEmpty();
    assertThat(cron.previous(Instant.MIN, NEW_YORK)).isEmpty();
    assertThat(cron.next(Instant.MIN, NEW_YORK)).isPresent();
    assertThat(cron.previous(Instant.MAX, NEW_YORK)).isPresent();
  }

  @Test
  void a_time_that_clocks_skip_comes_later_by_as_much() {
    assertThat(next("30 2 * * *", "2024-03-10T00:00:00Z", NEW_YORK, 2))
        .isEqualTo(times("2024-03-10T07:30:00Z", "2024-03-11T06:30:00Z"));
  }

  @Test
  void a_time_that_clocks_show_twice_comes_the_second_time() {
    assertThat(next("30 1 * * *", "2024-11-03T00:00:00Z", NEW_YORK, 2))
        .isEqualTo(times("2024-11-03T06:30:00Z", "2024-11-04T06:30:00Z"));
  }

  @Test
  void two_times_that_become_one_come_once() {
    assertThat(next("0 2,3 * * *", "2024-03-10T00:00:00Z", NEW_YORK, 2))
        .isEqualTo(times("2024-03-10T07:00:00Z", "2024-03-11T06:00:00Z"));
  }

  @Test
  void what_is_due_every_hour_goes_on_evenly() {
    assertThat(next("0 * * * *", "2024-03-10T05:30:00Z", NEW_YORK, 3))
        .isEqualTo(times("2024-03-10T06:00:00Z", "2024-03-10T07:00:00Z", "2024-03-10T08:00:00Z"));
    assertThat(next("0 0-23 * * *", "2024-11-03T04:30:00Z", NEW_YORK, 3))
        .isEqualTo(times("2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z", "2024-11-03T07:00:00Z"));
  }

  @Test
  void half_an_hours_change_makes_no_hour_longer() {
    assertThat(next("0 * * * *", "2024-04-06T13:30:00Z", LORD_HOWE, 3))
        .isEqualTo(times("2024-04-06T14:00:00Z", "2024-04-06T15:00:00Z", "2024-04-06T15:30:00Z"));
    assertThat(next("0 * * * *", "2024-10-05T14:00:00Z", LORD_HOWE, 3))
        .isEqualTo(times("2024-10-05T14:30:00Z", "2024-10-05T15:30:00Z", "2024-10-05T16:00:00Z"));
  }

  @Test
  void a_cron_is_its_text() {
    assertThat(Cron.parse(" 0  6 * * * "))
        .hasToString("0  6 * * *")
        .isEqualTo(Cron.parse("0  6 * * *"));
    assertThat(Cron.parse("@daily")).hasToString("@daily").isNotEqualTo(Cron.parse("0 0 * * *"));
  }
}
