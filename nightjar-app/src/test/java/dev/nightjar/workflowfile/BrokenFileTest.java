package dev.nightjar.workflowfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BrokenFileTest {
  private static final String TASKS = "\ntasks: {a: {empty: true}}";

  private static List<String> problems(byte[] yaml) {
    WorkflowReading reading = YamlWorkflow.read(yaml, "w.yaml", Path.of("/flows"));
    return reading instanceof WorkflowReading.Broken(var problems)
        ? problems.stream().map(FileProblem::toString).toList()
        : List.of();
  }

  private static List<String> problems(String yaml) {
    return problems(yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_python_triggers_and_tasks_that_decide_can_not_be_is_told() {
    assertThat(
            problems(
                """
                id: w
                tasks:
                  a: {python: clean.py}
                  b: {shell: ls, branch: true, short_circuit: true, grid: {x: [1]}}
                  c: {notebook: c.ipynb, branch: true}
                  d: {shell: ls, short_circuit: true, reuse: true}
                  e: {shell: ls, parameters: {x: 1}}
                  f: {trigger: {wait: true, params: {}}}
                  g: {wait: {time_of_day: "6:30"}}
                """))
        .containsExactly(
            "w.yaml:3:15: tasks.a.python: must be FILE.py:FUNCTION or Python code, not 'clean.py': name the function",
            "w.yaml:4:47: tasks.b.short_circuit: does not go with branch",
            "w.yaml:4:59: tasks.b.grid: does not go with branch",
            "w.yaml:5:34: tasks.c.branch: goes with shell and python, not with notebook",
            "w.yaml:6:46: tasks.d.reuse: does not go with short_circuit",
            "w.yaml:7:30: tasks.e.parameters: goes with notebook and python, not with shell",
            "w.yaml:8:16: tasks.f.trigger.workflow: is missing: give the id of the workflow that it starts",
            "w.yaml:8:29: tasks.f.trigger.params: there is no such key (there are: workflow, parameters, wait)",
            "w.yaml:9:27: tasks.g.wait.time_of_day: must be a time of day such as 06:30, not '6:30'");
  }

  @Test
  void templates_that_no_run_could_fill_in_are_told() {
    assertThat(
            problems(
                """
                id: w
                parameters: {top: 3}
                tasks:
                  a: {shell: "echo {{ ds | }}"}
                  b: {shell: "echo {{ dss }} {{ ts | upcase }} {{ params.other }}"}
                  c: {shell: "echo {{ params.depth }} {{ grid.dept }}", after: a, grid: {depth: [1, 2]}}
                  d: {notebook: d.ipynb, parameters: {x: ["{{ values.c.x }}", "{{ values['e'].x }}"]}, after: c}
                  e: {shell: "echo {{ values.nobody.x }} {{ grid.y }}", after: d}
                  f: {shell: "{% for x in [1] if x %}{% endfor %}"}
                  g: {shell: "{% for n in range(3) %}{{ n }}{{ loop.index }}{{ m | default(1) }}{% endfor %}"}
                  h: {shell: "{% if late is defined %}{{ late }}{% endif %}{% set y = 1 %}{{ y }}"}
                  i: {shell: "{{ grid.z }}", grid: "{{ params.points }}"}
                  j: {http: {url: "https://x/{{ dag_run.conf.id }}", headers: {A: "{{ nobody }}"}}}
                """))
        .containsExactly(
            "w.yaml:4:7: tasks.a.shell: in 'echo {{ ds | }}': a name is expected, not the end",
            "w.yaml:5:7: tasks.b.shell: in 'echo {{ dss }} {{ ts | upcase }} {{ params.other }}': 'dss' is not defined (did you mean ds?)",
            "w.yaml:5:7: tasks.b.shell: in 'echo {{ dss }} {{ ts | upcase }} {{ params.other }}': there is no filter 'upcase'",
            "w.yaml:6:7: tasks.c.shell: in 'echo {{ params.depth }} {{ grid.dept }}': 'depth' is not defined in params (did you mean grid.depth?)",
            "w.yaml:6:7: tasks.c.shell: in 'echo {{ params.depth }} {{ grid.dept }}': 'dept' is not defined in grid (did you mean depth?)",
            "w.yaml:7:26: tasks.d.parameters.x[1]: in '{{ values['e'].x }}': 'e' in values: the task does not come before this one: name it in `after`",
            "w.yaml:8:7: tasks.e.shell: in 'echo {{ values.nobody.x }} {{ grid.y }}': 'nobody' is not defined in values (there are: a, b, c, d, e, f, g, h, i, j)",
            "w.yaml:8:7: tasks.e.shell: in 'echo {{ values.nobody.x }} {{ grid.y }}': 'y' is not defined in grid",
            "w.yaml:9:7: tasks.f.shell: in '{% for x in [1] if x %}{% endfor %}': 'if' is not expected here",
            "w.yaml:13:64: tasks.j.http.headers.A: in '{{ nobody }}': 'nobody' is not defined");
  }

  @Test
  void what_requests_sql_and_messages_can_not_be_is_told() {
    assertThat(
            problems(
                """
                id: w
                tasks:
                  a: {http: {method: LOOK, adress: x}}
                  b: {http: {url: x, expect: [2xx, well], body: 5}}
                  c: {sql: {query: select 1, file: a.sql}}
                  d: {sql: {connection: db}, parameters: {x: 1}}
                  e: {email: {to: ada, subject: x}}
                  f: {slack: {channel: a, target: b, text: x}}
                  g: {wait: {http: {url: x, expect: 99}}}
                  h: {http: https://example.org}
                """))
        .containsExactly(
            "w.yaml:3:13: tasks.a.http.url: is missing: give an address, or a path below that of the connection",
            "w.yaml:3:22: tasks.a.http.method: must be one of GET, POST, PUT, PATCH, DELETE, HEAD, not 'LOOK'",
            "w.yaml:3:28: tasks.a.http.adress: there is no such key (there are: method, url, headers, body, expect, connection)",
            "w.yaml:4:30: tasks.b.http.expect: must be a status such as 200, or 2xx, not 'well'",
            "w.yaml:4:49: tasks.b.http.body: must be text, not the number 5: put it in quotes",
            "w.yaml:5:12: tasks.c.sql.connection: is missing: give the name of a connection to a database",
            "w.yaml:5:20: tasks.c.sql.query: does not go with file: give one of them",
            "w.yaml:6:12: tasks.d.sql.query: is missing: give SQL, or a file with it",
            "w.yaml:6:42: tasks.d.parameters: goes with notebook and python, not with sql",
            "w.yaml:7:14: tasks.e.email.text: is missing: say what the mail tells",
            "w.yaml:7:19: tasks.e.email.to: must be an address such as ada@example.org, not 'ada'",
            "w.yaml:8:24: tasks.f.slack.channel: does not go with target: give one of them",
            "w.yaml:9:37: tasks.g.wait.http.expect: must be a status such as 200, or 2xx, not '99'",
            "w.yaml:10:13: tasks.h.http: must be names with values, not the text 'https://example.org'");
  }

  @Test
  void what_files_can_not_start_is_told() {
    assertThat(problems("id: w\non: {settle: 0}" + TASKS))
        .containsExactly(
            "w.yaml:2:5: on.file: is missing: give the path or pattern of files that start runs",
            "w.yaml:2:14: on.settle: must be above 0");
    assertThat(problems("id: w\non: {file: \"{{ ds }}.csv\", path: x}" + TASKS))
        .containsExactly(
            "w.yaml:2:12: on.file: is no template, as there is no run yet: give a path or pattern",
            "w.yaml:2:28: on.path: there is no such key (there are: file, settle)");
    assertThat(problems("id: w\non: in/*.csv" + TASKS))
        .containsExactly("w.yaml:2:5: on: must be names with values, not the text 'in/*.csv'");
  }

  @Test
  void all_problems_come_at_once_each_with_its_place_and_the_nearest_word() {
    assertThat(
            problems(
                """
                id: a b
                shedule: "@daily"
                timezone: Europe/Pariss
                retry: {times: -1, dely: 5m}
                timeout: soon
                catchup: yes
                tags: [5]
                tasks:
                  load:
                    notbook: a.ipynb
                  clean:
                    shell: ls
                    after: laod
                    when: one_sucess
                    outputs: [html]
                    grid: {x: 1}
                  report: {notebook: ../r.ipynb, shell: ls}
                """))
        .containsExactly(
            "w.yaml:1:5: id: must be 1 to 250 letters, digits, '_', '-' and '.', not 'a b'",
            "w.yaml:2:1: shedule: there is no such key (did you mean schedule?)",
            "w.yaml:3:11: timezone: there is no time zone 'Europe/Pariss' (did you mean Europe/Paris?): give one such as Europe/Paris",
            "w.yaml:4:16: retry.times: must be a whole number from 0 to 1,000, not the number -1",
            "w.yaml:4:20: retry.dely: there is no such key (did you mean delay?)",
            "w.yaml:5:10: timeout: must be a time such as 90s, 5m or 1h30m, not 'soon'",
            "w.yaml:6:10: catchup: must be true or false, not the text 'yes'",
            "w.yaml:6:10: catchup: does nothing without a schedule",
            "w.yaml:7:8: tags: must be text, not the number 5: put it in quotes",
            "w.yaml:10:5: tasks.load.notbook: there is no such key (did you mean notebook?)",
            "w.yaml:10:5: tasks.load: does nothing: give it one of notebook, shell, python, http, sql, email, slack, trigger, wait, empty",
            "w.yaml:13:5: tasks.clean.after: there is no task 'laod' (did you mean load?)",
            "w.yaml:14:11: tasks.clean.when: must be one of all_success, all_failed, all_done, all_skipped, one_success, one_failed, one_done, none_failed, none_failed_min_one_success, none_skipped, always, not the text 'one_sucess' (did you mean one_success?)",
            "w.yaml:15:14: tasks.clean.outputs: goes with notebook, not with shell",
            "w.yaml:16:15: tasks.clean.grid.x: must be a list, or a template that gives one, not the number 1",
            "w.yaml:17:11: tasks.report: does several things, notebook and shell: give it one of notebook, shell, python, http, sql, email, slack, trigger, wait, empty");
  }

  @Test
  void what_is_wrong_with_a_grid_is_said_at_its_place() {
    String hundred = "[%s]".formatted(String.join(", ", java.util.Collections.nCopies(101, "1")));
    assertThat(
            problems(
                """
                id: w
                tasks:
                  a: {shell: ls, grid: [{x: 1}, 2], best: score}
                  b: {empty: true, grid: {x: [1]}}
                  c: {shell: ls, best: max score}
                  d: {shell: ls, grid: {"a b": [1]}}
                  e: {shell: ls, grid: {}}
                  g: {shell: ls, grid: {a: %s, b: %s}}
                """
                    .formatted(hundred, hundred)))
        .containsExactly(
            "w.yaml:3:33: tasks.a.grid[1]: must be a point such as {alpha: 1}, not the number 2",
            "w.yaml:3:43: tasks.a.best: must be max or min and the name of a value, such as 'max score', not 'score'",
            "w.yaml:4:26: tasks.b.grid: goes with notebook, shell and python, not with empty",
            "w.yaml:5:24: tasks.c.best: goes with grid, which is not there",
            "w.yaml:6:25: tasks.d.grid.a b: a parameter's name must be letters, digits and '_'",
            "w.yaml:7:24: tasks.e.grid: must be names with lists, a list of points such as {alpha: 1}, or a template, not names with values",
            "w.yaml:8:24: tasks.g.grid: has 10,201 points: at most 10,000 are allowed");
  }

  @Test
  void a_circle_is_named_in_the_order_of_its_tasks() {
    assertThat(
            problems(
                """
                id: w
                tasks:
                  z: {empty: true, after: c}
                  a: {empty: true, after: c}
                  b: {empty: true, after: a}
                  c: {empty: true, after: b}
                """))
        .containsExactly(
            "w.yaml:6:20: tasks.c.after: tasks come after each other in a circle: c → a → b → c");
    assertThat(problems("id: w\ntasks:\n  a: {empty: true, after: a}\n").getFirst())
        .contains("a circle: a → a");
  }

  @Test
  void what_is_missing_is_named() {
    assertThat(problems(""))
        .containsExactly("w.yaml:1:1: the file holds no names with values: give it id and tasks");
    assertThat(problems("- a")).hasSize(1).first().asString().contains("names with values");
    assertThat(problems("id: w"))
        .containsExactly("w.yaml:1:1: tasks: is missing: give the workflow one task at least");
    assertThat(problems("id:" + TASKS))
        .containsExactly("w.yaml:1:4: id: is missing: give the workflow a name of its own");
    assertThat(problems("id: w\ntasks: {}")).hasSize(1);
    assertThat(problems("id: w\ntasks: [a]"))
        .containsExactly("w.yaml:2:8: tasks: must be names with values, not a list");
  }

  @Test
  void a_task_that_is_nothing_is_told() {
    assertThat(problems("id: w\ntasks:\n  load:\n"))
        .containsExactly(
            "w.yaml:3:8: tasks.load: must be a task such as {notebook: a.ipynb}, not nothing");
    assertThat(problems("id: w\ntasks:\n  load: {notebook: }\n"))
        .containsExactly("w.yaml:3:19: tasks.load.notebook: says nothing");
  }

  @Test
  void names_that_look_like_numbers_are_names_but_numbers_are_no_texts() {
    assertThat(problems("id: w\ntasks:\n  1: {empty: true}\n  2: {empty: true, after: '1'}\n"))
        .isEmpty();
    assertThat(problems("id: 5" + TASKS))
        .containsExactly("w.yaml:1:5: id: must be text, not the number 5: put it in quotes");
  }

  @Test
  void syntax_errors_duplicates_aliases_tags_and_second_documents_have_places() {
    assertThat(problems("id: w\n\ttasks: 1"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("w.yaml:2:1: this is not valid YAML: ");
    assertThat(problems("id: w\nid: v" + TASKS))
        .containsExactly("w.yaml:2:1: 'id' is set twice, first in line 1");
    assertThat(problems("id: w\ntasks:\n  a: &a {empty: true}\n  b: *a\n").getFirst())
        .isEqualTo("w.yaml:4:6: the alias '*a' is not for this file: write out what it stands for");
    assertThat(problems("id: !!python/object:os.system w" + TASKS).getFirst())
        .contains("w.yaml:1:5: the tag 'tag:yaml.org,2002:python/object:os.syste…'");
    assertThat(problems("id: w" + TASKS + "\n---\nid: v").getFirst())
        .startsWith("w.yaml:3:1: a second document begins here");
    assertThat(problems("id: w\ndescription: {{ ds }}" + TASKS).getLast())
        .isEqualTo(
            "w.yaml:2:15: a name must be text, not a list or names with values. Is a text in {{ }} without quotes?");
  }

  @Test
  void a_billion_laughs_are_not_laughed() {
    var yaml = new StringBuilder("id: w\nx0: &x0 [lol]\n");
    for (int i = 1; i < 40; i++) {
      yaml.append("x%d: &x%d [%s]\n".formatted(i, i, ("*x" + (i - 1) + ",").repeat(10)));
    }
    assertThat(problems(yaml + TASKS)).hasSize(101).last().asString().endsWith("more problems");
  }

  @Test
  void deep_nesting_is_a_problem() {
    assertThat(problems("id: w\nparameters: {x: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("more than 50 levels in each other");
  }

  @Test
  void huge_files_and_other_bytes_than_utf8_are_refused() {
    assertThat(problems(new byte[10 << 20]))
        .containsExactly(
            "w.yaml:1:1: the file has 10,485,760 bytes, and may have 4,194,304: divide it");
    assertThat(problems("id: w\nname: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("w.yaml:2:10: the file is not in UTF-8: save it so");
    assertThat(problems("id: w\nx: a\u0007b"))
        .containsExactly("w.yaml:2:5: the character U+0007 may not be in YAML");
  }

  @Test
  void waits_alerts_and_schedules_have_problems_of_their_own() {
    assertThat(
            problems(
                """
                id: w
                schedule: 0 25 * * *
                start: tomorrow
                alerts: [{to: team}, {on: failur, to: team}, 5]
                tasks:
                  a: {wait: {fil: x}}
                  b: {wait: {time: "06:30"}}
                  c: {wait: {time: noon}}
                  d: {wait: {file: x, run: same_time}}
                  e: {wait: {workflow: v, run: latest}}
                  f: {empty: false}
                  g: 5
                  h/i: {empty: true}
                """))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("w.yaml:2:11: schedule: "),
            one ->
                assertThat(one)
                    .isEqualTo(
                        "w.yaml:3:8: start: must be a date or time such as 2026-01-31 or 2026-01-31T06:00, not 'tomorrow'"),
            one -> assertThat(one).startsWith("w.yaml:4:10: alerts[0].on: is missing"),
            one ->
                assertThat(one).contains("w.yaml:4:27: alerts[1].on: ", "(did you mean failure?)"),
            one -> assertThat(one).contains("w.yaml:4:46: alerts[2]: must be names with values"),
            one -> assertThat(one).contains("tasks.a.wait: waits for nothing"),
            one -> assertThat(one).contains("tasks.a.wait.fil: ", "(did you mean file?)"),
            one -> assertThat(one).contains("tasks.b.wait.time: ", "a time of day is time_of_day:"),
            one -> assertThat(one).contains("tasks.c.wait.time: must be a moment"),
            one -> assertThat(one).contains("tasks.d.wait.run: goes with workflow, not with file"),
            one -> assertThat(one).contains("tasks.e.wait.run: must be one of same_time"),
            one -> assertThat(one).contains("tasks.f.empty: must be true"),
            one -> assertThat(one).contains("tasks.g: must be a task", "the number 5"),
            one -> assertThat(one).contains("tasks.h/i: the name of a task must be"));
  }

  @Test
  void only_notebooks_that_run_once_keep_a_kernel() {
    assertThat(
            problems(
                """
                id: w
                tasks:
                  a: {shell: ls, keep_kernel: 1h}
                  b: {notebook: a.ipynb, keep_kernel: 1h, grid: {x: [1]}}
                  c: {notebook: a.ipynb, keep_kernel: 0}
                """))
        .containsExactly(
            "w.yaml:3:31: tasks.a.keep_kernel: goes with notebook, not with shell",
            "w.yaml:4:39: tasks.b.keep_kernel: does not go with grid: its points can't be resumed",
            "w.yaml:5:39: tasks.c.keep_kernel: must be above 0");
  }

  @Test
  void reuse_has_problems_of_its_own() {
    assertThat(
            problems(
                """
                id: w
                tasks:
                  a: {empty: true, reuse: true}
                  b: {shell: ls, reuse: always}
                  c: {shell: ls, reuse: {input: x, ttl: 0}}
                  d: {shell: ls, reuse: {env: true}}
                  e: {notebook: a.ipynb, reuse: {env: [PATH, "A B"]}}
                """))
        .containsExactly(
            "w.yaml:3:27: tasks.a.reuse: goes with notebook or shell",
            "w.yaml:4:25: tasks.b.reuse: must be true, false, or names with values such as {inputs: a.csv}, not the text 'always'",
            "w.yaml:5:26: tasks.c.reuse.input: there is no such key (did you mean inputs?)",
            "w.yaml:5:41: tasks.c.reuse.ttl: must be above 0",
            "w.yaml:6:31: tasks.d.reuse.env: must be names of variables here: true goes with notebook",
            "w.yaml:7:39: tasks.e.reuse.env: 'A B' is no name of a variable");
  }

  @Test
  void a_name_of_a_notebook_may_not_hold_what_no_file_name_holds() {
    assertThat(problems("id: w\ntasks: {a: {notebook: \"a\\0b\"}}"))
        .containsExactly("w.yaml:2:23: tasks.a.notebook: has a character that no file name has");
    assertThat(problems("id: w\ntasks: {a: {notebook: /etc/passwd}}").getFirst())
        .contains("'/etc/passwd' must be a path with / from the folder of this file");
  }

  @Test
  void values_that_json_does_not_have_are_refused() {
    assertThat(problems("id: w\nparameters: {x: [.nan], y: {z: -.inf}, s: \"\\ud800\"}" + TASKS))
        .containsExactly(
            "w.yaml:2:18: parameters.x: must be a finite number: put '.nan' in quotes",
            "w.yaml:2:32: parameters.y: must be a finite number: put '-.inf' in quotes",
            "w.yaml:2:43: a text has half a character in it (an unpaired surrogate)");
  }

  @Test
  void files_changed_at_random_are_read_or_have_problems() throws IOException {
    String example = Files.readString(Path.of("../examples/workflows/bikeshare.yaml"));
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ": ",
      "\n",
      "  ",
      "- ",
      "'",
      "\"",
      "#",
      "null",
      "5",
      "-1",
      "1e999",
      "&a ",
      "*a",
      "!!x ",
      "|",
      ">",
      "\t",
      "%",
      "---\n",
      "every",
      "99999999d",
      "\\0",
      "𝄞",
      "\u0000"
    };
    var random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder(example);
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
        } else {
          text.insert(at, pieces[random.nextInt(pieces.length)]);
        }
      }
      assertThat(
              YamlWorkflow.read(
                  text.toString().getBytes(StandardCharsets.UTF_8), "w.yaml", Path.of("/flows")))
          .isNotNull();
    }
  }

  @Test
  void ten_thousand_tasks_take_about_ten_times_as_long_as_a_thousand() {
    time(chain(1_000));
    time(chain(10_000));
    Duration small = time(chain(1_000));
    Duration large = time(chain(10_000));
    assertThat(large).isLessThan(small.plusMillis(50).multipliedBy(40));
  }

  @Test
  void ten_thousand_wrong_names_are_told_in_time() {
    assertThat(time(chain(10_000).replace("after: t", "after: u")))
        .isLessThan(Duration.ofSeconds(20));
  }

  private static Duration time(String yaml) {
    long start = System.nanoTime();
    problems(yaml);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String chain(int tasks) {
    var yaml = new StringBuilder("id: w\ntasks:\n  t0: {empty: true}\n");
    for (int i = 1; i < tasks; i++) {
      yaml.append("  t%d: {shell: echo %d, after: t%d}\n".formatted(i, i, i - 1));
    }
    return yaml.toString();
  }
}
