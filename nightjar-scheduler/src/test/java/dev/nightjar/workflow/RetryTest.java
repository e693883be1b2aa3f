package dev.nightjar.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static List<Long> seconds(Retry retry) {
    return IntStream.rangeClosed(2, 5)
        .mapToObj(attempt -> retry.delayBefore(attempt, "etl#load#2024-01-02 00:00:00+00:00"))
        .map(Optional::orElseThrow)
        .map(Duration::toSeconds)
        .toList();
  }

  @Test
  void each_wait_is_the_one_before_times_the_backoff_up_to_the_longest() {
    assertThat(seconds(new Retry(9, Duration.ofMinutes(5), 2, Duration.ofMinutes(30), false)))
        .containsExactly(300L, 600L, 1200L, 1800L);
  }

  /// Calculated in Python by the formula of Airflow 2.9.3 for task `load` of DAG `etl`.
  @Test
  void waits_with_jitter_are_those_of_airflow() {
    assertThat(seconds(new Retry(9, Duration.ofMinutes(5), 2, Duration.ofDays(1), true, true)))
        .containsExactly(439L, 957L, 1602L, 3214L);
  }

  @Test
  void the_longest_wait_holds_with_jitter_too() {
    assertThat(seconds(new Retry(9, Duration.ofMinutes(5), 2, Duration.ofSeconds(310), true, true)))
        .allMatch(wait -> wait >= 300 && wait <= 310);
    assertThat(seconds(new Retry(9, Duration.ZERO, 2, Duration.ofDays(1), true, true)))
        .containsOnly(1L);
  }
}
