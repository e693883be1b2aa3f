"""The template engine for a Python without jinja2 gives what jinja2 gives."""

import datetime
import pathlib
import sys
import tempfile
import unittest

import jinja2

from tests import shim

sys.path.insert(0, str(shim.HOME))
from nightjar_airflow import engine  # noqa: E402


class Thing:
    name = "thing"
    empty = None

    def greet(self, who="you", times=1):
        return "hi %s" % who * times


NAMES = {
    "a": 1, "b": 2.5, "s": "some text", "l": [3, 1, 2], "d": {"x": 1, "y": {"z": [7, 8]}, "items": 3}, "t": Thing(),
    "none": None, "day": datetime.date(2024, 1, 2), "rows": [{"n": 1, "g": "a"}, {"n": 2, "g": "b"}],
    "html": "<b>&'", "f": lambda *args, **named: (args, sorted(named.items())), "yes": True,
}
TEMPLATES = r"""
plain text
{{ a }} {{ b }} {{ s }} {{ l }} {{ d }} {{ none }} {{ yes }}
{{ a + b * 2 - 3 / 2 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 3 }} {{ -a }} {{ -a|abs }} {{ (a + 1) * 2 }} {{ 1 + 2 ~ 3 * 4 }}
{{ "a" ~ 1 ~ none }} {{ 'it''s' }} {{ "tab\tq\"x" }} {{ 'ä' }}
{{ d.x }} {{ d['y'].z[1] }} {{ d.y['z'][0] }} {{ d.items }} {{ d["items"] }} {{ t.name }} {{ t['name'] }} {{ l.0 }}
{{ t.greet() }} {{ t.greet("me", times=2) }} {{ s.upper() }} {{ s.split()[0] }} {{ s[1:3] }} {{ s[::-1] }} {{ l[-1] }}
{{ day.strftime("%Y/%m") }} {{ day }} {{ f(1, *[2], **{"y": 3}) if true else f(1, x=2) }} {{ f(x=2) }} {{ '"q"' | e }}
{{ "yes" if a == 1 else "no" }} {{ "only" if a == 1 }} {{ a if a > 5 else b if b > 2 else s }}
{{ a == 1 and b != 2 }} {{ not a }} {{ a or s }} {{ none or "default" }} {{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}
{{ 1 in l }} {{ 9 not in l }} {{ "x" in d }} {{ not 1 in l }}
{{ a is defined }} {{ nope is defined }} {{ nope is not defined }} {{ a is odd }} {{ a is number and s is string }}
{{ none is none }} {{ l is iterable }} {{ 6 is divisibleby 3 }} {{ 6 is divisibleby(4) }} {{ d is mapping }} {{ a is eq 1 }}
{{ a is sameas a }} {{ 3 is in l }} {{ s is upper }} {{ true is true }} {{ 1.5 is float }} {{ 5 is even or 5 is odd }}
{{ nope | default("d") }} {{ none | default("d") }} {{ none | default("d", true) }} {{ "" | d("e", boolean=true) }}
{{ s | upper }} {{ s | title }} {{ s|capitalize }} {{ " x " | trim }} {{ s | replace("e", "E") }} {{ s | length }}
{{ l | sort }} {{ l | sort(reverse=true) | join("-") }} {{ l | first }} {{ l | last }} {{ l | sum }} {{ l | max }} {{ l|min }}
{{ l | reverse | list }} {{ "abc" | reverse }} {{ rows | map(attribute="g") | join(", ") }} {{ ["a"] | map("upper") | list }}
{{ rows | selectattr("n", "gt", 1) | list }} {{ rows | rejectattr("n", "eq", 1) | map(attribute="n") | list }}
{{ [1, 0, 2] | select | list }} {{ [1, 2, 3] | select("odd") | list }} {{ [1, 2, 3] | reject("odd") | list }}
{{ [1, 1, 2] | unique | list }} {{ "3" | int + 1 }} {{ "x" | int }} {{ "x" | int(5) }} {{ "2.5" | float }} {{ 2.567 | round(1) }}
{{ 2.5 | round }} {{ 2.1 | round(method="ceil") }} {{ d.y | tojson }} {{ "a<b" | tojson }} {{ html | e }} {{ html | safe }}
{{ "a\nb" | indent(2) }} {{ "a\nb" | indent(2, true) }} {{ "%s-%s" | format(1, 2) }} {{ {"b": 1, "a": 2} | dictsort }}
{{ "word " * 3 }} {{ "a b c" | wordcount }} {{ "a b&c" | urlencode }} {{ ("long " * 30) | truncate(20) }} {{ d.y | items | list }}
{{ [1, 2,] }} {{ (1, 2) }} {{ (1,) }} {{ () }} {{ {} }} {{ {"k": a, "j": [b]} }} {{ 1_000 }} {{ 1e3 }} {{ range(3) | list }}
{% if a == 1 %}one{% elif a == 2 %}two{% else %}many{% endif %} {% if not a %}no{% elif b %}b{% endif %}.
{% for x in l %}{{ loop.index }}:{{ x }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}
{% for x in [] %}{{ x }}{% else %}empty{% endfor %} {% for x in l if x > 1 %}{{ x }}{{ loop.length }}{% endfor %}
{% for k, v in d.y.items() %}{{ k }}={{ v }}{% endfor %} {% for x in l %}{{ loop.cycle("a", "b") }}{{ loop.revindex }}{% endfor %}
{% for x in l %}{% for y in l %}{{ x * y }} {% endfor %}{{ loop.first }}{% endfor %}{{ x is defined }}
{% set v = a + 1 %}{{ v }} {% set p, q = 1, 2 %}{{ p }}{{ q }} {% set block %}in {{ a }}{% endset %}{{ block }}
{% set n = namespace(c=0) %}{% for x in l %}{% set n.c = n.c + x %}{% endfor %}{{ n.c }} {% for x in l %}{% set a = x %}{% endfor %}{{ a }}
{% do l.append(4) %}{{ l }}{# a {{ comment }} #}.{% raw %}{{ not }} {% this %}{% endraw %}.
  {%- if a %} x {%- endif -%}   y   {{- a -}}   z   {#- c -#}   w
{{ "}}" }} {{ "{%" }} {{ '#}' }} {{ {"a": {"b": 1}}["a"]["b"] }} {{ {"a": 1}.a }}
{{ nope }} {{ d.nope }} {{ t.nope }} {{ l[9] }}
{{ nope }}
{{ d.nope }}
{{ t.nope }}
{{ l[9] }}
{{ nope.deeper }}
{{ nope | upper }}
{{ nope ~ "x" }}
{% for x in nope %}{{ x }}{% endfor %}
{% if nope %}x{% else %}y{% endif %}
{% include "inner.sql" %} and {% include name_of %}
{{ s | nofilter }}
{{ a b }}
{% if a %}
{{ "open
""".strip("\n").split("\n") + [
    "\n{% for i in range(2) %}\n    echo \"{{ i }}\"\n{% endfor %}\n", "a\n", "a\n\n", "{% if a %}\nb\n{% endif %}\nc\n"]


class EngineTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        pathlib.Path(temporary.name, "inner.sql").write_text("select {{ a }}\n")
        self.folder = temporary.name

    def render(self, env, template):
        names = dict(NAMES, l=list(NAMES["l"]), name_of="inner.sql")
        try:
            return env.from_string(template).render(names)
        except Exception as problem:
            return "%s: %s" % (type(problem).__name__, problem)

    def compare(self, own, genuine):
        for template in TEMPLATES:
            with self.subTest(template):
                expected, found = self.render(genuine, template), self.render(own, template)
                if isinstance(expected, str) and expected.startswith(("TemplateSyntaxError", "TemplateAssertionError")):
                    self.assertTrue(found.startswith("TemplateSyntaxError"), found)
                else:
                    self.assertEqual(expected, found)

    def jinja2(self, **options):
        loader = jinja2.FileSystemLoader(self.folder)
        return dict(loader=loader, extensions=["jinja2.ext.do"], **options)

    def test_strictly_as_for_2_x(self):
        self.compare(engine.Environment([self.folder]),
                     jinja2.Environment(**self.jinja2(undefined=jinja2.StrictUndefined)))

    def test_leniently_as_for_1_10(self):
        self.compare(engine.Environment([self.folder], strict=False), jinja2.Environment(**self.jinja2()))

    def test_with_native_values(self):
        from jinja2.nativetypes import NativeEnvironment

        own, genuine = engine.Environment([self.folder], native=True), NativeEnvironment(**self.jinja2())
        for template in ("{{ a }}", "{{ l }}", "{{ a }}{{ a }}", "x{{ a }}", "{{ none }}", "", "{{ '[1, 2]' }}", "{{ d }}"):
            with self.subTest(template):
                self.assertEqual(self.render(genuine, template), self.render(own, template))

    def test_what_it_does_not_know_it_refuses_by_name(self):
        for template, name in (("{% macro x() %}{% endmacro %}", "macro"), ("{% extends 'x' %}", "extends"),
                               ("{{ a.__class__ }}", "unsafe")):
            self.assertIn(name, self.render(engine.Environment(), template))
