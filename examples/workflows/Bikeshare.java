import static dev.nightjar.dsl.Task.notebook;
import static dev.nightjar.dsl.Task.shell;
import static dev.nightjar.dsl.Task.waitForFile;

import dev.nightjar.dsl.Reuse;
import dev.nightjar.dsl.Task;
import dev.nightjar.dsl.Workflow;
import dev.nightjar.workflow.AlertRule.On;
import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/// The workflow of bikeshare.yaml, with a report for each of some columns.
class Bikeshare {
  private static final List<String> COLUMNS = List.of("station", "hour");

  static Workflow workflow() {
    Workflow workflow =
        Workflow.named("bikeshare-java")
            .daily(LocalTime.of(6, 0), ZoneId.of("Asia/Seoul"))
            .start(LocalDate.of(2026, 12, 1))
            .parameter("city", "seoul")
            .retry(2, Duration.ofMinutes(1))
            .backoff(2)
            .jitter()
            .timeout(Duration.ofMinutes(30))
            .maxRuns(1)
            .keepKernel(Duration.ofHours(2))
            .alert("slack:#bikes", On.FAILURE, On.RECOVERY)
            .task(
                "arrived",
                waitForFile("in/trips-{{ ds_nodash }}.csv")
                    .every(Duration.ofMinutes(1))
                    .timeout(Duration.ofHours(2)))
            .task(
                "load",
                notebook("load.ipynb")
                    .after("arrived")
                    .group("ingest")
                    .reuse(new Reuse().inputs("in/trips-{{ ds_nodash }}.csv").ttl(Duration.ofDays(7)))
                    .parameter("day", "{{ ds }}")
                    .parameter("city", "{{ params.city }}"));
    Task tidy = shell("rm -f in/clean-{{ ds }}.csv").when(TriggerRule.ALL_DONE);
    for (String column : COLUMNS) {
      workflow.task(
          "by_" + column, notebook("report.ipynb").after("load").parameter("by", column));
    }
    return workflow.task("tidy", tidy.after("by_station", "by_hour"));
  }
}
