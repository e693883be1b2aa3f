package dev.nightjar.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What Airflow renders, rendered here.
final class AirflowContextTest {
  /// What needs objects of Python or of Airflow.
  private static final Set<String> NOT_HERE =
      Set.of(
          "{{ dag_run }}",
          "{{ task }}",
          "{{ test_mode }}",
          "{{ inlets }}",
          "{{ outlets }}",
          "{{ macros.random() < 1 }}",
          "{{ macros.time.gmtime(0).tm_year }}",
          "{{ macros.uuid.UUID(int=0) }}",
          "{{ conn.db1.host }}",
          "{{ conn.db1.password }}",
          "{{ conn.db1.get_uri() }}",
          "{{ conf.get(\"core\", \"executor\") }}");

  private static JsonNode scenarios() throws IOException {
    try (InputStream in = AirflowContextTest.class.getResourceAsStream("/airflow/context.json")) {
      return Json.parse(in).path("scenarios");
    }
  }

  static Stream<Arguments> expressions() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> scenario : scenarios().properties()) {
      for (Map.Entry<String, JsonNode> expression : scenario.getValue().properties()) {
        if (!NOT_HERE.contains(expression.getKey())) {
          all.add(
              Arguments.of(
                  scenario.getKey(), expression.getKey(), expression.getValue().asString()));
        }
      }
    }
    return all.stream();
  }

  private static Instant time(JsonNode expected, String name) {
    return OffsetDateTime.parse(expected.path("{{ " + name + " }}").asString()).toInstant();
  }

  private static Templates templates(String scenario) throws IOException {
    JsonNode expected = scenarios().path(scenario);
    boolean manual = scenario.startsWith("manual");
    Map<String, @Nullable Object> conf = new LinkedHashMap<>();
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    if (scenario.contains("06:00")) {
      parameters.put("p", "P1");
    }
    if (scenario.contains("conf")) {
      conf.put("k", "v");
      conf.put("p", "override");
      parameters.put("p", "override");
      parameters.put("k", "v");
    }
    return Templates.of(
        new RunContext(
            new RunContext.Names(
                expected.path("{{ dag.dag_id }}").asString(),
                "t1",
                expected.path("{{ run_id }}").asString(),
                manual,
                1),
            new RunContext.Times(
                time(expected, "logical_date"),
                time(expected, "data_interval_start"),
                time(expected, "data_interval_end"),
                time(expected, "prev_execution_date"),
                time(expected, "next_execution_date"),
                ZoneId.of("UTC")),
            parameters.isEmpty() && scenario.contains("second") ? Map.of("p", "P1") : parameters,
            conf,
            Map.of(),
            Map.of("x", "from-env", "j", "{\"a\": 5}"),
            Map.of()));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void renders_as_airflow_does(String scenario, String expression, String expected)
      throws IOException {
    Templates templates = templates(scenario);
    if (expected.startsWith("ERROR")) {
      assertThatThrownBy(() -> templates.text(expression, "here"))
          .isInstanceOf(TemplateException.class)
          .hasMessageContaining("is not defined in params");
    } else {
      assertThat(templates.text(expression, "here")).isEqualTo(expected);
    }
  }

  @Test
  void most_expressions_are_rendered() throws IOException {
    assertThat(expressions().count()).isGreaterThan(5 * 45);
  }

  @Test
  void what_needs_python_says_so_by_a_name_that_is_not_there_or_otherwise_printed()
      throws IOException {
    Templates templates = templates("manual of schedule=None DAG");
    for (String expression : List.of("{{ conn.db1.host }}", "{{ macros.uuid.UUID(int=0) }}")) {
      assertThatThrownBy(() -> templates.text(expression, "here"))
          .isInstanceOf(TemplateException.class)
          .hasMessageContaining("is not defined");
    }
  }
}
