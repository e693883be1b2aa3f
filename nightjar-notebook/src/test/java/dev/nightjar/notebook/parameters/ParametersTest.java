package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParametersTest {
  private final Parameters base =
      Parameters.empty().with("a", ParameterValue.of(1)).with("b", ParameterValue.of(2));

  @Test
  void a_later_value_wins_and_the_name_keeps_its_place() {
    assertThat(base.with("a", ParameterValue.of("x")).toJson())
        .hasToString("{\"a\":\"x\",\"b\":2}");
  }

  @Test
  void others_are_added_behind_what_is_there() {
    Parameters others =
        Parameters.empty().with("c", ParameterValue.of(3)).with("b", ParameterValue.of(true));
    assertThat(base.with(others).names()).containsExactly("a", "b", "c");
    assertThat(base.with(others).get("b")).isEqualTo(ParameterValue.of(true));
  }

  @Test
  void adding_leaves_the_original_alone() {
    assertThat(base.with("c", ParameterValue.of(3))).isNotEqualTo(base);
    assertThat(base.names()).containsExactly("a", "b");
    assertThat(Parameters.empty().isEmpty()).isTrue();
  }
}
