package dev.nightjar.workflowfile;

import static dev.nightjar.dsl.Task.email;
import static dev.nightjar.dsl.Task.empty;
import static dev.nightjar.dsl.Task.http;
import static dev.nightjar.dsl.Task.notebook;
import static dev.nightjar.dsl.Task.python;
import static dev.nightjar.dsl.Task.shell;
import static dev.nightjar.dsl.Task.slack;
import static dev.nightjar.dsl.Task.slackBy;
import static dev.nightjar.dsl.Task.sql;
import static dev.nightjar.dsl.Task.sqlFile;
import static dev.nightjar.dsl.Task.subWorkflow;
import static dev.nightjar.dsl.Task.trigger;
import static dev.nightjar.dsl.Task.waitAfterInterval;
import static dev.nightjar.dsl.Task.waitForAnswer;
import static dev.nightjar.dsl.Task.waitForFile;
import static dev.nightjar.dsl.Task.waitForTimeOfDay;
import static dev.nightjar.dsl.Task.waitForWorkflow;
import static dev.nightjar.dsl.Task.waitUntil;

import dev.nightjar.dsl.Request;
import dev.nightjar.dsl.Reuse;
import dev.nightjar.dsl.Workflow;
import dev.nightjar.workflow.AlertRule.On;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// A workflow that says all that can be said in Java; `workflows/everything.yaml` is the same.
final class EverythingSaid {
  private EverythingSaid() {}

  static Workflow workflow() {
    Workflow workflow =
        Workflow.named("everything")
            .description("All that can be said")
            .tags("a", "b")
            .schedule("0 6 * * *")
            .onFile("in/*.csv", Duration.ofSeconds(5))
            .timezone(ZoneId.of("Asia/Seoul"))
            .start(LocalDateTime.of(2026, 12, 1, 6, 30))
            .end(LocalDate.of(2027, 1, 31))
            .catchup()
            .parameter("city", "seoul")
            .retry(2, Duration.ofMinutes(1))
            .backoff(1.5)
            .maxDelay(Duration.ofMinutes(10))
            .retryOnTimeout()
            .jitter()
            .timeout(Duration.ofMinutes(30))
            .expected(Duration.ofMinutes(20))
            .memory("2GiB")
            .keepKernel(Duration.ofHours(2))
            .runTimeout(Duration.ofHours(5))
            .deadline(Duration.ofHours(3))
            .maxRuns(1)
            .maxTasks(8)
            .pool("machines")
            .priority(3)
            .environment("python3")
            .alert("slack:#bikes", On.FAILURE, On.RECOVERY)
            .alert("ops", On.TOO_LATE);
    waits(workflow);
    calls(workflow);
    work(workflow);
    return workflow;
  }

  private static void waits(Workflow workflow) {
    workflow
        .task(
            "file",
            waitForFile("in/{{ ds }}.csv")
                .every(Duration.ofMinutes(1))
                .timeout(Duration.ofHours(2))
                .soft())
        .task("moment", waitUntil(Instant.parse("2026-12-01T06:30:00Z")))
        .task("clock", waitForTimeOfDay(LocalTime.of(6, 30)))
        .task("later", waitAfterInterval(Duration.ofMinutes(15)))
        .task("other", waitForWorkflow("clean", "a", "b"))
        .task("answer", waitForAnswer(Request.to("https://example.org/up").expect("200", "3xx")));
  }

  private static void calls(Workflow workflow) {
    workflow
        .task(
            "send",
            http(
                Request.to("/v1/items")
                    .connection("items")
                    .method("PUT")
                    .header("X-Day", "{{ ds }}")
                    .body(Map.of("rows", 3))))
        .task("rows", sql("db", "select :day").parameter("day", "{{ ds }}"))
        .task("script", sqlFile("db", "load.sql"))
        .task("mail", email(List.of("a@example.org", "b@example.org"), "s", "t"))
        .task("slack", slack("#a", "t"))
        .task("team", slackBy("team", "t"))
        .task("start", trigger("clean").parameter("day", "{{ ds }}"))
        .task("within", subWorkflow("clean"));
  }

  private static void work(Workflow workflow) {
    workflow
        .task(
            "train",
            notebook("train.ipynb")
                .after("file", "send")
                .when(TriggerRule.NONE_FAILED)
                .parameter("depth", 3)
                .grid("alpha", List.of(0.1, 0.5))
                .grid("region", "{{ params.regions }}")
                .best("max score")
                .atOnce(2)
                .past(Past.SAME_TASK_AND_NEXT)
                .outputs("ipynb")
                .environment("gpu")
                .produces("model-{{ grid.alpha }}.bin")
                .slots(2)
                .priority(5)
                .group("ml.train")
                .reuse(new Reuse().inputs("in/*.csv").env("MODE", "LEVEL").ttl(Duration.ofDays(7))))
        .task(
            "points",
            shell("run {{ grid.x }}").grid(List.of(Map.of("x", 1), Map.of("x", 2))).reuse())
        .task("templated", shell("run {{ grid.x }}").grid("{{ params.points }}"))
        .task("report", notebook("report.ipynb").reuse(new Reuse().interpreter()))
        .task(
            "choose",
            shell("./choose.sh")
                .env("A", "b")
                .folder("in")
                .skipCodes(98, 99)
                .branch()
                .retry(1, Duration.ZERO)
                .timeout(Duration.ofSeconds(90))
                .expected(Duration.ofSeconds(60))
                .deadline(Duration.ofHours(1))
                .memory("512MiB")
                .pool("small"))
        .task("stop", python("go.py:go").shortCircuit().after("choose").past(Past.SAME_TASK))
        .task("keep", notebook("keep.ipynb").keepKernel(Duration.ofMinutes(30)).past(Past.IGNORED))
        .task("end", empty().after("stop"));
  }
}
