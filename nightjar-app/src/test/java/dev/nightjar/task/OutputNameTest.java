package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputNameTest {
  private static String name(String file, String template, String zone) {
    var order =
        new TaskOrder(
            "run-1",
            "my run",
            Instant.parse("2026-11-21T12:46:11Z"),
            "",
            Parameters.empty()
                .with("day", ParameterValue.of("'mon'"))
                .with("n", ParameterValue.of(3)),
            TaskOrder.Limits.NONE,
            new TaskOrder.NotebookOrder(file, null, true, List.of(), template, null, false),
            List.of());
    return OutputName.of(order, Instant.parse("2026-11-22T00:05:00Z"), ZoneId.of(zone));
  }

  @ParameterizedTest
  @CsvSource({
    "a.ipynb, {{input_filename}}-{{create_time}}, UTC, a-2026-11-21-12-46-11-PM",
    "a.ipynb, {{input_filename}}-{{create_time}}, Europe/Berlin, a-2026-11-21-01-46-11-PM",
    "a.b.ipynb, {{ input_filename }}, UTC, a.b",
    "a, {{input_filename}}, UTC, a",
    "a.ipynb, {{start_time}}, UTC, 2026-11-22-12-05-00-AM",
    "a.ipynb, {{name}} {{job_id}} {{day}} {{n}}, UTC, my run run-1 mon 3",
    "a.ipynb, {{unknown}}, UTC, {{unknown}}",
    "a.ipynb, report.ipynb, UTC, report",
    "a.ipynb, ../../etc/x, UTC, .._.._etc_x",
    "a.ipynb, a\\b:c?, UTC, a_b_c_",
    "a.ipynb, .., UTC, a",
    "a.ipynb, '', UTC, a",
    "...ipynb, '', UTC, output",
  })
  void a_template_is_filled_in(String file, String template, String zone, String name) {
    assertThat(name(file, template, zone)).isEqualTo(name);
  }

  @Test
  void a_name_fits_into_any_file_system() {
    assertThat(name("a.ipynb", "ä".repeat(300), "UTC")).isEqualTo("ä".repeat(100));
    assertThat(name("a.ipynb", "a\0b\nc", "UTC")).isEqualTo("a_b_c");
  }
}
