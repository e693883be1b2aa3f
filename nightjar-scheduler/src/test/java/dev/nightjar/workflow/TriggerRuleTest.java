package dev.nightjar.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TriggerRuleTest {
  @Test
  void each_rule_answers_as_airflow_does() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("triggerrules.json")) {
      JsonNode rows = new JsonMapper().readTree(Objects.requireNonNull(in)).get("rows");
      assertThat(rows.size()).isEqualTo(784);
      SoftAssertions.assertSoftly(
          softly ->
              rows.forEach(
                  row -> {
                    softly
                        .assertThat(answer(row))
                        .as(row.toString())
                        .isEqualTo(row.get("expect").asString(""));
                  }));
    }
  }

  private static String answer(JsonNode row) {
    TriggerRule rule =
        switch (row.get("rule").asString("")) {
          case "none_failed_or_skipped" -> TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS;
          case "dummy" -> TriggerRule.ALWAYS;
          case String name -> TriggerRule.valueOf(name.toUpperCase(Locale.ROOT));
        };
    List<String> before =
        StreamSupport.stream(row.get("upstream").spliterator(), false)
            .map(state -> state.asString(""))
            .toList();
    var upstream =
        new Upstream(
            before.size(),
            Collections.frequency(before, "success"),
            Collections.frequency(before, "failed"),
            Collections.frequency(before, "upstream_failed"),
            Collections.frequency(before, "skipped"));
    return switch (rule.start(upstream, Upstream.NONE)) {
      case NOW -> "run";
      case LATER -> "wait";
      case SKIP -> "skipped";
      case UPSTREAM_FAILED -> "upstream_failed";
    };
  }
}
