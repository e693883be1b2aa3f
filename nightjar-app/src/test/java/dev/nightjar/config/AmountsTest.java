package dev.nightjar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "90, PT1M30S",
    "90s, PT1M30S",
    "500ms, PT0.5S",
    "15m, PT15M",
    "1h30m, PT1H30M",
    "1d2h3m4s, PT26H3M4S",
    "2m5s, PT2M5S"
  })
  void durations_are_a_number_with_a_unit_or_several(String text, Duration duration) {
    assertThat(Amounts.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "h", "30m1h", "1h1h", "1h 30m", "-5m", "1.5h", "soon"})
  void other_texts_are_none(String text) {
    assertThatThrownBy(() -> Amounts.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a duration such as");
  }
}
