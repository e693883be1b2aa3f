package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class GapsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Gaps gaps = new Gaps(10);

  private void read(long id) {
    gaps.read(
        new Event(id, NOW, new Event.Subject(null, null, null), null, "QUEUED", "me", null), NOW);
  }

  @Test
  void without_gaps_all_that_was_read_is_complete() {
    read(11);
    read(12);

    assertThat(gaps.complete()).isEqualTo(12);
    assertThat(gaps.open(NOW)).isEmpty();
  }

  @Test
  void what_comes_after_a_gap_is_not_complete_until_it_is_filled() {
    read(11);
    read(14);

    assertThat(gaps.open(NOW)).containsExactly(12L, 13L);
    assertThat(gaps.complete()).isEqualTo(11);
    read(13);
    read(12);
    assertThat(gaps.complete()).isEqualTo(14);
  }

  @Test
  void a_gap_that_stays_is_given_up_after_a_minute() {
    read(12);

    assertThat(gaps.open(NOW.plusSeconds(61))).isEmpty();
    assertThat(gaps.complete()).isEqualTo(12);
  }

  @Test
  void of_a_wide_gap_only_the_end_is_kept() {
    read(1_000_000);

    assertThat(gaps.open(NOW)).hasSize(1_000).doesNotContain(11L).contains(999_999L);
  }
}
