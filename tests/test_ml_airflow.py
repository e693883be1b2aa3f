"""ML-Airflow, unchanged (see python/airflow_shim/tests/ml_airflow/SOURCE), on a Nightjar server, triggered as its
README says: the states of tasks and the rows of its tables are those that Airflow 2.9.3 left."""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from tests import servers
from tests.program import COMMAND, PROJECT

SHIM_TESTS = PROJECT / "python" / "airflow_shim" / "tests"
STEPS = json.loads((SHIM_TESTS / "mlairflow_runs.json").read_text(encoding="utf-8"))["steps"]
TABLES = ("ml_dag", "ml_training_dag", "ml_testing_dag", "common_task_1", "common_task_2", "training_task_1",
          "testing_task_1", "testing_task_2")
PATIENCE = 120

# Debian has no mysql-connector-python, the driver that ML-Airflow names; this has SQLAlchemy take PyMySQL for it.
DRIVER = """
from sqlalchemy.dialects import registry
registry.register("mysql.mysqlconnector", "sqlalchemy.dialects.mysql.pymysql", "MySQLDialect_pymysql")
"""


class Sqlite:
    def __init__(self, folder):
        self.path = folder / "ml.db"
        schema = (SHIM_TESTS / "ml_airflow/sql/test_db_sqlite/1_schema_definition.sql").read_text(encoding="utf-8")
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(schema)

    def connection(self):
        return ["--conn_type", "sqlite", "--conn_host", str(self.path)]

    def rows(self, table):
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]


class Mariadb:
    def __init__(self, port):
        self.port = port
        self.ask("CREATE USER ml@localhost IDENTIFIED BY 'pass word'; GRANT ALL ON ml_airflow.* TO ml@localhost")
        self.ask("CREATE USER ml@'127.0.0.1' IDENTIFIED BY 'pass word'; GRANT ALL ON ml_airflow.* TO ml@'127.0.0.1'")
        self.ask((SHIM_TESTS / "ml_airflow/sql/test_db_mysql/1_schema_definition.sql").read_text(encoding="utf-8"))

    def connection(self):
        return ["--conn_type", "mysql", "--conn_host", f"127.0.0.1:{self.port}", "--conn_login", "ml",
                "--conn_password", "pass word", "--conn_schema", "ml_airflow"]

    def ask(self, sql):
        return subprocess.run(
            ["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", str(self.port), "-u", "nightjar", "--batch", "-e", sql],
            check=True, stdout=subprocess.PIPE, text=True).stdout

    def rows(self, table):
        """Rows that no other refers to are numbered anew: MariaDB counts inserts that a unique key refused."""
        lines = self.ask(f"SELECT * FROM ml_airflow.{table} ORDER BY id").splitlines()
        names = lines[0].split("\t") if lines else []
        values = [line.split("\t") for line in lines[1:]]
        rows = [{name: None if value == "NULL" else int(value) if name.endswith("id") else value
                 for name, value in zip(names, row)} for row in values]
        return rows if table == "ml_dag" else [{**row, "id": number} for number, row in enumerate(rows, 1)]


class MlAirflowTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.home = self.folder / "airflow"
        shutil.copytree(SHIM_TESTS / "ml_airflow", self.home)
        self.driver = self.folder / "driver"
        self.driver.mkdir()
        (self.driver / "sitecustomize.py").write_text(DRIVER, encoding="utf-8")

    def start(self, database, *options):
        """The server, with what docker/initialize_airflow.sh does."""
        root = self.folder / "root"
        root.mkdir()
        environment = {"DB_CONN_ID": "ml_db", "PYTHONPATH": f"{self.home}:{self.driver}",
                       "NIGHTJAR_AIRFLOW_PYTHON": sys.executable}
        self.address = self.stack.enter_context(
            servers.nightjar(root, "--workflows", self.home / "dags", *options, environment=environment))
        self.database = database
        self.airflow("initdb")
        self.airflow("connections", "-a", "--conn_id", "ml_db", *database.connection())
        until = time.monotonic() + PATIENCE
        while len(self.get("/airflow/api/v1/dags")["dags"]) < 9 and time.monotonic() < until:
            time.sleep(0.1)
        self.airflow("unpause", "ml_training_dag")
        self.airflow("unpause", "ml_testing_dag")

    def airflow(self, *words):
        """A command for Airflow 1.10."""
        done = subprocess.run(
            [*COMMAND, "airflow", *words], check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "NIGHTJAR_SERVER": self.address}, timeout=PATIENCE)
        self.assertEqual(0, done.returncode, done.stdout)
        return done.stdout

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return json.load(answer)

    def run_to_its_end(self, dag, run):
        path = f"/airflow/api/v1/dags/{dag}/dagRuns/{urllib.parse.quote(run)}"
        until = time.monotonic() + PATIENCE
        while (state := self.get(path)["state"]) in ("queued", "running"):
            self.assertLess(time.monotonic(), until, self.get(path + "/taskInstances"))
            time.sleep(0.1)
        return state, {task["task_id"]: task["state"] for task in self.get(path + "/taskInstances")["task_instances"]}

    def states_of_sub_dags(self, dag, start):
        """Those of the sub-DAGs' runs that began since."""
        found = {}
        for one in self.get("/airflow/api/v1/dags?only_active=false")["dags"]:
            if one["dag_id"].startswith(dag + "."):
                runs = self.get(f"/airflow/api/v1/dags/{one['dag_id']}/dagRuns?order_by=-start_date")["dag_runs"]
                for run in runs:
                    if run["start_date"] and run["start_date"] >= start:
                        path = f"/airflow/api/v1/dags/{one['dag_id']}/dagRuns/{urllib.parse.quote(run['dag_run_id'])}"
                        tasks = self.get(path + "/taskInstances")["task_instances"]
                        found[one["dag_id"]] = {task["task_id"]: task["state"] for task in tasks}
        return found

    def rows(self):
        return {table: [{name: "<set>" if name.startswith("datetime") and value else value
                         for name, value in row.items()} for row in self.database.rows(table)] for table in TABLES}

    def check_all_steps(self):
        for number, step in enumerate(STEPS):
            with self.subTest(step["step"]):
                start = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
                run = f"step {number}"
                conf = ["-c", json.dumps(step["conf"])] if step["conf"] else []
                self.airflow("trigger_dag", *conf, "-r", run, step["dag_id"])
                state, tasks = self.run_to_its_end(step["dag_id"], run)
                self.assertEqual(step["run_state"], state)
                self.assertEqual(step["task_states"], tasks)
                self.assertEqual(step.get("subdag_task_states") or {}, self.states_of_sub_dags(step["dag_id"], start))
                self.assertEqual(step["tables_after"], self.rows())
                time.sleep(1.1)  # starts of the next are told from these by the second

    def test_on_sqlite(self):
        self.start(Sqlite(self.folder))
        self.check_all_steps()

    def test_on_mariadb(self):
        port = self.stack.enter_context(servers.mariadb(self.folder / "mariadb"))
        database = Mariadb(port)
        database.ask("CREATE DATABASE nightjar")
        self.start(database, "--db", f"jdbc:mariadb://127.0.0.1:{port}/nightjar?user=nightjar&sslMode=disable")
        self.check_all_steps()


if __name__ == "__main__":
    unittest.main()
