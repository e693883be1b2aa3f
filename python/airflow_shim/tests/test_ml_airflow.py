"""ML-Airflow (see ml_airflow/SOURCE): its own tests, its DAGs, and six runs on one database."""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

from tests import shim
from tests.fake_server import FakeServer
from tests.test_cases import ComparesDags

SOURCE = shim.TESTS / "ml_airflow"
RECORDED = json.loads((shim.TESTS / "mlairflow_runs.json").read_text())
EXPECTED = json.loads((shim.TESTS / "ml-airflow.expected.json").read_text())
TABLES = ("ml_dag", "ml_training_dag", "ml_testing_dag", "common_task_1", "common_task_2", "training_task_1",
          "testing_task_1", "testing_task_2")


class MlAirflowTest(ComparesDags, unittest.TestCase):
    maxDiff = None

    def setUp(self):
        for name in ("sqlalchemy", "pytest"):
            if importlib.util.find_spec(name) is None:
                self.fail("these tests need %s: apt-get install python3-%s" % (name, name))
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name) / "ml"
        shutil.copytree(SOURCE, self.home)
        self.database = self.home / "ml.db"
        self.env = {"DB_CONN_ID": "ml_db",
                    "AIRFLOW_CONN_ML_DB": "sqlite://" + str(self.database).replace("/", "%2F")}
        self.files = [self.home / "dags" / name for name in ("ml_testing_dag.py", "ml_training_dag.py")]

    def test_its_own_22_tests_pass(self):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=self.home, text=True,
            env=dict(os.environ, PYTHONPATH=str(shim.HOME)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertRegex(done.stdout, r"(?m)^22 passed")
        self.assertEqual(0, done.returncode)

    def test_its_dags_are_as_in_airflow(self):
        answers = shim.load(self.home / "dags", *self.files, env=self.env)
        self.assertEqual([None, None], [answer["error"] for answer in answers])
        dags = {dag["dag_id"]: dag for answer in answers for dag in answer["dags"]}
        self.assertEqual(sorted(EXPECTED["dag_ids"]), sorted(dags))
        for dag_id, expected in EXPECTED["dags"].items():
            with self.subTest(dag_id):
                self.check_dag(expected, dags[dag_id])

    def rows(self):
        with sqlite3.connect(self.database) as connection:
            connection.row_factory = sqlite3.Row
            found = {table: [dict(row) for row in connection.execute("SELECT * FROM %s" % table)] for table in TABLES}
        return {table: [{name: "<set>" if name.startswith("datetime") and value else value
                         for name, value in row.items()} for row in rows] for table, rows in found.items()}

    def test_six_runs_leave_the_states_and_rows_that_they_leave_in_airflow(self):
        schema = (self.home / "sql" / "test_db_sqlite" / "1_schema_definition.sql").read_text()
        with sqlite3.connect(self.database) as connection:
            connection.executescript(schema)
        answers = shim.load(self.home / "dags", *self.files, env=self.env)
        dags = {dag["dag_id"]: dag for answer in answers for dag in answer["dags"]}
        self.assertEqual(6, len(RECORDED["steps"]))
        for number, step in enumerate(RECORDED["steps"]):
            with self.subTest(step["step"]), FakeServer() as server:
                runs = shim.Runs(server, dags, self.home / "dags", self.env)
                at = "2024-01-02T00:00:%02d+00:00" % number
                run = shim.run_of("manual__" + at, logical_date=at, data_interval_start=at, data_interval_end=at,
                                  conf=step.get("conf") or {})
                state, states = runs.run(step["dag_id"], run)
                self.assertEqual(step["task_states"], states)
                self.assertEqual(step["run_state"], state)
                found = {dag_id: entry["tasks"] for (dag_id, _), entry in server.runs.items() if "." in dag_id}
                self.assertEqual(step.get("subdag_task_states") or {}, found)
                self.assertEqual(step["tables_after"], self.rows())
                self.check_commands(runs, state)

    def check_commands(self, runs, state):
        for (dag_id, task_id), outcome in runs.outcomes.items():
            if task_id == "bash_common_task_1":
                self.assertRegex(outcome["rendered"]["bash_command"],
                                 r"^echo \d common_task_1_param_1 common_task_1_param_2$")
        if state == "failed":
            self.assertTrue(any(re.match("KeyError: 'parameter_1'", outcome["message"] or "")
                                for outcome in runs.outcomes.values()))
