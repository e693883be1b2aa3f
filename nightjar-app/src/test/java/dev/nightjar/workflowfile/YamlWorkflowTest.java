package dev.nightjar.workflowfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.AlertRule.On;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Decision;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class YamlWorkflowTest {
  private static WorkflowFile read(String yaml) {
    WorkflowReading reading =
        YamlWorkflow.read(
            yaml.getBytes(StandardCharsets.UTF_8), "sub/w.yaml", Path.of("/flows/sub"));
    assertThat(reading).isInstanceOf(WorkflowReading.Read.class);
    return ((WorkflowReading.Read) reading).file();
  }

  private static Task task(Workflow workflow, String name) {
    return workflow.tasks().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void reuse_is_said_in_short_or_with_inputs_environment_and_time() {
    var tasks =
        read("""
                id: w
                tasks:
                  a: {shell: ls, reuse: true}
                  b: {shell: ls, reuse: false}
                  c: {notebook: a.ipynb, reuse: {inputs: "in/{{ ds }}.csv", env: true, ttl: 7d}}
                  d: {shell: ls, reuse: {inputs: [a, b], env: MODE}}
                """)
            .workflow()
            .tasks();
    assertThat(tasks.get(0).traits().reuse())
        .isEqualTo(new Reuse(List.of(), "/flows/sub", false, List.of(), null));
    assertThat(tasks.get(1).traits().reuse()).isNull();
    assertThat(tasks.get(2).traits().reuse())
        .isEqualTo(
            new Reuse(
                List.of("in/{{ ds }}.csv"), "/flows/sub", true, List.of(), Duration.ofDays(7)));
    assertThat(tasks.get(3).traits().reuse())
        .isEqualTo(new Reuse(List.of("a", "b"), "/flows/sub", false, List.of("MODE"), null));
  }

  @Test
  void the_least_file_is_an_id_and_a_task() {
    WorkflowFile file = read("id: least\ntasks:\n  load: {notebook: load.ipynb}\n");
    Workflow workflow = file.workflow();
    assertThat(file.intervals()).isNull();
    assertThat(workflow.name()).isEqualTo("least");
    assertThat(workflow.concurrency()).isEqualTo(Concurrency.NONE);
    assertThat(workflow.source()).isEqualTo(new Source(Source.Kind.YAML, "sub/w.yaml", Map.of()));
    Task task = workflow.onlyTask();
    assertThat(task.retry()).isEqualTo(Retry.NONE);
    assertThat(task.traits().parameters()).isNull();
    assertThat(((NotebookWork) task.work()).outputFormats()).containsExactly("ipynb", "html");
  }

  @Test
  void all_that_can_be_said_of_a_workflow_is_heard() {
    WorkflowFile file =
        read(
            """
            id: bikes.daily
            description: Bikes of Seoul
            tags: [bikes, daily]
            schedule: 0 6 * * *
            timezone: Asia/Seoul
            start: 2026-01-01
            end: "2026-01-31"
            catchup: true
            parameters: {city: seoul, top: 5, ratio: 0.5, dry: false, none: null, days: [mon, {n: 1}], no: yes}
            retry: {times: 2, delay: 1m, backoff: 2, max_delay: 1h30m, on_timeout: true, jitter: true}
            timeout: 90
            expected: 1h
            memory: 2GiB
            keep_kernel: 1h30m
            run_timeout: 1d
            deadline: 2h
            max_runs: 1
            max_tasks: 4
            pool: heavy
            priority: -3
            environment: conda-env
            alerts:
              - {on: [failure, too-long, too_late], to: "slack:#bikes"}
              - {on: recovery, to: team}
            tasks:
              load: {notebook: nb/load.ipynb, deadline: 45m}
            """);
    Workflow workflow = file.workflow();
    assertThat(workflow.tags()).containsExactly("bikes", "daily");
    assertThat(workflow.parameters())
        .containsEntry("top", 5L)
        .containsEntry("ratio", 0.5)
        .containsEntry("dry", false)
        .containsEntry("none", null)
        .containsEntry("days", List.of("mon", Map.of("n", 1L)))
        .containsEntry("no", "yes");
    assertThat(workflow.concurrency())
        .isEqualTo(new Concurrency(1, 4, Duration.ofDays(1), Duration.ofHours(2)));
    assertThat(workflow.alerts())
        .containsExactly(
            new AlertRule(Set.of(On.FAILURE, On.TOO_LONG, On.TOO_LATE), "slack:#bikes"),
            new AlertRule(Set.of(On.RECOVERY), "team"));
    assertThat(Objects.requireNonNull(workflow.source()).description())
        .isEqualTo(Map.of("description", "Bikes of Seoul", "timezone", "Asia/Seoul"));
    Task task = workflow.onlyTask();
    assertThat(task.retry())
        .isEqualTo(new Retry(2, Duration.ofMinutes(1), 2, Duration.ofMinutes(90), true, true));
    assertThat(task.limits())
        .isEqualTo(
            new Limits(
                Duration.ofSeconds(90),
                Duration.ofHours(1),
                2L << 30,
                Duration.ofMinutes(45),
                Duration.ofMinutes(90)));
    assertThat(task.placement()).isEqualTo(new Placement("local", "heavy", 1, -3));
    assertThat(((NotebookWork) task.work()).environment()).isEqualTo("conda-env");
    assertThat(((NotebookWork) task.work()).notebook()).isEqualTo("nb/load.ipynb");

    var intervals = Objects.requireNonNull(file.intervals());
    assertThat(intervals.catchup()).isTrue();
    assertThat(intervals.next(null, Instant.parse("2026-06-01T00:00:00Z")))
        .contains(
            new DataInterval(
                Instant.parse("2025-12-31T21:00:00Z"), Instant.parse("2026-01-01T21:00:00Z")));
    assertThat(intervals.timetable().end()).isEqualTo("2026-01-31T14:59:59Z");
  }

  @Test
  void all_that_can_be_said_of_a_task_is_heard() {
    Workflow workflow =
        read("""
                id: all
                timeout: 1h
                retry: {times: 3}
                pool: heavy
                tasks:
                  begin: {empty: true}
                  load:
                    notebook: ./load.ipynb
                    after: begin
                    parameters: {day: "{{ ds }}", n: 3}
                    outputs: [ipynb, pdf]
                    environment: python3
                    retry: {delay: 5s}
                    timeout: null
                    pool: null
                    slots: 2
                    priority: 9
                    past: same_task_and_next
                    at_once: 1
                    group: ingest.raw
                  check:
                    shell: ./check.sh {{ ds }}
                    after: [begin, load]
                    when: one_success
                    env: {DAY: "{{ ds }}", N: 1, ON: yes}
                    folder: data
                    skip_codes: [3, 99]
                    retry: null
                """)
            .workflow();
    assertThat(workflow.tasks()).extracting(Task::name).containsExactly("begin", "load", "check");
    assertThat(task(workflow, "begin").work()).isEqualTo(new EmptyWork());
    Task load = task(workflow, "load");
    assertThat(load.traits().parameters()).isEqualTo(Map.of("day", "{{ ds }}", "n", 3L));
    assertThat(((NotebookWork) load.work()).notebook()).isEqualTo("load.ipynb");
    assertThat(((NotebookWork) load.work()).outputFormats()).containsExactly("ipynb", "pdf");
    assertThat(load.retry().times()).isEqualTo(3);
    assertThat(load.retry().delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(load.limits()).isEqualTo(Limits.NONE);
    assertThat(load.placement()).isEqualTo(new Placement("local", null, 2, 9));
    assertThat(load.traits().past()).isEqualTo(Past.SAME_TASK_AND_NEXT);
    assertThat(load.traits().atOnce()).isEqualTo(1);
    assertThat(load.traits().group()).isEqualTo("ingest.raw");
    Task check = task(workflow, "check");
    assertThat(check.after()).containsExactly("begin", "load");
    assertThat(check.when()).isEqualTo(TriggerRule.ONE_SUCCESS);
    assertThat(check.retry()).isEqualTo(Retry.NONE);
    assertThat(check.work())
        .isEqualTo(
            new ShellWork(
                "./check.sh {{ ds }}",
                Map.of("DAY", "{{ ds }}", "N", "1", "ON", "yes"),
                true,
                "/flows/sub/data",
                List.of(3, 99)));
  }

  @Test
  void python_is_a_function_of_a_file_or_code_and_may_decide() {
    Workflow workflow =
        read("""
                id: w
                tasks:
                  a: {python: "src/clean.py:load", env: {A: 1}, folder: data, branch: true}
                  b: {python: "return_value = {1: 2}", short_circuit: true}
                  c: {shell: "test -s x", short_circuit: true}
                """)
            .workflow();
    assertThat(task(workflow, "a").work())
        .isEqualTo(
            new PythonWork(
                "/flows/sub/src/clean.py",
                "load",
                Map.of("A", "1"),
                "/flows/sub/data",
                Decision.BRANCH));
    assertThat(task(workflow, "b").work())
        .isEqualTo(
            new PythonWork(
                null, "return_value = {1: 2}", Map.of(), "/flows/sub", Decision.SHORT_CIRCUIT));
    assertThat(task(workflow, "c").work().decision()).isEqualTo(Decision.SHORT_CIRCUIT);
  }

  @Test
  void tasks_start_other_workflows_and_wait_for_times_of_day_of_the_time_zone() {
    Workflow workflow =
        read("""
                id: w
                timezone: Asia/Seoul
                tasks:
                  a: {trigger: {workflow: other, parameters: {day: "{{ ds }}"}, wait: true}}
                  b: {trigger: {workflow: other}}
                  c: {wait: {time_of_day: 06:30}}
                """)
            .workflow();
    assertThat(workflow.tasks())
        .extracting(Task::work)
        .containsExactly(
            new TriggerWork("other", Map.of("day", "{{ ds }}"), true),
            new TriggerWork("other", Map.of(), false),
            new WaitWork(
                new Wait.ForTimeOfDay(LocalTime.of(6, 30), ZoneId.of("Asia/Seoul")),
                WaitWork.USUAL,
                null,
                false));
  }

  @Test
  void grids_are_names_with_lists_points_or_templates() {
    Workflow workflow =
        read("""
                id: w
                tasks:
                  a: {notebook: a.ipynb, grid: {x: [1, 2], y: [u, "{{ ds }}"]}, best: max score}
                  b: {shell: ls, grid: [{x: 1}, {x: 2, z: [3]}], best: min loss, at_once: 3}
                  c: {shell: ls, grid: "{{ params.points }}", produces: "out/{{ grid.x }}.csv"}
                  d: {shell: ls, after: c, grid: {x: "{{ values.c.return_value | fromjson }}"}}
                """)
            .workflow();
    assertThat(task(workflow, "a").traits().grid())
        .isEqualTo(
            new Grid(
                Map.of("x", List.of(1L, 2L), "y", List.of("u", "{{ ds }}")),
                new Grid.Best(true, "score")));
    assertThat(task(workflow, "b").traits().grid())
        .isEqualTo(
            new Grid(
                List.of(Map.of("x", 1L), Map.of("x", 2L, "z", List.of(3L))),
                new Grid.Best(false, "loss")));
    assertThat(task(workflow, "c").traits().grid())
        .isEqualTo(new Grid("{{ params.points }}", null));
    assertThat(task(workflow, "c").traits().produces())
        .containsExactly("/flows/sub/out/{{ grid.x }}.csv");
    assertThat(task(workflow, "d").traits().grid())
        .isEqualTo(new Grid(Map.of("x", "{{ values.c.return_value | fromjson }}"), null));
  }

  @Test
  void tasks_wait_for_files_moments_times_after_the_interval_and_workflows() {
    Workflow workflow =
        read("""
                id: waits
                tasks:
                  a: {wait: {file: "in/**/*.csv", every: 1m, timeout: 2h, soft: true}}
                  b: {wait: {file: "/data/{{ ds }}/x"}}
                  c: {wait: {time: 2026-12-01T06:30:00+01:00}}
                  d: {wait: {after_interval: 10m}}
                  e: {wait: {workflow: other, tasks: [x, y], run: same_time}}
                  f: {wait: {file: "{{ params.folder }}/x"}}
                """)
            .workflow();
    assertThat(workflow.tasks())
        .extracting(one -> ((WaitWork) one.work()).until())
        .containsExactly(
            new Wait.ForFile("/flows/sub/in/**/*.csv", true),
            new Wait.ForFile("/data/{{ ds }}/x", false),
            new Wait.ForTime(Instant.parse("2026-12-01T05:30:00Z")),
            new Wait.AfterInterval(Duration.ofMinutes(10)),
            new Wait.ForRun(
                "other",
                null,
                null,
                List.of("x", "y"),
                List.of("success"),
                List.of("failed", "upstream_failed")),
            new Wait.ForFile("{{ params.folder }}/x", false));
    assertThat(task(workflow, "a").work())
        .isEqualTo(
            new WaitWork(
                new Wait.ForFile("/flows/sub/in/**/*.csv", true),
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                true));
  }

  @Test
  void tasks_send_requests_run_sql_and_tell_people() {
    var read =
        read("""
                id: w
                tasks:
                  a: {http: {url: "https://example.org/{{ ds }}"}}
                  b: {http: {url: /x, method: put, headers: {A: 1}, body: {b: [1]}, expect: [201, 4xx], connection: c}}
                  c: {sql: {connection: db, file: a.sql, parameters: {x: "{{ ds }}"}}}
                  d: {sql: {connection: db, query: select 1}}
                  e: {email: {to: [a@example.org, b@example.org], subject: s, text: t}}
                  f: {slack: {channel: reports, text: t}}
                  g: {slack: {target: team, text: t}}
                  h: {wait: {http: {url: /x, body: text}, every: 1m}}
                """)
            .workflow();
    assertThat(read.tasks().stream().map(Task::work))
        .containsExactly(
            new HttpWork(
                new HttpRequest(
                    "GET", "https://example.org/{{ ds }}", Map.of(), null, List.of("2xx"), null)),
            new HttpWork(
                new HttpRequest(
                    "PUT",
                    "/x",
                    Map.of("A", "1"),
                    Map.of("b", List.of(1L)),
                    List.of("201", "4xx"),
                    "c")),
            new SqlWork("db", null, "/flows/sub/a.sql", Map.of("x", "{{ ds }}")),
            new SqlWork("db", "select 1", null, Map.of()),
            new MessageWork("mailto:a@example.org,b@example.org", "s", "t"),
            new MessageWork("slack:reports", null, "t"),
            new MessageWork("team", null, "t"),
            new WaitWork(
                new Wait.ForHttp(
                    new HttpRequest("POST", "/x", Map.of(), "text", List.of("2xx"), null)),
                Duration.ofMinutes(1),
                null,
                false));
  }

  @Test
  void files_start_runs() {
    assertThat(
            read("id: w\non: {file: in/*.csv, settle: 1m}\ntasks: {a: {empty: true}}")
                .workflow()
                .on())
        .isEqualTo(new FileTrigger("/flows/sub/in/*.csv", Duration.ofMinutes(1)));
    assertThat(read("id: w\non: {file: /in/**}\ntasks: {a: {empty: true}}").workflow().on())
        .isEqualTo(new FileTrigger("/in/**", FileTrigger.USUAL));
  }

  @Test
  void trigger_rules_have_their_names_in_lower_case() {
    for (TriggerRule rule : TriggerRule.ofWork()) {
      Workflow workflow =
          read("id: w\ntasks: {a: {empty: true, when: %s}}".formatted(Fields.word(rule)))
              .workflow();
      assertThat(workflow.onlyTask().when()).isEqualTo(rule);
    }
    assertThat(Arrays.stream(TaskReader.PastWord.values()).map(Fields::word))
        .containsExactly("none", "same_task", "same_task_and_next");
  }

  @Test
  void places_are_known() {
    WorkflowFile file = read("id: w\ntasks:\n  load:\n    notebook: a.ipynb\n");
    assertThat(file.placeOf("tasks.load.notebook")).hasToString("Place[line=4, column=5]");
    assertThat(file.placeOf("tasks.load.after")).hasToString("Place[line=3, column=3]");
  }

  @Test
  void dates_are_days_of_the_time_zone() {
    var timetable =
        Objects.requireNonNull(
                read("id: w\nschedule: every 1h30m\ntimezone: Europe/Paris\nstart: 2026-07-01 06:00\n"
                        + "end: 2026-07-02T00:00:00Z\ntasks: {a: {empty: true}}")
                    .intervals())
            .timetable();
    assertThat(timetable.start()).isEqualTo("2026-07-01T04:00:00Z");
    assertThat(timetable.end()).isEqualTo("2026-07-02T00:00:00Z");
  }
}
