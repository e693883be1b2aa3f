"""The DAG files of others on a Nightjar server: DAGs, tasks, runs, rendered fields and XComs as Airflow 2.9.3 has them."""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from tests import servers
from tests.program import PROJECT

CHECKER = PROJECT / "tests" / "airflow" / "dagcheck.py"
CASES = PROJECT / "python" / "airflow_shim" / "tests" / "cases"
PATIENCE = 900
ALL = 39


MAPPED = """
from datetime import datetime

import pendulum
from airflow import DAG
from airflow.decorators import setup, task, task_group, teardown
from airflow.operators.bash import BashOperator
from airflow.timetables.events import EventsTimetable

with DAG("mapped", schedule=None, start_date=datetime(2024, 1, 1)):

    @task
    def names():
        return ["a", "b", "c"]

    @task
    def greet(greeting, name, ti=None):
        return None if name == "b" else f"{greeting} {name} {ti.map_index}"

    @task
    def none():
        return []

    @task
    def collect(values):
        return values

    collect(greet.partial(greeting="hi").expand(name=names()))
    collect.override(task_id="never")(greet.override(task_id="nobody").partial(greeting="hi").expand(name=none()))
    BashOperator.partial(task_id="echo").expand(bash_command=["echo {{ ds }}", "exit 99"])

with DAG("around", schedule=None, start_date=datetime(2024, 1, 1)):

    @setup
    def make():
        return "cluster"

    @task
    def numbers(cluster):
        return [1, 2, 3]

    @task
    def half(n):
        if n % 2:
            raise ValueError("odd")
        return n // 2

    @task(trigger_rule="all_done")
    def say(n, ti=None):
        return f"{ti.map_index}: {n}"

    @task.branch
    def choose(n):
        return "each.low" if n < 3 else "each.high"

    @task
    def low():
        pass

    @task
    def high():
        pass

    @task_group
    def each(n, by):
        say(half(n))
        choose(n) >> [low(), high()]

    @teardown
    def drop(cluster):
        return "dropped " + cluster

    cluster = make()
    with drop(cluster):
        given = numbers(cluster)
        each.partial(by=2).expand(n=given)
        say.override(task_id="pairs").expand(n=given.zip(given.map(str)))
        BashOperator.partial(task_id="kwargs").expand_kwargs(given.map(lambda n: {"bash_command": f"echo {n}"}))

times = [pendulum.datetime(2024, 1, 2), pendulum.datetime(2024, 1, 7)]
with DAG("events", schedule=EventsTimetable(times), start_date=datetime(2024, 1, 1), is_paused_upon_creation=False):
    BashOperator(task_id="echo", bash_command="echo {{ ds }} {{ data_interval_end | ds }}")
"""


class AirflowDagsTest(unittest.TestCase):
    @staticmethod
    def start(stack, folder, cases):
        root, workflows = folder / "root", folder / "workflows"
        root.mkdir(parents=True)
        workflows.mkdir()
        address = stack.enter_context(
            servers.nightjar(root, "--workflows", workflows, environment={"NIGHTJAR_AIRFLOW_PYTHON": sys.executable}))
        return stack.enter_context(
            subprocess.Popen(
                [sys.executable, CHECKER, address, workflows, CASES, "--only", cases, "--timeout", "300"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))

    def test_all_are_as_in_airflow(self):
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            # a server for those of 1.10 and one for the others, which have the same names
            checks = [self.start(stack, folder / name, some) for name, some in (("old", "^af1"), ("new", "^(?!af1)"))]
            passed = 0
            for check in checks:
                lines = check.communicate(timeout=PATIENCE)[0].splitlines()
                self.assertEqual([line for line in lines[:-1] if not line.startswith("PASS")], [])
                self.assertTrue(lines[-1].endswith(" passed, 0 failed"), lines[-1])
                passed += int(lines[-1].split()[0])
            self.assertEqual(passed, ALL)

    def test_mapped_tasks_run_for_each_value_and_lists_of_times_are_schedules(self):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary, contextlib.ExitStack() as stack:
            root, workflows = pathlib.Path(temporary, "root"), pathlib.Path(temporary, "workflows")
            root.mkdir()
            workflows.mkdir()
            (workflows / "mapped.py").write_text(MAPPED, encoding="utf-8")
            self.api = stack.enter_context(servers.nightjar(
                root, "--workflows", workflows, environment={"NIGHTJAR_AIRFLOW_PYTHON": sys.executable})) + "/airflow/api/v1"
            self.until(lambda: self.ask("/dags")["total_entries"] == 3)
            self.ask("/dags/mapped", {"is_paused": False}, "PATCH")
            self.ask("/dags/mapped/dagRuns", {"dag_run_id": "r", "logical_date": "2024-01-02T00:00:00Z"})
            run = "/dags/mapped/dagRuns/r"
            self.until(lambda: self.ask(run)["state"] in ("success", "failed"))
            found = self.ask(run + "/taskInstances")["task_instances"]
            self.assertEqual(
                {("collect", -1): "success", ("echo", 0): "success", ("echo", 1): "skipped", ("greet", 0): "success",
                 ("greet", 1): "success", ("greet", 2): "success", ("names", -1): "success", ("never", -1): "skipped",
                 ("nobody", -1): "skipped", ("none", -1): "success"},
                {(one["task_id"], one["map_index"]): one["state"] for one in found})
            self.assertEqual("success", self.ask(run)["state"])
            self.assertEqual("['hi a 0', 'hi c 2']", self.xcom(run, "collect"))
            self.assertEqual("hi c 2", self.xcom(run, "greet", "?map_index=2"))
            self.assertIn("echo 2024-01-02", self.ask(run + "/taskInstances/echo/logs/1?map_index=0")["content"])
            points = self.ask(run + "/taskInstances/greet/listMapped?order_by=-map_index")
            self.assertEqual([2, 1, 0], [one["map_index"] for one in points["task_instances"]])
            self.assertEqual("skipped", self.ask(run + "/taskInstances/echo/1")["state"])
            plugin = self.api.replace("/api/v1", "/admin/rest_api/api")
            command = "run&dag_id=mapped&task_id=greet&execution_date=r&map_index=2&force"
            with urllib.request.urlopen(f"{plugin}?api={command}", timeout=PATIENCE) as answer:
                again = json.load(answer)
            self.assertIn("Marking task as SUCCESS", again["output"]["stdout"], again)
            self.assertEqual(["running", "success"], [
                one["event"] for one in self.ask("/eventLogs?task_id=greet[2]&order_by=-event_log_id&limit=2")["event_logs"]][::-1])
            self.until(lambda: self.ask(run)["state"] == "success")
            self.around()
            self.until(lambda: [one["state"] for one in self.ask("/dags/events/dagRuns")["dag_runs"]] == ["success"] * 2)
            self.assertEqual(["2024-01-02 2024-01-02", "2024-01-07 2024-01-07"], [
                self.xcom("/dags/events/dagRuns/" + one["dag_run_id"], "echo")
                for one in self.ask("/dags/events/dagRuns?order_by=execution_date")["dag_runs"]])

    def around(self):
        """Setup and teardown around mapped tasks and a mapped group, whose points are paired."""
        self.ask("/dags/around", {"is_paused": False}, "PATCH")
        self.ask("/dags/around/dagRuns", {"dag_run_id": "r", "logical_date": "2024-01-02T00:00:00Z"})
        run = "/dags/around/dagRuns/r"
        self.until(lambda: self.ask(run)["state"] in ("success", "failed"))
        states = {}
        for one in self.ask(run + "/taskInstances?limit=100")["task_instances"]:
            states.setdefault(one["task_id"], {})[one["map_index"]] = one["state"]
        once, thrice = {-1: "success"}, {0: "success", 1: "success", 2: "success"}
        self.assertEqual(
            {"make": once, "numbers": once, "drop": once, "each.half": {0: "failed", 1: "success", 2: "failed"},
             "each.say": thrice, "each.choose": thrice, "pairs": thrice, "kwargs": thrice,
             "each.low": {0: "success", 1: "success", 2: "skipped"},
             "each.high": {0: "skipped", 1: "skipped", 2: "success"}}, states)
        self.assertEqual("success", self.ask(run)["state"])
        self.assertEqual(["0: None", "1: 1", "2: None"], [
            self.xcom(run, "each.say", "?map_index=%d" % index) for index in range(3)])
        self.assertEqual(["1: (2, '2')", "3", "dropped cluster"], [
            self.xcom(run, "pairs", "?map_index=1"), self.xcom(run, "kwargs", "?map_index=2"), self.xcom(run, "drop")])

    def ask(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.api + urllib.parse.quote(path, safe="/?=&"), data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def xcom(self, run, task, point=""):
        return self.ask(f"{run}/taskInstances/{task}/xcomEntries/return_value{point}")["value"]

    def until(self, done):
        end = time.monotonic() + PATIENCE
        while not done():
            self.assertLess(time.monotonic(), end, "it takes too long")
            time.sleep(0.25)


if __name__ == "__main__":
    unittest.main()
