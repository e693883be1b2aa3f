package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.notebook.NotebookException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PathTemplateTest {
  private static final PathTemplate.Builtins PM = builtins();

  @Test
  void templates_expand_as_with_pythons_str_format() {
    Parameters parameters = recordedParameters();
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : PythonRecordings.of("templates")) {
            String template = row.get(0).stringValue();
            String expected = row.get(2).stringValue();
            switch (row.get(1).stringValue()) {
              case "ok" ->
                  softly
                      .assertThatCode(
                          () ->
                              assertThat(PathTemplate.expand(template, parameters, PM))
                                  .isEqualTo(expected))
                      .as(template)
                      .doesNotThrowAnyException();
              case "missing" ->
                  softly
                      .assertThatThrownBy(() -> PathTemplate.expand(template, parameters, PM))
                      .as(template)
                      .isInstanceOf(NotebookException.class)
                      .hasMessageStartingWith(expected);
              default ->
                  softly
                      .assertThatThrownBy(() -> PathTemplate.expand(template, parameters, PM))
                      .as("%s: %s", template, expected)
                      .isInstanceOf(NotebookException.class)
                      .hasMessageContaining("'" + template + "'");
            }
          }
        });
  }

  @Test
  void a_missing_parameter_is_named_with_its_remedy() {
    assertThatThrownBy(() -> PathTemplate.expand("o_{zzz}.ipynb", Parameters.empty(), PM))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "Missing parameter 'zzz' for the path 'o_{zzz}.ipynb'. Pass it with -p, or double the braces if they are part of the name.");
  }

  @Test
  void a_malformed_template_is_explained_in_pythons_words() {
    assertThatThrownBy(() -> PathTemplate.expand("o_{a", Parameters.empty(), PM))
        .hasMessage(
            "The path 'o_{a' is no valid template: expected '}' before end of string. Double the braces if they are part of the name.");
  }

  @Test
  void a_parameter_named_pm_hides_the_built_in_one() {
    Parameters parameters = Parameters.empty().with("pm", ParameterValue.of("mine"));
    assertThat(PathTemplate.expand("{pm}", parameters, PM)).isEqualTo("mine");
  }

  @Test
  void the_built_in_times_are_the_clocks() {
    Clock clock =
        Clock.fixed(Instant.parse("2026-03-04T23:06:07.123456789Z"), ZoneId.of("Asia/Tokyo"));
    assertThat(
            PathTemplate.expand(
                "{pm[current_datetime_utc]} {pm[current_datetime_local]:%F %H}",
                Parameters.empty(), PathTemplate.Builtins.of(clock)))
        .isEqualTo("2026-03-04 23:06:07.123456 2026-03-05 08");
  }

  private static PathTemplate.Builtins builtins() {
    JsonNode pm = PythonRecordings.of("pm");
    return new PathTemplate.Builtins(
        pm.get("run_uuid").stringValue(),
        LocalDateTime.parse(pm.get("local").stringValue()),
        LocalDateTime.parse(pm.get("utc").stringValue()));
  }

  private static Parameters recordedParameters() {
    Parameters parameters = Parameters.empty();
    for (JsonNode row : PythonRecordings.of("parameters")) {
      parameters = parameters.with(row.get(0).stringValue(), PythonRecordings.value(row.get(1)));
    }
    return parameters;
  }
}
