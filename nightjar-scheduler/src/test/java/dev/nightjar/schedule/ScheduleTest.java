package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final String FORMS =
      "Write a cron expression (\"0 6 * * *\", \"@daily\"), an interval (\"every 15m\", \"PT15M\") or times (\"at 2026-12-01T06:00:00Z\").";

  @ParameterizedTest
  @CsvSource({
    "every 15m, PT15M",
    "every 1h30m, PT1H30M",
    "every 1d 12h, PT36H",
    "EVERY 2 Hours, PT2H",
    "every 15 min, PT15M",
    "every 1 week 3 days, PT240H",
    "every hour, PT1H",
    "every 90s, PT1M30S",
    "PT15M, PT15M",
    "P1D, PT24H",
    "every pt1h, PT1H",
  })
  void intervals_are_understood(String text, Duration interval) {
    assertThat(Schedule.parse(text)).isEqualTo(new Schedule.Every(interval));
  }

  @Test
  void times_are_sorted_and_none_comes_twice() {
    assertThat(
            Schedule.parse("at 2026-12-24T18:00+01:00, 2026-12-01 06:00:00Z,2026-12-24T17:00:00Z"))
        .isEqualTo(
            new Schedule.At(
                List.of(
                    Instant.parse("2026-12-01T06:00:00Z"), Instant.parse("2026-12-24T17:00:00Z"))));
  }

  @Test
  void times_without_an_offset_are_those_of_the_zone() {
    var berlin = ZoneId.of("Europe/Berlin");
    assertThat(Schedule.parse("at 2026-12-01T06:00", berlin).text())
        .isEqualTo("at 2026-12-01T05:00:00Z");
    assertThat(Schedule.parse("at 2026-03-29T02:30", berlin).text())
        .isEqualTo("at 2026-03-29T01:30:00Z");
    assertThat(Schedule.parse("at 2026-10-25T02:30", berlin).text())
        .isEqualTo("at 2026-10-25T01:30:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 6 * * *",
        "@Daily",
        "0  6 * * MON 30",
        "every 1d2h3m4s",
        "every 100000 s",
        "PT1S",
        "at 2026-12-01T06:00:00.5Z, 2026-12-02T06:00Z"
      })
  void text_is_read_back_as_the_same_schedule(String text) {
    var schedule = Schedule.parse(text);
    assertThat(Schedule.parse(schedule.text())).isEqualTo(schedule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 6 * * *                | At 06:00, every day
          every 15m                | Every 15 minutes
          every 60m                | Every hour
          every 1d2h3m4s           | Every 1 day, 2 hours, 3 minutes and 4 seconds
          at 2026-12-01T06:00:00Z  | Once, at 2026-12-01 06:00:00 UTC
          at 2026-12-01T06:00Z,2026-12-03T06:00Z | At 2 times, from 2026-12-01 06:00:00 UTC to 2026-12-03 06:00:00 UTC
          """)
  void a_schedule_is_put_in_words(String text, String words) {
    assertThat(Schedule.parse(text).describe()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          daily | 'daily' is no schedule. Did you mean @daily? FORMS
          15m | '15m' is no schedule. Did you mean "every 15m"? FORMS
          2026-12-01T06:00Z | '2026-12-01T06:00Z' is no schedule. Did you mean "at 2026-12-01T06:00Z"? FORMS
          attic | 'attic' is no schedule. FORMS
          `` | '' is no schedule. FORMS
          61 * * * * | '61 * * * *' is no cron expression: minute '61' is out of range. Write 0 to 59.
          every | '' is no interval: '' is not understood. Write a number and w, d, h, m or s, such as "every 1h30m".
          every 15 | '15' is no interval: '15' is not understood. Write a number and w, d, h, m or s, such as "every 1h30m".
          every 1h 5x | '1h 5x' is no interval: '5x' is not understood. Write a number and w, d, h, m or s, such as "every 1h30m".
          every 1h m | '1h m' is no interval: 'm' is not understood. Write a number and w, d, h, m or s, such as "every 1h30m".
          every 2 months | '2 months' is no interval: months and years differ in length. Write a cron expression, such as "0 0 1 * *".
          P1M | 'P1M' is no interval: months and years differ in length. Write a cron expression, such as "0 0 1 * *".
          PT1X | 'PT1X' is no interval: it is not as in ISO 8601. Write "PT15M", "PT1H30M" or "P1D".
          every 0s | An interval of PT0S makes no sense. Write whole seconds, from 1 second to 36525 days.
          PT0.5S | An interval of PT0.5S makes no sense. Write whole seconds, from 1 second to 36525 days.
          every 9999999999w | An interval of PT1679999999832H makes no sense. Write whole seconds, from 1 second to 36525 days.
          at 2026-12-01T06:00 | The time '2026-12-01T06:00' has no time zone. Write Z after it for UTC, or an offset such as +01:00.
          at 2026-12-01 | '2026-12-01' is no time. Write date, time and offset, such as 2026-12-01T06:00:00Z or 2026-12-01T06:00+01:00.
          at | '' is no time. Write date, time and offset, such as 2026-12-01T06:00:00Z or 2026-12-01T06:00+01:00.
          """)
  void an_error_says_what_is_wrong_and_what_to_write(String text, String message) {
    assertThatThrownBy(() -> Schedule.parse(text))
        .isInstanceOf(ScheduleException.class)
        .hasMessage(message.replace("FORMS", FORMS));
  }
}
