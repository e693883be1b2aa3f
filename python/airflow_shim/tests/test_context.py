"""Templates, with jinja2 and with the engine for a Python without it."""

import json
import unittest

from tests import shim

FILE = shim.TESTS / "dags" / "context_dag.py"
CONTEXT = json.loads((shim.TESTS / "context.json").read_text())
UTC = "+00:00"
MANUAL = "2024-01-03T10:11:12.345678" + UTC
# What a run of each scenario is: DAG, logical date, end of the interval, start if it is another.
RUNS = {
    "scheduled daily 06:00 UTC, first run": ("ctx_dag", "2024-01-01T06:00:00" + UTC, "2024-01-02T06:00:00" + UTC),
    "scheduled daily 06:00 UTC, second run (first succeeded)": (
        "ctx_dag", "2024-01-02T06:00:00" + UTC, "2024-01-03T06:00:00" + UTC),
    'manual 2024-01-03T10:11:12.345678Z of the same DAG, conf {"k":"v","p":"override"}': (
        "ctx_dag", MANUAL, "2024-01-03T06:00:00" + UTC, "2024-01-02T06:00:00" + UTC),
    "scheduled @daily America/New_York, DST day 2024-03-10": (
        "ctx_ny", "2024-03-10T05:00:00" + UTC, "2024-03-11T04:00:00" + UTC),
    "manual of schedule=None DAG": ("ctx_none", MANUAL, MANUAL),
}
PREVIOUS = {"prev_data_interval_start_success": "2024-01-01T06:00:00" + UTC,
            "prev_data_interval_end_success": "2024-01-02T06:00:00" + UTC}


def run_of(scenario):
    dag_id, at, end, *start = RUNS[scenario]
    kind = "manual" if scenario.startswith("manual") else "scheduled"
    conf = {"k": "v", "p": "override"} if "conf" in scenario else {}
    return dag_id, shim.run_of(
        "%s__%s" % (kind, at), run_type=kind, external_trigger=kind == "manual", logical_date=at, conf=conf,
        data_interval_start=start[0] if start else at, data_interval_end=end)


class ContextTest(unittest.TestCase):
    maxDiff = None

    def check(self, env):
        for scenario, expected in CONTEXT["scenarios"].items():
            dag_id, run = run_of(scenario)
            order = shim.order_of(FILE, dag_id, "t1", run, mode="render", secrets=True,
                                  dates=PREVIOUS if "second" in scenario else {})
            outcome, log = shim.attempt(order, dict(CONTEXT["env"], **env))
            self.assertEqual("success", outcome["state"], log)
            for expression, value in expected.items():
                with self.subTest(scenario, expression=expression):
                    self.assertEqual(value, outcome["rendered"]["results"][expression])

    def test_every_expression_with_jinja2(self):
        import jinja2  # noqa: F401, this test is about it

        self.check({})

    def test_every_expression_with_the_engine_for_a_python_without_jinja2(self):
        self.check({"NIGHTJAR_TEMPLATE_ENGINE": "builtin"})
