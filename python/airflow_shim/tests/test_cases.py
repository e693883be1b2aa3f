"""DAG files of others against what genuine Airflow 2.9.3 made of them (see cases/SOURCE.md)."""

import concurrent.futures
import datetime
import json
import pathlib
import re
import unittest

from tests import shim
from tests.fake_server import FakeServer

CASES = sorted(path.parent for path in (shim.TESTS / "cases").glob("*/expected.json"))
# As the acceptance check compares: these classes are the same, and times, reprs and temporary paths differ.
SAME = {"DummyOperator": "EmptyOperator"}
VOLATILE = re.compile(
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d( [AP]M)? UTC \d{4}|<[A-Z]\w+ .*>|/tmp/[\w./-]+|0x[0-9a-f]+"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?")
FIELDS = ("bash_command", "sql", "endpoint", "input_nb", "output_nb", "parameters", "op_args", "op_kwargs")


def normal(value):
    return VOLATILE.sub("…", value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str))


def expected_of(case):
    return json.loads((case / "expected.json").read_text())


def tasks_of(dag):
    tasks = dag["tasks"]
    return tasks if isinstance(tasks, dict) else {task["task_id"]: task for task in tasks}


def moment(text):
    """A date as expected.json has it: ISO, or days_ago(n)."""
    match = re.match(r"days_ago\((\d+)\)", text or "")
    if not match:
        return text
    today = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - datetime.timedelta(days=int(match.group(1)))).isoformat()


def schedule(interval):
    if interval is None or interval["__type"] == "CronExpression":
        return interval and interval["value"]
    return {"timedelta_s": interval["days"] * 86400.0 + interval["seconds"]}


class ComparesDags:
    """For tests: checks of a loaded DAG against what expected.json says."""

    def check_dag(self, expected, dag):
        for name in ("is_subdag", "end_date", "catchup", "max_active_runs", "max_active_tasks", "description",
                     "is_paused_upon_creation", "timezone", "callbacks"):
            self.assertEqual(expected[name], dag[name], name)
        self.assertEqual(moment(expected["start_date"]), dag["start_date"])
        self.assertEqual(expected["schedule_interval"], schedule(dag["schedule_interval"]))
        self.assertEqual(sorted(expected["tags"]), dag["tags"])
        self.assertEqual(expected["dagrun_timeout_s"], dag["dagrun_timeout"])
        self.assertEqual(expected["params"], {name: param["value"] for name, param in dag["params"].items()})
        self.assertEqual(sorted(set(expected["owner"].split(", ")) - {""}), dag["owners"])
        self.assertEqual(expected["doc_md_first"], self.first_line(dag["doc_md"]))
        labels = {up: {down: info["label"] for down, info in edges.items()}
                  for up, edges in expected["edge_labels"].items()}
        self.assertEqual(labels, dag["edge_labels"])
        groups = [{name: group[name] for name in ("group_id", "children", "upstream_group_ids", "downstream_group_ids",
                                                  "tooltip")} for group in dag["task_groups"]]
        self.assertEqual(expected["task_groups"], groups)
        tasks = {task["task_id"]: task for task in dag["tasks"]}
        self.assertEqual(sorted(tasks_of(expected)), sorted(tasks))
        for task_id, task in tasks_of(expected).items():
            self.check_task(task_id, task, tasks[task_id])

    @staticmethod
    def first_line(text):
        return next((line.strip() for line in (text or "").splitlines() if line.strip()), None)

    def check_task(self, task_id, expected, task):
        self.assertEqual(SAME.get(expected["operator"], expected["operator"]), task["operator"], task_id)
        for name in ("upstream", "downstream", "trigger_rule", "retries", "owner", "depends_on_past",
                     "wait_for_downstream", "pool", "pool_slots", "priority_weight", "priority_weight_total", "subdag",
                     "email", "email_on_failure", "email_on_retry"):
            if name in expected:
                self.assertEqual(expected[name], task[name], "%s of %s" % (name, task_id))
        self.assertEqual(expected["retry_delay_s"], task["retry_delay"], task_id)
        self.assertEqual(moment(expected["start_date"]), task["start_date"], task_id)
        self.assertEqual(expected["end_date"], task["end_date"], task_id)
        self.assertEqual(sorted(expected["template_fields"]), sorted(task["template_fields"]), task_id)
        if "params" in expected:
            self.assertEqual(expected["params"], {name: one["value"] for name, one in task["params"].items()})
        if "doc_md_first" in expected:
            self.assertEqual(expected["doc_md_first"], self.first_line(task["doc_md"]), task_id)


class CasesTest(ComparesDags, unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = shim.TESTS / "cases"
        paths = [path for case in CASES for path in sorted(case.glob("*.py"))]
        cls.answers = {}
        for answer in shim.load(folder, *paths):
            cls.answers.setdefault(pathlib.Path(answer["file"]).parent, []).append(answer)

    def dags(self, case):
        return {dag["dag_id"]: dag for answer in self.answers[case] for dag in answer["dags"]}

    def test_there_are_39_cases(self):
        self.assertEqual(39, len(CASES))

    def test_every_file_loads_and_has_the_dags(self):
        for case in CASES:
            with self.subTest(case.name):
                self.assertEqual([None], [answer["error"] for answer in self.answers[case]])
                self.assertEqual(sorted(expected_of(case)["dag_ids"]), sorted(self.dags(case)))

    def test_dags_are_as_in_airflow(self):
        for case in CASES:
            dags = self.dags(case)
            for dag_id, expected in expected_of(case)["dags"].items():
                with self.subTest(case.name, dag=dag_id):
                    self.check_dag(expected, dags[dag_id])

    def test_runs_are_as_in_airflow(self):
        runs = [(case, dag_id, run) for case in CASES for kind in ("runs", "runs_scheduled_old")
                for dag_id, run in (expected_of(case).get(kind) or {}).items()]
        self.assertEqual(22, len(runs))
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda one: self.run_dag(*one), runs))
        for (case, dag_id, expected), (state, states, runner) in zip(runs, done):
            with self.subTest(case.name, dag=dag_id):
                self.assertEqual(expected["task_states"], states)
                self.assertEqual(expected["state"], state)
                self.check_fields(dag_id, expected, runner)
                self.check_logs(dag_id, expected, runner)

    def run_dag(self, case, dag_id, expected):
        interval = expected["data_interval"]
        conf = json.loads((re.search(r"conf=(\{.*\})", expected["scenario"]) or ["", "{}"])[1])
        run = shim.run_of(expected["run_id"], data_interval_start=interval[0], data_interval_end=interval[1], conf=conf,
                          external_trigger="NOT externally" not in expected["scenario"])
        with FakeServer() as server:
            runner = shim.Runs(server, self.dags(case), case)
            return (*runner.run(dag_id, run), runner)

    def check_fields(self, dag_id, expected, runner):
        for task_id, fields in expected["rendered"].items():
            outcome = runner.outcomes.get((dag_id, task_id), {"rendered": {}})
            for name in FIELDS:
                if fields.get(name) not in (None, [], {}, "[]", "{}"):
                    self.assertEqual(normal(fields[name]), normal(outcome["rendered"][name]), "%s.%s" % (task_id, name))
        for task_id, values in expected["xcom"].items():
            pushed = {one["key"]: one["value"] for one in runner.outcomes[dag_id, task_id]["values"]}
            for key, value in values.items():
                if key == "skipmixin_key":
                    value, pushed[key] = ({name: sorted(ids) for name, ids in one.items()} for one in (
                        value, pushed[key]))
                self.assertEqual(normal(value), normal(pushed.get(key)), "%s.%s" % (task_id, key))

    def check_logs(self, dag_id, expected, runner):
        for task_id, lines in expected["log"].items():
            if (dag_id, task_id) not in runner.logs or task_id in ("print_the_context", "run_after_loop"):
                continue
            log = list(map(normal, shim.messages(runner.logs[dag_id, task_id])))
            for line in lines:
                line = line[7:] if line.startswith("print: ") else line
                if not line.startswith("INFO: Running command") and "<NOW>" not in line:
                    self.assertIn(normal(line).split("\n")[0], log, task_id)
