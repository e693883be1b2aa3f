import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "nightjar_attempt.py"
SHIM = PROGRAM.parent.parent / "airflow_shim"
PATIENCE = 30


class Attempts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, command="true", limits=None, produces=(), **more):
        order = {"version": 1, "host": "0123-4567", "run": "r", "task": "t", "attempt": 1, "limits": limits or {},
                 "produces": list(produces)}
        order["shell"] = dict({"command": command, "whole_environment": True, "environment": {}, "skip_codes": [99]},
                              **more)
        (self.folder / "order.json").write_text(json.dumps(order))
        return self.launch()

    def launch(self):
        with open(self.folder / "log.txt", "a") as log:
            return subprocess.Popen(
                [sys.executable, "-I", str(PROGRAM), str(self.folder), str(SHIM)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=dict(os.environ, NIGHTJAR_SECRET="s3cret", GIVEN="yes"), start_new_session=True)

    def outcome(self, process):
        self.assertEqual(0, process.wait(PATIENCE), self.log())
        return json.loads((self.folder / "outcome.json").read_text())

    def log(self):
        return (self.folder / "log.txt").read_text()

    def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), end, self.log())
            time.sleep(0.01)

    def test_the_last_line_is_the_value(self):
        outcome = self.outcome(self.start("echo first; echo last; echo"))
        self.assertEqual("succeeded", outcome["outcome"])
        self.assertEqual([{"key": "return_value", "value": "last", "pickled": None}], outcome["values"])
        self.assertIn("first\nlast\n", self.log())
        self.assertEqual("log.txt", outcome["artifacts"][0]["path"])

    def test_files_that_it_produces_must_be_there(self):
        made, missing = str(self.folder / "made.csv"), str(self.folder / "missing.csv")
        outcome = self.outcome(self.start("touch %s" % made, produces=[made]))
        self.assertEqual({"key": "produces", "value": [made], "pickled": None}, outcome["values"][1])
        (self.folder / "outcome.json").unlink()
        outcome = self.outcome(self.start("true", produces=[made, missing]))
        self.assertEqual("failed", outcome["outcome"])
        self.assertEqual("It said to produce %s, but it is not there." % missing, outcome["message"])

    def test_nothing_printed_is_an_empty_value(self):
        self.assertEqual("", self.outcome(self.start())["values"][0]["value"])

    def test_a_long_last_line_is_whole(self):
        outcome = self.outcome(self.start("echo short; head -c 20000 /dev/zero | tr '\\0' x; echo"))
        self.assertEqual("x" * 20000, outcome["values"][0]["value"])

    def test_a_failure_tells_the_exit_code(self):
        outcome = self.outcome(self.start("echo why; exit 3"))
        self.assertEqual(("failed", "why"), (outcome["outcome"], outcome["details"]))
        self.assertIn("non-zero exit code 3", outcome["message"])

    def test_a_command_can_skip_itself(self):
        self.assertEqual("skipped", self.outcome(self.start("exit 99"))["outcome"])

    def test_variables_of_the_server_stay_there(self):
        self.outcome(self.start("env"))
        self.assertIn("GIVEN=yes", self.log())
        self.assertNotIn("s3cret", self.log())

    def test_only_the_variables_that_are_given(self):
        self.outcome(self.start("env", whole_environment=False, environment={"A": "b", "PATH": os.environ["PATH"]}))
        self.assertIn("A=b", self.log())
        self.assertNotIn("GIVEN", self.log())

    def test_it_notes_itself_unless_it_was_given_up(self):
        (self.folder / "revoked").touch()
        process = self.start("touch %s/ran" % self.folder)
        self.assertEqual(0, process.wait(PATIENCE))
        self.assertRegex((self.folder / "process").read_text(), r"local:0123-4567:%d:\d+" % process.pid)
        self.assertFalse((self.folder / "ran").exists())
        self.assertFalse((self.folder / "outcome.json").exists())

    def test_it_ends_after_its_timeout_with_all_that_it_started(self):
        outcome = self.outcome(self.start("sleep 1000 & echo $! > %s/pid; wait" % self.folder, {"timeout_ms": 300}))
        self.assertEqual(("timed_out", 300), (outcome["outcome"], outcome["limit_ms"]))
        pid = int((self.folder / "pid").read_text())
        self.until(lambda: not alive(pid))

    def test_it_stops_when_told_to_and_says_why(self):
        process = self.start("echo up > %s/up; trap '' TERM; sleep 1000" % self.folder)
        self.until((self.folder / "up").exists)
        (self.folder / "stop").write_text("Enough.")
        process.send_signal(signal.SIGTERM)
        outcome = self.outcome(process)
        self.assertEqual(("stopped", "Enough."), (outcome["outcome"], outcome["message"]))

    def test_it_ends_when_its_lease_is_over(self):
        (self.folder / "lease").write_text("1000")
        self.assertEqual("lost", self.outcome(self.start("sleep 1000"))["outcome"])

    def test_it_ends_when_it_takes_too_much_memory(self):
        outcome = self.outcome(self.start(
            "exec %s -c 'import time; a = bytearray(300 << 20); time.sleep(1000)'" % sys.executable,
            {"memory_bytes": 100 << 20}))
        self.assertEqual("failed", outcome["outcome"])
        self.assertIn("memory limit of 100 MiB", outcome["message"])

    def test_a_second_start_changes_nothing(self):
        first = self.outcome(self.start("echo one"))
        self.assertEqual(first, self.outcome(self.launch()))

    def test_a_folder_that_is_not_there_is_a_failure(self):
        self.assertEqual("failed", self.outcome(self.start("true", folder="/no/such/folder"))["outcome"])

    def python(self, code, file=None, parameters=None, **more):
        (self.folder / "order.json").write_text(json.dumps(dict(
            {"host": "", "task": "t", "limits": {}, "parameters": parameters or {}, "python": {
                "file": file and str(file), "code": code, "folder": str(self.folder), "environment": {"MODE": "fast"},
                "all_parameters": parameters is not None and file is None}}, **more)))
        outcome = self.outcome(self.launch())
        (self.folder / "outcome.json").unlink()
        (self.folder / "python-outcome.json").unlink(missing_ok=True)
        return outcome

    def test_a_function_gets_the_parameters_that_it_takes(self):
        file = self.folder / "json.py"  # as a module that is loaded already
        file.write_text("import os\n\ndef load(a, b=2):\n    print('hello')\n    return [a, b, os.environ['MODE']]\n")
        outcome = self.python("load", file, {"a": {"x": 1.5}, "c": 3})
        self.assertEqual([{"key": "return_value", "value": [{"x": 1.5}, 2, "fast"], "pickled": None}], outcome["values"])
        self.assertIn("hello\n", self.log())

    def test_code_has_parameters_as_variables_and_may_return_nothing(self):
        self.assertEqual(6, self.python("return_value = 2 * n", None, {"n": 3})["values"][0]["value"])
        self.assertIsNone(self.python("import sys; print(1); sys.exit(0)")["values"][0]["value"])

    def test_an_exception_is_a_failure_with_its_line(self):
        outcome = self.python("def f():\n    raise KeyError('day')\nf()\n")
        self.assertEqual(("failed", "KeyError: 'day'"), (outcome["outcome"], outcome["message"]))
        self.assertIn("    raise KeyError('day')\n", outcome["details"])
        self.assertNotIn("nightjar_attempt.py", outcome["details"])
        self.assertIn("SyntaxError", self.python("1 +")["message"])
        self.assertIn("is not JSON", self.python("return_value = object()")["message"])
        self.assertIn("exit code 3", self.python("import os; os._exit(3)")["message"])

    def test_a_value_that_is_too_large_is_not_kept(self):
        self.assertIsNone(self.python("return_value = 'x' * (1 << 20)")["values"][0]["value"])
        self.assertIn("more than 1 MiB", self.log())

    def test_a_command_that_ends_with_1_is_false_if_it_decides(self):
        self.assertIs(False, self.outcome(self.start("exit 1", short_circuit=True))["values"][0]["value"])
        (self.folder / "outcome.json").unlink()
        self.assertIs(True, self.outcome(self.start("echo 0", short_circuit=True))["values"][0]["value"])
        (self.folder / "outcome.json").unlink()
        self.assertEqual("failed", self.outcome(self.start("exit 2", short_circuit=True))["outcome"])

    def test_a_task_of_an_airflow_file(self):
        dag = self.folder / "dags" / "one.py"
        dag.parent.mkdir()
        dag.write_text(
            "import datetime\nfrom airflow import DAG\nfrom airflow.operators.python import PythonOperator\n"
            "with DAG('one', start_date=datetime.datetime(2024, 1, 1)) as dag:\n"
            "    PythonOperator(task_id='t', python_callable=lambda ds: {'day': ds})\n")
        moment = "2024-01-02T00:00:00+00:00"
        (self.folder / "order.json").write_text(json.dumps({"host": "", "limits": {}, "airflow": {
            "file": str(dag), "folder": str(dag.parent), "dag_id": "one", "task_id": "t", "mode": "attempt",
            "run": {"id": None, "run_id": "manual__" + moment, "run_type": "manual", "logical_date": moment,
                    "data_interval_start": moment, "data_interval_end": moment, "conf": {}, "external_trigger": True,
                    "start_date": moment, "queued_at": moment, "state": "running"},
            "try_number": 1, "max_tries": 0, "dates": {}, "first_poke_at": None, "api": None}}))
        outcome = self.outcome(self.launch())
        self.assertEqual("succeeded", outcome["outcome"], self.log())
        self.assertEqual({"day": "2024-01-02"}, outcome["values"][0]["value"])
        self.assertFalse((self.folder / "airflow.json").exists())


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
