package dev.nightjar.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.TaskRunKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttemptOrderTest {
  private static String folder(String run, String task) {
    return Orders.order(new TaskRunKey(run, task), 2).folder();
  }

  @Test
  void a_folder_is_named_for_run_task_and_attempt() {
    assertThat(folder("019a1b2c-0000-7000-8000-000000000000", "load"))
        .isEqualTo("runs/019a1b/019a1b2c-0000-7000-8000-000000000000/load/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../../../../etc", "/etc", "a/b", "a\\b", "a\nb", "ä", "~"})
  void no_name_of_a_task_leads_elsewhere(String task) {
    assertThat(Path.of(folder("run", task)).normalize().toString())
        .matches("runs/run/run/[\\w-]+/2");
  }

  @Test
  void names_that_differ_have_folders_that_differ() {
    assertThat(folder("run", "a/b")).isNotEqualTo(folder("run", "a_b"));
    assertThat(folder("run", "a".repeat(200))).isNotEqualTo(folder("run", "a".repeat(201)));
  }
}
