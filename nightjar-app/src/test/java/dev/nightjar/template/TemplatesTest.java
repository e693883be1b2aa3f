package dev.nightjar.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatesTest {
  private static final Templates TEMPLATES = templates();

  private static Templates templates() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("n", 7);
    parameters.put("ratio", 0.5);
    parameters.put("big", new BigInteger("123456789012345678901234567890"));
    parameters.put("dry", true);
    parameters.put("nothing", null);
    parameters.put("days", List.of("mon", "tue", "wed"));
    parameters.put("sub", Map.of("key", "it's"));
    return Templates.of(
        new RunContext(
            new RunContext.Names("flow", "load", "scheduled__2026-01-02T06:00:00+00:00", false, 2),
            new RunContext.Times(
                Instant.parse("2026-01-02T06:00:00Z"),
                Instant.parse("2026-01-02T06:00:00Z"),
                Instant.parse("2026-01-03T06:00:00Z"),
                Instant.parse("2026-01-01T06:00:00Z"),
                null,
                ZoneId.of("Asia/Seoul")),
            parameters,
            Map.of(),
            Map.of("extract", Map.of("return_value", "last line", "rows", 12)),
            Map.of("host", "db"),
            Map.of("alpha", 0.5)));
  }

  private static String text(String template) {
    return TEMPLATES.text(template, "tasks.load.shell");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "a {{ ds }} b § a 2026-01-02 b",
        "{{ 'a' if params.n > 3 else 'b' }} § a",
        "{{ 'a' if params.n > 30 }}x § x",
        "{% if params.n > 8 %}x{% elif params.dry %}y{% else %}z{% endif %} § y",
        "{% for d in params.days %}{{ loop.index }}{{ d }}{% if not loop.last %},{% endif %}{% endfor %} § 1mon,2tue,3wed",
        "{% for k, v in params.sub.items() %}{{ k }}={{ v }}{% endfor %} § key=it's",
        "{% for x in [] %}a{% else %}none{% endfor %} § none",
        "{% set y = params.n * 2 %}{{ y }} § 14",
        "{% raw %}{{ x }}{% endraw %}{# gone #} § {{ x }}",
        "a {{- ' b ' -}} c § a b c",
        "{{ ds.replace('-', '') }}{{ ds | replace('-', '') }} § 2026010220260102",
        "{{ ds[:4] }}{{ ds[-2:] }}{{ ds[0] }}{{ params.days[1:][0] }} § 2026022tue",
        "{{ ds.split('-')[1] }}{{ ds.split('-') | last }} § 0102",
        "{{ params.days | join(', ') | upper }} § MON, TUE, WED",
        "{{ nope | default('d') }}{{ params.nope | d('e') }}{{ params.nothing | d('f', true) }} § def",
        "{{ nope is defined }} {{ ds is defined }} {{ params.nothing is none }} § False True True",
        "{{ True }} {{ none }} {{ [1, 'a', None] }} {{ {'a': 1.5} }} § True None [1, 'a', None] {'a': 1.5}",
        "{{ 7 // 2 }} {{ 7 / 2 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 1 + 2 * 3 }} § 3 3.5 2 1024 7",
        "{{ 1 < params.n < 9 }} {{ 'mon' in params.days }} {{ 3 not in [1] }} § True True True",
        "{{ '%s-%d' % (ds, 5) }} {{ 'x' ~ 1 ~ true }} § 2026-01-02-5 x1True",
        "{{ not params.dry or params.n == 7.0 }} § True",
        "{{ params.n is odd }} {{ params.n is divisibleby 7 }} {{ params.sub is mapping }} § True True True",
        "{{ params.sub | tojson }} {{ [1, true, none] | tojson }} § {\"key\": \"it's\"} [1, true, null]",
        "{{ params.sub }} § {'key': \"it's\"}",
        "{{ params.days | length }} {{ [3, 1, 2] | sort | first }} {{ [1, 2] | sum }} § 3 1 3",
        "{{ '3' | int + 1 }} {{ 2.5 | round }} {{ 3.14159 | round(2) }} {{ '5' | float }} § 4 2.0 3.14 5.0",
        "{{ range(3) | list }} {{ range(4, 0, -2) }} § [0, 1, 2] [4, 2]",
        "{{ logical_date.in_timezone(timezone) }} § 2026-01-02T15:00:00+09:00",
        "{{ (logical_date - macros.timedelta(hours=7)) | ds }} § 2026-01-01",
        "{{ data_interval_end - data_interval_start }} § 1 day, 0:00:00",
        "{{ logical_date.start_of('month') | ds }} {{ logical_date.weekday() }} § 2026-01-01 4",
        "{{ logical_date.strftime('%d.%m.%Y %H:%M %a') }} § 02.01.2026 06:00 Fri",
        "{{ values.extract.rows }} {{ ti.xcom_pull(task_ids='extract') }} § 12 last line",
        "{{ ti.xcom_pull(['extract', 'x'], key='rows') }} {{ variables.host }} § [12] db",
        "{{ attempt }} {{ workflow }} {{ task.task_id }} {{ next_ds }} § 2 flow load None",
        "{{ macros.json.loads('{\"a\": [1, 2]}').a[1] }} § 2",
        "{{ '{} of {n}'.format(1, n=2) }} {{ 'a'.zfill(3) }} {{ ','.join(['a', 1]) }} § 1 of 2 00a a,1",
        "{{ '}}' }} {{ '{%' }} § }} {%",
        "{} { } }} § {} { } }}"
      })
  void renders(String template, String expected) {
    assertThat(text(template)).isEqualTo(expected);
  }

  @Test
  void a_text_that_is_one_expression_keeps_the_type_of_its_value() {
    assertThat(TEMPLATES.value("{{ params.n }}", "p")).isEqualTo(7L);
    assertThat(TEMPLATES.value("{{ params.ratio }}", "p")).isEqualTo(0.5);
    assertThat(TEMPLATES.value("{{ params.big }}", "p"))
        .isEqualTo(new BigInteger("123456789012345678901234567890"));
    assertThat(TEMPLATES.value("{{ params.dry }}", "p")).isEqualTo(true);
    assertThat(TEMPLATES.value("{{ params.nothing }}", "p")).isNull();
    assertThat(TEMPLATES.value("{{ params.days }}", "p")).isEqualTo(List.of("mon", "tue", "wed"));
    assertThat(TEMPLATES.value("{{ params.sub }}", "p")).isEqualTo(Map.of("key", "it's"));
    assertThat(TEMPLATES.value("{{ ds_nodash }}", "p")).isEqualTo("20260102");
    assertThat(TEMPLATES.value("{{ logical_date }}", "p")).isEqualTo("2026-01-02T06:00:00+00:00");
    assertThat(TEMPLATES.value(" {{ params.n }}", "p")).isEqualTo(" 7");
    assertThat(TEMPLATES.value("no template", "p")).isEqualTo("no template");
  }

  @Test
  void lists_and_maps_are_rendered_through_but_names_stay() {
    assertThat(
            TEMPLATES.values(
                Map.of(
                    "{{ ds }}",
                    Arrays.asList("{{ ds }}", 5, null, Map.of("x", "{{ params.n + 1 }}"))),
                "tasks.load.parameters"))
        .isEqualTo(Map.of("{{ ds }}", Arrays.asList("2026-01-02", 5, null, Map.of("x", 8L))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "{{ dss }} § 'dss' is not defined (did you mean ds?)",
        "{{ params.m }} § 'm' is not defined in params (did you mean n?)",
        "{{ params.sub.kye }} § 'kye' is not defined in params.sub (did you mean key?)",
        "{{ params['some day'] }} § 'some day' is not defined in params (there are: n, ratio, big, dry, nothing, days, sub)",
        "{{ values.load.x }} § 'load' is not defined in values (there are: extract)",
        "{{ params.days[9] }} § '9' is not defined in params.days",
        "{{ ds | uper }} § there is no filter 'uper' (did you mean upper?)",
        "{{ ds is big }} § there is no test 'is big'",
        "{{ ds + 1 }} § a text + a number can't be calculated",
        "{{ 1 / 0 }} § it divides by zero",
        "{{ ds( }} § '}}' is missing after 'ds( }}'",
        "{{ ds ds }} § 'ds' is not expected here",
        "{{ }} § there is nothing to print",
        "{% if ds %} § {% endif %} is missing at the end",
        "{% endfor %} § {% endfor %} belongs to nothing",
        "{% import 'x' %} § {% import %} is not there: there are if, for, set and raw",
        "{{ macros.ds_add(ds) }} § macros.ds_add(…) lacks its argument 'days'",
        "{{ ds() }} § ds is a text, and can't be called",
        "{{ macros.ds_add }} § it prints a function: call it with ()"
      })
  void says_what_is_wrong_and_where(String template, String message) {
    assertThatThrownBy(() -> text(template))
        .isInstanceOf(TemplateException.class)
        .hasMessage("tasks.load.shell: in '%s': %s".formatted(template, message));
  }

  @Test
  void the_place_in_a_structure_is_named() {
    assertThatThrownBy(
            () ->
                TEMPLATES.values(
                    Map.of("a", List.of(Map.of("b", "{{ x1 }}"))), "tasks.t.parameters"))
        .hasMessageStartingWith("tasks.t.parameters.a[0].b: in '{{ x1 }}': 'x1' is not defined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.getClass() }}",
        "{{ ''.class }}",
        "{{ ''['class'] }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ params.getClass() }}",
        "{{ params.days.getClass().forName('java.lang.Runtime') }}",
        "{{ logical_date.time() }}",
        "{{ logical_date.getClass() }}",
        "{{ macros.ds_add.getClass() }}",
        "{{ macros.ds_add.call }}",
        "{{ ti.getClass() }}",
        "{{ ti.attributes }}",
        "{{ (1).getClass() }}",
        "{{ true.TYPE }}",
        "{{ self }}",
        "{{ this }}",
        "{{ loop }}",
        "{{ beans }}",
        "{{ System.exit(1) }}",
        "{{ java.lang.Runtime }}",
        "{{ params.values().stream() }}",
        "{% include '/etc/passwd' %}",
        "{% extends '/etc/passwd' %}",
        "{% macro f() %}{% endmacro %}"
      })
  void there_is_no_way_to_classes_or_files(String template) {
    assertThatThrownBy(() -> text(template)).isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(0, 99999) %}{% for b in range(0, 99999) %}{% set z = a %}{% endfor %}{% endfor %}",
        "{{ range(1000000000) }}",
        "{{ range(5, 100000000000, 0) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 ** 9 ** 9 }}",
        "{{ 2 ** 99999 }}",
        "{{ 'a'.zfill(2000000000) }}",
        "{% for i in range(1000) %}{{ 'a' * 100000 }}{% endfor %}",
        "{% set a = 'a' * 1000000 %}{{ a.replace('a', a) }}",
        "{% set a = 'a' * 900000 %}{% for i in range(100000) %}{{ a.upper()[0] }}{% endfor %}",
        "{{ macros.timedelta(days=999999999999999999) }}",
        "{{ logical_date.add(years=999999999999) }}",
        "{{ logical_date.add(days=9223372036854775807) }}"
      })
  void neither_size_nor_time_grow_without_end(String template) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> text(template)).isInstanceOf(TemplateException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void values_that_hold_themselves_many_times_are_not_written_out() {
    String twice = "{% set x = [1] %}" + "{% set x = [x, x] %}".repeat(60);
    for (String end :
        List.of("{{ x }}", "{{ x == [x] }}", "{{ x | tojson }}", "{{ [x] == [x] }}")) {
      long start = System.nanoTime();
      assertThat(catchFault(twice + end)).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static String catchFault(String template) {
    try {
      return text(template);
    } catch (TemplateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void deep_templates_are_faults_and_no_stack_overflows() {
    for (String template :
        List.of(
            "{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}",
            "{{ " + "-".repeat(50_000) + "1 }}",
            "{{ " + "[".repeat(50_000) + " }}",
            "{{ " + "not ".repeat(50_000) + "1 }}",
            "{{ 1" + " + 1".repeat(20_000) + " }}",
            "{{ ds" + " | upper".repeat(20_000) + " }}",
            "{{ ds" + ".x".repeat(20_000) + " }}",
            "{% if 1 %}".repeat(20_000))) {
      assertThat(catchFault(template)).isNotNull();
    }
  }

  @Test
  void random_templates_end_as_text_or_as_a_fault() {
    var random = new java.util.Random(5);
    String[] words = {
      "{{", "}}", "{%", "%}", "if", "else", "endif", "for", "x", "in", "ds", "|", "upper", "(", ")",
      "[", "]", "{", "}", "'a'", "1", ".", ",", ":", "-", "+", "*", "is", "defined", "not", " ",
      "params", "n", "set", "=", "~", "%", "raw", "endraw", "{#", "#}", "\n"
    };
    for (int i = 0; i < 20_000; i++) {
      var template = new StringBuilder(random.nextBoolean() ? "{{ " : "{% ");
      for (int k = random.nextInt(15); k >= 0; k--) {
        template.append(words[random.nextInt(words.length)]).append(' ');
      }
      template.append(random.nextBoolean() ? " }}" : " %}");
      assertThat(catchFault(template.toString())).isNotNull();
    }
  }
}
