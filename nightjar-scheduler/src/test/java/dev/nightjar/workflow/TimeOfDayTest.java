package dev.nightjar.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimeOfDayTest {
  private static Instant from(String time, String moment) {
    return new Wait.ForTimeOfDay(LocalTime.parse(time), ZoneId.of("Europe/Paris"))
        .from(Instant.parse(moment));
  }

  @Test
  void is_the_first_one_that_is_not_before() {
    assertThat(from("06:30", "2026-12-01T05:00:00Z")).isEqualTo("2026-12-01T05:30:00Z");
    assertThat(from("06:30", "2026-12-01T05:30:00Z")).isEqualTo("2026-12-01T05:30:00Z");
    assertThat(from("06:30", "2026-12-01T05:30:01Z")).isEqualTo("2026-12-02T05:30:00Z");
    assertThat(from("00:10", "2026-11-30T23:00:00Z")).isEqualTo("2026-11-30T23:10:00Z");
  }

  @Test
  void is_after_the_gap_where_clocks_skip_it() {
    assertThat(from("02:30", "2026-03-28T23:00:00Z")).isEqualTo("2026-03-29T01:30:00Z");
  }
}
