package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static Fingerprint of(Part... parts) {
    return new Fingerprint(List.of(parts));
  }

  /// Cells numbered from 1.
  private static Fingerprint cells(String... sources) {
    return new Fingerprint(
        IntStream.range(0, sources.length)
            .mapToObj(i -> Part.of(Kind.CELL, Integer.toString(i + 1), sources[i]))
            .toList());
  }

  private static Part alpha(String value) {
    return Part.shown(Kind.PARAMETER, "alpha", value);
  }

  @Test
  void the_order_of_parts_does_not_count_but_that_of_cells_does() {
    Part input = Part.of(Kind.INPUT, "a.csv", "1");
    assertThat(of(alpha("1"), input).hash()).isEqualTo(of(input, alpha("1")).hash()).hasSize(64);
    assertThat(cells("a", "b").hash()).isNotEqualTo(cells("b", "a").hash());
  }

  @Test
  void where_a_cell_stands_among_texts_does_not_count() {
    assertThat(of(Part.of(Kind.CELL, "1", "x")).hash())
        .isEqualTo(of(Part.of(Kind.CELL, "7", "x")).hash());
  }

  @Test
  void each_part_counts_by_kind_name_and_content() {
    List<String> hashes = new ArrayList<>();
    hashes.add(of(alpha("1")).hash());
    hashes.add(of(alpha("2")).hash());
    hashes.add(of(alpha("\"1\"")).hash());
    hashes.add(of(Part.of(Kind.PARAMETER, "beta", "1")).hash());
    hashes.add(of(Part.of(Kind.ENVIRONMENT, "alpha", "1")).hash());
    hashes.add(of().hash());
    hashes.add(cells("1").hash());
    assertThat(hashes).doesNotHaveDuplicates();
    assertThat(of(Part.of(Kind.PARAMETER, "alpha", "1")).hash())
        .as("whether it is shown does not count")
        .isEqualTo(hashes.getFirst());
  }

  @Test
  void differences_are_told_part_by_part() {
    Fingerprint earlier =
        of(
            alpha("0.5"),
            Part.of(Kind.PARAMETER, "token", "a"),
            Part.of(Kind.INPUT, "a.csv", "1"),
            Part.of(Kind.INPUT, "gone.csv", "1"),
            Part.of(Kind.WORK, "the command", "x"),
            Part.shown(Kind.ENVIRONMENT, "kernel", "python3"));
    Fingerprint now =
        of(
            alpha("0.6"),
            Part.of(Kind.PARAMETER, "token", "b"),
            Part.shown(Kind.PARAMETER, "new", "1"),
            Part.of(Kind.INPUT, "a.csv", "2"),
            Part.of(Kind.WORK, "the command", "y"),
            Part.shown(Kind.ENVIRONMENT, "kernel", "ir"),
            new Part(Kind.UPSTREAM, "load", "f", "was done anew"));
    assertThat(now.since(earlier))
        .containsExactly(
            "the command changed",
            "parameter alpha 0.5 → 0.6",
            "parameter token changed",
            "parameter new added: 1",
            "input a.csv changed",
            "input gone.csv removed",
            "environment: kernel python3 → ir",
            "upstream load was done anew");
    assertThat(earlier.since(now)).contains("upstream load no longer reuses work");
    assertThat(now.since(now)).isEmpty();
  }

  @Test
  void a_cell_that_is_added_or_removed_does_not_make_those_after_it_others() {
    Fingerprint before = cells("a", "b", "c", "d");
    assertThat(cells("a", "b", "x", "d").since(before)).containsExactly("cell 3 changed");
    assertThat(cells("a", "x", "b", "c", "d").since(before)).containsExactly("cell 2 added");
    assertThat(cells("a", "c", "d").since(before)).containsExactly("cell 2 removed");
    assertThat(cells("a", "x", "y", "d").since(before))
        .containsExactly("cell 2 changed", "cell 3 changed");
    assertThat(cells("a", "a").since(cells("a"))).containsExactly("cell 2 added");
  }
}
