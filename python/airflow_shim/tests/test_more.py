"""Attempts of mapped tasks, of functions in other Pythons, and of checks of SQL."""

import pathlib
import shutil
import sqlite3
import tempfile
import unittest

from tests import shim
from tests.fake_server import FakeServer

FILE = shim.TESTS / "dags" / "more_dag.py"


class MoreTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.server = FakeServer()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)

    def run_task(self, task_id, run=None, **fields):
        order = shim.order_of(FILE, "more", task_id, run, api=self.server.settings, **fields)
        self.outcome, self.log = shim.attempt(order)
        return self.outcome["state"], self.outcome["message"]

    def pushed(self):
        return {one["key"]: one["value"] for one in self.outcome["values"]}

    def test_a_virtual_environment_is_made_once_and_gets_what_of_the_context_is_plain(self):
        cache = pathlib.Path(tempfile.gettempdir(), "nightjar-more-dag-venvs")
        self.addCleanup(shutil.rmtree, cache, ignore_errors=True)
        for made in (True, False):
            self.assertEqual(("success", None), self.run_task("venv"))
            self.assertEqual([True, "2024-01-02", "2024-01-02T00:00:00+00:00", "datetime", 3, ["a", "b"]],
                             self.pushed()["return_value"])
            self.assertEqual(made, "'-m', 'venv'" in self.log)

    def test_a_python_that_is_not_there_is_named(self):
        self.assertEqual(("failed", "python_version='1.0': there is no python1.0 on the PATH"),
                         self.run_task("no_such_python"))
        self.assertIn("'/no/such/python'", self.run_task("external_nowhere")[1])

    def test_a_function_runs_in_a_python_that_is_there(self):
        self.assertEqual(("success", None), self.run_task("external"))
        self.assertEqual("x", self.pushed()["return_value"][1])
        self.run_task("decorated")
        self.assertEqual({"n": 2, "return_value": {"n": 2}}, self.pushed())

    def test_a_function_in_another_python_skips_fails_and_raises(self):
        self.assertEqual(("skipped", "Process exited with code 7. Skipping."), self.run_task("external_skips"))
        self.assertIn("INFO: leaving with 7", shim.messages(self.log))
        self.assertEqual(("failed", "Process returned non-zero exit status 8."), self.run_task("external_ends"))
        self.assertEqual(("failed", "Process returned non-zero exit status 1. not here"),
                         self.run_task("external_fails"))

    def test_a_function_in_another_python_chooses_the_branch(self):
        self.run_task("branch")
        self.assertEqual(("branch", ["right"]), (self.outcome["skip_kind"], self.outcome["skip"]))

    def test_a_point_of_a_mapped_task_gets_its_value_and_index(self):
        self.run_task("add", point={"index": 1, "values": {"b": 2}})
        self.assertEqual([12, 1], self.pushed()["return_value"])
        self.run_task("echo", point={"index": 0, "values": {"bash_command": "echo {{ ds }}"}})
        self.assertEqual("2024-01-02", self.pushed()["return_value"])

    def leave(self, task_id, left):
        self.server.values.append({"dag_id": "more", "run_id": shim.run_of()["run_id"], "task_id": task_id,
                                   "key": "return_value", "value": left, "pickled": None})

    def test_a_point_whose_value_the_server_does_not_know_finds_it(self):
        self.leave("found", [3, 4])
        for task_id, point, result in (
                ("halves", {"v": 1}, 2.0), ("pairs", {"v": 0}, [3, "3"]), ("joined", {"v": 2}, "3"),
                ("joined", {"v": 1}, 4), ("tuples", {"v": 0}, [1, 2]), ("tuples", {"v": 1}, [3, 4]),
                ("all_halves", None, [[3, 3], [4, 4]])):
            with self.subTest(task_id):
                more = {"point": {"index": 0, "values": point}} if point else {}
                self.assertEqual(("success", None), self.run_task(task_id, **more))
                self.assertEqual(result, self.pushed()["return_value"])
        self.run_task("kwargs", point={"index": 1, "values": {"index": 1}})
        self.assertEqual([5, 1], self.pushed()["return_value"])
        state, message = self.run_task("more_kwargs", point={"index": 0, "values": {"index": 0}})
        self.assertIn("unsupported operand", message)  # a number and a list
        self.assertEqual(("skipped", "odd"), self.run_task("halves", point={"index": 0, "values": {"v": 0}}))

    def test_what_single_points_left(self):
        for index in (0, 1):
            self.leave("add[%d]" % index, index)
        self.run_task("some")
        self.assertEqual([1, [1, 0], [0], "-"], self.pushed()["return_value"])

    def test_what_cannot_be_mapped_over_fails_the_task_that_returns_it(self):
        self.assertEqual(("failed", "unmappable return type 'str'"), self.run_task("text"))
        self.assertEqual(("failed", "did not push XCom for task mapping"), self.run_task("nothing"))

    def test_a_sensor_waits_for_the_tasks_of_a_group(self):
        run = shim.run_of()
        self.server.dag_ids.add("far")
        self.server.runs["far", run["run_id"]] = far = {
            "run_id": run["run_id"], "state": "running", "logical_date": run["logical_date"], "conf": {},
            "tasks": {"g.a": "success", "g.h.b": "running", "other": "failed"},
            "groups": {"g.a": "g", "g.h.b": "g.h", "gg.c": "gg"}}
        self.assertEqual("reschedule", self.run_task("group")[0])
        far["tasks"]["g.h.b"] = "success"
        self.assertEqual("success", self.run_task("group")[0])

    def test_what_the_points_left_is_a_list(self):
        for task_id, left in (("numbers", 5), ("add", [[11, 0], [12, 1]])):
            self.leave(task_id, left)
        self.run_task("collect")
        self.assertEqual([[[11, 0], [12, 1]], [5, [11, 0], [12, 1]], [[11, 0], [12, 1]]],
                         self.pushed()["return_value"])

    def test_times_of_day_are_those_of_the_day_of_the_run_and_may_go_past_midnight(self):
        for at, skipped in (("2024-01-02T23:00:00+00:00", ["no"]), ("2024-01-02T01:00:00+00:00", ["yes"])):
            self.run_task("in_time", run=shim.run_of(logical_date=at))
            self.assertEqual(skipped, self.outcome["skip"])

    def test_checks_of_sql(self):
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/x.db"
            with sqlite3.connect(path) as database:
                database.execute("CREATE TABLE t (n, ds)")
                database.executemany("INSERT INTO t VALUES (?, ?)", [(1, "2024-01-01"), (2, "2024-01-02")])
            database.close()
            self.server.connections["db"] = {"conn_id": "db", "conn_type": "sqlite", "host": path}
            for task_id, problem in (
                    ("threshold", "3 is not between 1.0 and 2.0"), ("interval", "'SUM(n)' check failed"),
                    ("table", "Check: two"), ("column", "Column: n Check: min")):
                with self.subTest(task_id):
                    self.assertEqual(("success", None), self.run_task(task_id))
                    state, message = self.run_task(task_id + "_fails")
                    self.assertEqual("failed", state)
                    self.assertIn(problem, message)
