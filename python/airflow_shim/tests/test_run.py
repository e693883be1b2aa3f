"""`run`: what becomes of attempts."""

import base64
import json
import pathlib
import signal
import sys
import tempfile
import unittest

from tests import shim
from tests.fake_server import FakeServer

FILE = shim.TESTS / "dags" / "attempts_dag.py"
OLD = shim.TESTS / "dags" / "old_dag.py"
INTERVAL = {"data_interval_start": "2024-01-01T06:00:00+00:00", "data_interval_end": "2024-01-02T06:00:00+00:00"}


def value(task_id, stored, key="return_value"):
    return {"dag_id": "attempts", "run_id": shim.run_of()["run_id"], "task_id": task_id, "key": key, "value": stored,
            "pickled": None}


class RunTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.server = FakeServer()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.server.dag_ids.add("other")

    def run_task(self, task_id, env=None, run=None, file=FILE, dag_id="attempts", **fields):
        run = run or shim.run_of(**INTERVAL)
        order = shim.order_of(file, dag_id, task_id, run, api=self.server.settings, **fields)
        self.outcome, self.log = shim.attempt(order, env)
        return self.outcome

    def pushed(self):
        return {one["key"]: one["value"] for one in self.outcome["values"]}

    def test_a_failing_command_fails_and_is_retried_with_the_callbacks_for_that(self):
        outcome = self.run_task("bash_fails", max_tries=1)
        self.assertEqual(("failed", True, "Bash command failed. The command returned a non-zero exit code 3."), (
            outcome["state"], outcome["retry"], outcome["message"]))
        self.assertIn("callback execute of bash_fails", self.log)
        self.assertIn("callback retry of bash_fails exception AirflowException", self.log)
        self.assertNotIn("callback failure", self.log)
        self.assertIn("ValueError: in a callback", self.log)

    def test_the_last_try_calls_on_failure(self):
        self.run_task("bash_fails", try_number=2, max_tries=1)
        self.assertIn("callback failure of bash_fails", self.log)

    def test_the_time_of_the_next_try_is_that_of_airflow(self):
        self.run_task("retry_time", try_number=3, max_tries=9)
        self.assertEqual({"return_value": 45}, self.pushed())

    def test_exit_code_99_skips(self):
        self.assertEqual("skipped", self.run_task("bash_skips")["state"])
        self.assertIn("callback skipped of bash_skips", self.log)

    def test_a_given_environment_is_all_that_a_command_sees(self):
        self.run_task("bash_env", env={"SEEN": "no"})
        self.assertIn("INFO: ONLY=2024-01-02", shim.messages(self.log))
        self.assertIn("INFO: AIRFLOW_CTX_DAG_ID=attempts", shim.messages(self.log))
        self.assertNotIn("SEEN=no", self.log)

    def test_a_command_sees_no_variable_of_nightjar_and_leaves_no_process(self):
        self.run_task("bash_all_env", env={"SEEN": "yes", "NIGHTJAR_SECRET": "no"})
        self.assertIn("INFO: SEEN=yes", shim.messages(self.log))
        self.assertNotIn("NIGHTJAR_", self.log)
        self.assertFalse(self.lives(int(self.pushed()["return_value"].split()[1])))

    def test_a_template_file_that_is_not_there_fails(self):
        for env in ({}, {"NIGHTJAR_TEMPLATE_ENGINE": "builtin"}):
            self.assertEqual("TemplateNotFound: no_such_file.sh", self.run_task("bash_file", env)["message"])

    def test_an_undefined_name_fails_a_2_x_task(self):
        for env in ({}, {"NIGHTJAR_TEMPLATE_ENGINE": "builtin"}):
            outcome = self.run_task("undefined", env)
            self.assertEqual("UndefinedError: 'dict object' has no attribute 'nope'", outcome["message"])

    def test_params_come_from_conf_and_from_the_test_command(self):
        self.run_task("color", run=shim.run_of(conf={"color": "blue"}))
        self.assertEqual({"return_value": "blue"}, self.pushed())
        self.run_task("color", mode="test", test_params={"color": "green"})
        self.assertEqual({"return_value": "green"}, self.pushed())

    def test_an_exception_is_told_in_one_line_and_with_its_traceback(self):
        outcome = self.run_task("raises", max_tries=2)
        self.assertEqual(("failed", True, "ValueError: a b"), (outcome["state"], outcome["retry"], outcome["message"]))
        self.assertIn("attempts_dag.py", outcome["details"])
        self.assertNotIn("attempt.py", outcome["details"])
        self.assertIn(outcome["details"].strip().splitlines()[-1], self.log)

    def test_airflow_fail_exception_is_not_retried(self):
        outcome = self.run_task("gives_up", max_tries=5)
        self.assertEqual(("failed", False), (outcome["state"], outcome["retry"]))
        self.assertIn("callback failure of gives_up exception AirflowFailException('no use')", self.log)

    def test_airflow_skip_exception_skips(self):
        self.assertEqual(("skipped", "not today"), (self.run_task("skips")["state"], self.outcome["message"]))

    def test_the_execution_timeout_ends_a_task(self):
        outcome = self.run_task("too_long")
        self.assertEqual(("failed", True), (outcome["state"], outcome["retry"]))
        self.assertIn("AirflowTaskTimeout", outcome["message"])

    def test_a_task_that_ends_python_fails(self):
        self.assertEqual(("failed", "SystemExit: 5"), (self.run_task("exits")["state"], self.outcome["message"]))

    def test_values_beyond_json(self):
        self.run_task("dates")
        self.assertEqual({"return_value": {"at": {"__nightjar_type": "datetime", "value": "2024-01-02T00:00:00"},
                                           "ids": {"__nightjar_type": "set", "value": [1]}}}, self.pushed())
        self.assertIn("Object of type object is not JSON serializable", self.run_task("object")["message"])

    def test_callables_get_what_they_name(self):
        self.run_task("named")
        self.assertEqual("2024-01-02 20240102 named attempts", self.pushed()["return_value"])
        self.assertIn("The key 'ds' in args is a part of kwargs and therefore reserved.",
                      self.run_task("clash")["message"])

    def test_secrets_are_masked_in_logs(self):
        self.server.variables["api_password"] = "hidden-from-all"
        self.assertEqual("success", self.run_task("secret")["state"])
        self.assertIn("it is ***", self.log)
        self.assertNotIn("hidden-from-all", self.log)

    def test_variables_are_set_on_the_server(self):
        self.run_task("sets")
        self.assertEqual({"a": 1}, json.loads(self.server.variables["made"]))

    def test_pulling(self):
        self.server.values += [value("a", "old"), value("a", {"__nightjar_type": "set", "value": [1]}), value("b", 2)]
        self.run_task("pulls")
        pushed = self.pushed()
        self.assertEqual([{"__nightjar_type": "set", "value": [1]}, [2, {"__nightjar_type": "set", "value": [1]}],
                          None, None, 5, shim.run_of()["run_id"]], pushed["return_value"])
        self.assertEqual(5, pushed["own"])

    def test_sigterm_calls_on_kill_and_ends_the_processes_of_the_task(self):
        with tempfile.TemporaryDirectory() as temporary:
            order = shim.order_of(FILE, "attempts", "sleeper")
            process, path = shim.start(order, pathlib.Path(temporary))
            head = ""
            while "sleeping in" not in head:
                head += process.stdout.readline()
            child = int(head.strip().rpartition(" ")[2])
            process.send_signal(signal.SIGTERM)
            log, _ = process.communicate(timeout=60)
            outcome = json.loads(path.read_text())
        self.assertEqual((0, "failed"), (process.returncode, outcome["state"]))
        self.assertIn("on_kill was called", log)
        self.assertIn("Task received SIGTERM signal", outcome["message"])
        self.assertFalse(self.lives(child))

    @staticmethod
    def lives(pid):
        try:
            return pathlib.Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False

    def test_branches(self):
        outcome = self.run_task("branch")
        self.assertEqual((["right"], "branch"), (outcome["skip"], outcome["skip_kind"]))
        self.assertEqual({"skipmixin_key": {"followed": ["left"]}, "return_value": ["left"]}, self.pushed())
        self.assertIn("Invalid tasks found: {'nowhere'}", self.run_task("bad_branch")["message"])

    def test_latest_only_skips_in_a_scheduled_run_of_the_past(self):
        outcome = self.run_task("latest", run=shim.run_of(external_trigger=False, run_type="scheduled", **INTERVAL))
        self.assertEqual((["behind_latest"], "latest_only"), (outcome["skip"], outcome["skip_kind"]))
        self.assertEqual([], self.run_task("latest")["skip"])

    def test_file_sensors_are_left_to_the_server(self):
        with tempfile.TemporaryDirectory() as folder:
            self.server.variables["file"] = folder + "/*.csv"
            outcome = self.run_task("file", first_poke_at="2124-01-02T00:00:00+00:00")
            self.assertEqual(("deferred", {
                "file": {"path": folder + "/*.csv", "recursive": False}, "poke_interval": 7,
                "timeout_at": "2124-01-02T00:01:00+00:00", "soft_fail": True}), (outcome["state"], outcome["wait"]))
            pathlib.Path(folder, "a.csv").write_text("")
            self.assertEqual("success", self.run_task("file")["state"])
            self.assertIn("Found File %s/a.csv last modified: " % folder, self.log)

    def test_a_sensor_with_its_own_poke_pokes_once_an_attempt(self):
        outcome = self.run_task("own_file")
        self.assertEqual("reschedule", outcome["state"])
        self.assertIsNotNone(outcome["reschedule_at"])

    def test_sensors_time_out(self):
        late = {"first_poke_at": "2024-01-01T00:00:00+00:00", "max_tries": 3}
        outcome = self.run_task("file_late", **late)
        self.assertEqual(("failed", False), (outcome["state"], outcome["retry"]))
        self.assertEqual("skipped", self.run_task("file_late_soft", **late)["state"])

    def test_sensors_of_time(self):
        outcome = self.run_task("delta")
        self.assertEqual("2123-12-09T06:00:00+00:00", outcome["wait"]["time"])
        self.assertEqual("success", self.run_task("past")["state"])

    def test_external_task_sensors(self):
        outcome = self.run_task("external")
        self.assertEqual({"dag_id": "other", "logical_date": "2024-01-01T00:00:00+00:00", "task_ids": ["t"],
                          "allowed_states": ["success"], "failed_states": ["failed"]}, outcome["wait"]["run"])
        run = self.server.runs["other", "r"] = {"run_id": "r", "state": "running", "tasks": {"t": "success"},
                                               "logical_date": "2024-01-01T00:00:00+00:00"}
        self.assertEqual("success", self.run_task("external")["state"])
        run["tasks"]["t"] = "failed"
        self.assertEqual("failed", self.run_task("external")["state"])

    def test_python_sensors(self):
        self.assertEqual("reschedule", self.run_task("poked")["state"])
        self.assertEqual("success", self.run_task("poked_often")["state"])

    def test_triggering_a_run(self):
        self.assertEqual("success", self.run_task("trigger")["state"])
        self.assertEqual({"day": "2024-01-02"}, self.server.runs["other", "r1"]["conf"])
        self.assertEqual("r1", self.pushed()["trigger_run_id"])
        self.assertIn("already exists for dag id other", self.run_task("trigger")["message"])
        self.assertEqual("Dag id nothing not found", self.run_task("trigger_nothing")["message"])

    def test_waiting_for_a_triggered_run_is_left_to_the_server(self):
        outcome = self.run_task("trigger_and_wait")
        (_, run_id), = self.server.runs
        self.assertEqual(("deferred", run_id, ["success"], ["failed"], 3), (
            outcome["state"], outcome["wait"]["run"]["run_id"], outcome["wait"]["run"]["allowed_states"],
            outcome["wait"]["run"]["failed_states"], outcome["wait"]["poke_interval"]))

    def test_an_operator_that_goes_on_after_the_run_waits_by_itself(self):
        find = self.server.find

        def finished(body):
            for run in self.server.runs.values():
                run["state"] = "success"
            return find(body)

        self.server.find = finished
        self.assertEqual("success", self.run_task("trigger_by_own")["state"])
        self.assertEqual("after it", self.pushed()["return_value"])

    def test_notebooks_are_run_by_nightjar(self):
        fake = [sys.executable, str(shim.TESTS / "fake_nightjar.py")]
        self.assertEqual("success", self.run_task("notebook", nightjar=fake)["state"])
        call = json.loads(next(line for line in self.log.splitlines() if '"arguments"' in line).partition(" - ")[2])
        self.assertEqual(["run", "in-2024-01-02.ipynb", "out.ipynb", "--report-mode", "--no-progress-bar", "-b"],
                         call["arguments"][:6])
        self.assertEqual({"n": 1, "at": "2024-01-02", "deep": {"x": [1.5, None]}},
                         json.loads(base64.b64decode(call["arguments"][6])))
        self.assertEqual(["-k", "python3"], call["arguments"][7:])
        outcome = self.run_task("notebook", {"FAKE_FAILS": "1"}, nightjar=fake)
        self.assertIn("cell 3 failed: ZeroDivisionError", outcome["message"])

    def test_sql(self):
        with tempfile.TemporaryDirectory() as folder:
            self.server.connections["db"] = {"conn_id": "db", "conn_type": "sqlite", "host": folder + "/x.db"}
            self.assertEqual("success", self.run_task("sql")["state"])
        self.assertEqual([None, None, [[1, "x"]]], self.pushed()["return_value"])

    def test_http(self):
        self.server.variables["x"] = "over http"
        url, token = self.server.settings["url"], self.server.settings["token"]
        self.server.connections["http_default"] = {
            "conn_id": "http_default", "conn_type": "http", "host": url,
            "extra": json.dumps({"Authorization": "Bearer " + token})}
        self.assertEqual("success", self.run_task("http")["state"], self.log)
        self.assertEqual({"value": "over http"}, self.pushed()["return_value"])

    def test_taskflow(self):
        self.run_task("group.both")
        self.assertEqual({"a": 1, "b": [2], "return_value": {"a": 1, "b": [2]}}, self.pushed())
        self.server.values += [value("group.both", 1, "a"), value("group.again", {"a": 1})]
        self.run_task("group.add")
        self.assertEqual([1, {"a": 1}, "2024-01-02T00:00:00+00:00"], self.pushed()["return_value"])

    def test_rendering_alone(self):
        outcome = self.run_task("notebook", mode="render")
        self.assertEqual("in-2024-01-02.ipynb", outcome["rendered"]["input_nb"])

    def test_callbacks_by_order(self):
        self.run_task(None, mode="callback", callback={"kind": "on_failure_callback", "reason": "task_failure"})
        self.assertIn("callback dag failure of", self.log)
        self.run_task(None, mode="callback", callback={"kind": "sla_miss_callback", "slas": [
            {"task_id": "color", "logical_date": shim.LOGICAL_DATE}]})
        self.assertIn("missed color on 2024-01-02T00:00:00+00:00", self.log)
        self.run_task("raises", mode="callback", callback={"kind": "on_failure_callback", "exception": "killed"})
        self.assertIn("callback failure of raises exception Exception('killed')", self.log)

    def test_a_task_that_is_gone_and_a_file_that_does_not_load(self):
        self.assertIn("DAG 'attempts' has no task 'gone' any more", self.run_task("gone")["message"])
        self.assertIn("has no DAG 'gone' any more", self.run_task("gone", dag_id="gone")["message"])
        self.assertIn("FileNotFoundError", self.run_task("a", file="/no/such/file.py")["message"])

    def test_1_10(self):
        self.assertEqual("success", self.run_task("undefined", file=OLD, dag_id="old")["state"])
        self.assertEqual("echo ''", self.outcome["rendered"]["bash_command"])
        self.assertEqual("failed", self.run_task("no_context", file=OLD, dag_id="old")["state"])
        self.run_task("end_date", file=OLD, dag_id="old")
        self.assertEqual("2024-01-02", self.pushed()["return_value"])
        outcome = self.run_task("pickles", file=OLD, dag_id="old")
        self.assertIsNotNone(outcome["values"][0]["pickled"])
        self.server.values.append(dict(outcome["values"][0], dag_id="old", run_id=shim.run_of()["run_id"],
                                       task_id="pickles"))
        self.run_task("pulls", file=OLD, dag_id="old")
        self.assertEqual("((1+2j), None)", self.pushed()["return_value"])
        self.assertEqual("failed", self.run_task("exit_99", file=OLD, dag_id="old")["state"])

    def test_1_10_triggers_by_a_callable(self):
        self.run_task("trigger", file=OLD, dag_id="old", run=shim.run_of(conf={"go": True}))
        (dag_id, run_id), = self.server.runs
        self.assertTrue(run_id.startswith("trig__"))
        self.assertEqual({"from": "old"}, self.server.runs[dag_id, run_id]["conf"])
        self.run_task("trigger", file=OLD, dag_id="old")
        self.assertIn("Criteria not met, moving on", self.log)

    def test_a_dag_run_is_none_in_airflow_test_of_1_10(self):
        self.run_task("has_run", file=OLD, dag_id="old", mode="test", run=shim.run_of(id=None))
        self.assertIs(False, self.pushed()["return_value"])

    def test_the_outcome_says_so_if_the_server_does_not_answer(self):
        order = shim.order_of(FILE, "attempts", "sets", api={"url": "http://127.0.0.1:9/x", "token": "t"})
        outcome, _ = shim.attempt(order)
        self.assertIn("the Nightjar server at http://127.0.0.1:9/x does not answer PUT /variables/made",
                      outcome["message"])
