package dev.nightjar.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class GridTest {
  private static Map<String, Object> lists(Object... namesAndLists) {
    Map<String, Object> lists = new LinkedHashMap<>();
    for (int i = 0; i < namesAndLists.length; i += 2) {
      lists.put((String) namesAndLists[i], namesAndLists[i + 1]);
    }
    return lists;
  }

  private static OptionalLong size(Object points) {
    return new Grid(points, null).size();
  }

  @Test
  void the_last_name_changes_fastest() {
    assertThat(Grid.expand(lists("a", List.of(1, 2), "b", List.of("x", "y", "z"))))
        .extracting(Object::toString)
        .containsExactly(
            "{a=1, b=x}", "{a=1, b=y}", "{a=1, b=z}", "{a=2, b=x}", "{a=2, b=y}", "{a=2, b=z}");
  }

  @Test
  void points_may_be_given_one_by_one() {
    assertThat(Grid.expand(List.of(Map.of("a", 1), lists("a", 2, "b", 3))))
        .isEqualTo(List.of(Map.of("a", 1), lists("a", 2, "b", 3)));
  }

  @Test
  void an_empty_list_leaves_no_points() {
    assertThat(Grid.expand(lists("a", List.of(1), "b", List.of()))).isEmpty();
    assertThat(Grid.expand(List.of())).isEmpty();
    assertThat(Grid.expand(Map.of())).isEmpty();
  }

  @Test
  void what_is_no_grid_is_refused_with_its_place() {
    assertThatThrownBy(() -> Grid.expand("abc")).hasMessageStartingWith("grid: gives 'abc'");
    assertThatThrownBy(() -> Grid.expand(Map.of("a", 3)))
        .hasMessage("grid.a: gives '3', not a list");
    assertThatThrownBy(() -> Grid.expand(List.of(Map.of("a", 1), 2)))
        .hasMessage("grid[1]: gives '2': a point must be names with values");
  }

  @Test
  void more_than_ten_thousand_points_are_refused_before_they_are_made() {
    List<Integer> hundred = Collections.nCopies(100, 1);
    assertThat(Grid.expand(lists("a", hundred, "b", hundred))).hasSize(10_000);
    Map<String, Object> tooMany = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      tooMany.put("p" + i, hundred);
    }
    assertThatThrownBy(() -> Grid.expand(tooMany)).hasMessageContaining("at most 10,000");
    assertThatThrownBy(() -> Grid.expand(Collections.nCopies(10_001, Map.of())))
        .hasMessage("grid: has 10,001 points: at most 10,000 are allowed");
  }

  @Test
  void how_many_points_there_are_is_known_where_no_template_is_in_the_way() {
    assertThat(size(lists("a", List.of(1, 2), "b", List.of(1, 2, 3)))).hasValue(6);
    assertThat(size(List.of(Map.of(), Map.of()))).hasValue(2);
    assertThat(size(lists("a", "{{ params.a }}"))).isEmpty();
    assertThat(size("{{ params.grid }}")).isEmpty();
  }
}
