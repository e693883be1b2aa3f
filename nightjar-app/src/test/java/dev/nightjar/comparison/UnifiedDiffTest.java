package dev.nightjar.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void shows_each_change_with_two_lines_around_it() {
    List<String> before = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
    List<String> after = List.of("1", "two", "3", "4", "5", "6", "7", "8", "8½", "9");
    assertThat(UnifiedDiff.of(before, after))
        .containsExactly(
            "@@ -1,4 +1,4 @@",
            " 1",
            "-2",
            "+two",
            " 3",
            " 4",
            "@@ -7,3 +7,4 @@",
            " 7",
            " 8",
            "+8½",
            " 9");
  }

  @Test
  void is_empty_for_equal_texts() {
    assertThat(UnifiedDiff.of(List.of("a", "b"), List.of("a", "b"))).isEmpty();
  }

  @Test
  void cuts_what_is_too_long_to_be_read() {
    List<String> before = IntStream.range(0, 5000).mapToObj(i -> "a" + i).toList();
    List<String> after = IntStream.range(0, 5000).mapToObj(i -> "b" + i).toList();
    assertThat(UnifiedDiff.of(before, after)).hasSize(41).endsWith("… 9961 more lines");
    assertThat(UnifiedDiff.of(List.of("x".repeat(1000)), List.of()).getLast()).hasSize(301);
  }
}
