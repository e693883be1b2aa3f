"""The functions with a fake program, and with the real one if NIGHTJAR_COMMAND is set."""

import contextlib
import io
import json
import logging
import os
import pathlib
import shlex
import signal
import sys
import tempfile
import threading
import unittest
from unittest import mock

import nightjar
from nightjar.exceptions import CellTimeoutError, DeadKernelError, PapermillException

FAKE = shlex.join([sys.executable, str(pathlib.Path(__file__).with_name("fake_nightjar.py"))])
REAL = os.environ.get("NIGHTJAR_COMMAND")
LATER_THAN_NOW = "2999-01-01T00:00:00.000001+00:00"


def code(source, **fields):
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {**cell, "source": source, **fields}


def notebook(*cells, **papermill):
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernelspec, "papermill": papermill}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}


def error(ename, evalue=""):
    line = "%s: %s" % (ename, evalue)
    return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": ["---", line]}


def marker():
    tags = ["papermill-error-cell-tag"]
    return {"cell_type": "markdown", "metadata": {"tags": tags}, "source": ["An Exception"]}


class InADirectory(unittest.TestCase):
    def setUp(self):
        start = os.getcwd()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.addCleanup(os.chdir, start)
        os.chdir(directory.name)
        self.write("in.ipynb", json.dumps(notebook(code("1 + 1"))))
        self.stderr = io.StringIO()
        redirected = contextlib.redirect_stderr(self.stderr)
        redirected.__enter__()
        self.addCleanup(redirected.__exit__, None, None, None)

    def write(self, name, text):
        pathlib.Path(name).write_text(text, encoding="utf-8")


class WithAFakeProgram(InADirectory):
    def setUp(self):
        super().setUp()
        env = {"NIGHTJAR_COMMAND": FAKE, "FAKE_NIGHTJAR": os.path.abspath("play.json")}
        patch = mock.patch.dict(os.environ, env)
        patch.start()
        self.addCleanup(patch.stop)
        self.play(output=notebook(code("1 + 1")))

    def play(self, **lines):
        self.write("play.json", json.dumps({n.replace("_", " "): l for n, l in lines.items()}))

    def play_failure(self, stderr, *cells, exit_code=1, start_time=LATER_THAN_NOW):
        output = notebook(*cells, start_time=start_time)
        self.play(output=output, exit_code=exit_code, stderr=stderr)

    def calls(self):
        return json.loads(pathlib.Path("play.json").read_text())["calls"]

    def arguments(self):
        return self.calls()[0]["arguments"]


class ExecuteNotebook(WithAFakeProgram):
    def test_returns_the_output_notebook(self):
        self.play(output=notebook(code(["1 +\n", " 1"], outputs=[
            {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
            {"output_type": "display_data", "metadata": {}, "data": {
                "text/html": ["<b>", "</b>"], "application/json": ["stays", "a list"]}},
        ])))
        result = nightjar.execute_notebook("in.ipynb", pathlib.Path("out.ipynb"))
        stream, data = result.cells[0].outputs
        self.assertEqual("1 +\n 1", result.cells[0].source)
        self.assertEqual("a\nb", stream.text)
        self.assertEqual("<b></b>", data.data["text/html"])
        self.assertEqual(["stays", "a list"], data.data["application/json"])
        self.assertEqual("in.ipynb", result.metadata.papermill.input_path)
        self.assertEqual("out.ipynb", result.metadata.papermill.output_path)

    def test_says_little_unless_told_otherwise(self):
        nightjar.execute_notebook("in.ipynb", "out.ipynb")
        self.assertEqual(
            "run --start-timeout=60 --autosave-cell-every=30 --log-level=WARNING"
            " --request-save-on-cell-execute --progress-bar --no-log-output --no-report-mode"
            " -- in.ipynb out.ipynb".split(),
            self.arguments(),
        )

    def test_passes_every_option(self):
        nightjar.execute_notebook(
            "in.ipynb", "out.ipynb", engine_name="nbclient", request_save_on_cell_execute=False,
            prepare_only=True, kernel_name="ir", language="R", progress_bar={"ncols": 80},
            log_output=True, stdout_file="o.txt", stderr_file="e.txt", start_timeout=5,
            report_mode=True, cwd=pathlib.Path("."), autosave_cell_every=0, execution_timeout=9,
        )  # fmt: skip
        self.assertEqual(
            "run --engine=nbclient --kernel=ir --language=R --start-timeout=5"
            " --execution-timeout=9 --autosave-cell-every=0 --cwd=. --log-level=WARNING"
            " --no-request-save-on-cell-execute --prepare-only --progress-bar --log-output"
            " --report-mode --stdout-file=o.txt --stderr-file=e.txt -- in.ipynb out.ipynb".split(),
            self.arguments(),
        )

    def test_logs_as_the_logger_does(self):
        self.addCleanup(logging.getLogger("nightjar").setLevel, logging.NOTSET)
        logging.getLogger("nightjar").setLevel(logging.DEBUG + 5)
        nightjar.execute_notebook("in.ipynb", "out.ipynb")
        self.assertIn("--log-level=DEBUG", self.arguments())

    def test_hands_parameters_over_in_a_file(self):
        nightjar.execute_notebook("in.ipynb", "out.ipynb", {"secret": "s", "rate": 1e-3})
        self.assertEqual('{"secret": "s", "rate": 0.001}', self.calls()[0]["parameters"])

    def test_expands_paths_once(self):
        result = nightjar.execute_notebook("in.ipynb", "{day}.ipynb", {"day": "{1}"})
        self.assertEqual("{1}.ipynb", result.metadata.papermill.output_path)
        self.assertTrue(os.path.exists("{1}.ipynb"))

    def test_saves_nothing_without_an_output_path(self):
        result = nightjar.execute_notebook("in.ipynb", None)
        self.assertEqual("1 + 1", result.cells[0].source)
        self.assertIsNone(result.metadata.papermill.output_path)
        self.assertEqual(["in.ipynb", "-"], self.arguments()[-2:])
        self.assertEqual({"in.ipynb", "play.json"}, set(os.listdir()))

    def test_takes_a_notebook_as_input(self):
        given = notebook(code("é"))
        nightjar.execute_notebook(given, "out.ipynb")
        self.assertEqual(given, json.loads(self.calls()[0]["stdin"]))

    def test_reads_a_remote_output_through_the_program(self):
        result = nightjar.execute_notebook("in.ipynb", "s3://bucket/out.ipynb")
        self.assertEqual("1 + 1", result.cells[0].source)
        self.assertEqual("s3://bucket/out.ipynb", result.metadata.papermill.output_path)
        read = "run --prepare-only --log-level=ERROR -- s3://bucket/out.ipynb -"
        self.assertEqual(read.split(), self.calls()[1]["arguments"])

    def test_fills_file_objects_with_the_streams(self):
        self.play(**{"output": notebook(), "--stdout-file": "ä\r\n"})
        stdout, stderr = io.StringIO(newline=""), io.StringIO()
        nightjar.execute_notebook("in.ipynb", "out.ipynb", stdout_file=stdout, stderr_file=stderr)
        self.assertEqual(("ä\r\n", ""), (stdout.getvalue(), stderr.getvalue()))

    def test_shows_the_programs_messages(self):
        self.play(output=notebook(), stderr="\rExecuting: ██ 1/1\n")
        nightjar.execute_notebook("in.ipynb", "out.ipynb")
        self.assertEqual("\rExecuting: ██ 1/1\n", self.stderr.getvalue())

    def test_refuses_arguments_it_does_not_know(self):
        with self.assertRaisesRegex(TypeError, "not supported by nightjar: iopub_timeout, nest"):
            nightjar.execute_notebook("in.ipynb", "out.ipynb", nest=1, iopub_timeout=3)

    def test_passes_an_interrupt_on_and_waits(self):
        self.play(output=notebook(), stderr="started\n", wait_for_an_interrupt=True)
        main_thread = threading.main_thread().ident

        class InterruptsOnWriting(io.StringIO):
            def write(self, text):
                signal.pthread_kill(main_thread, signal.SIGINT)

        with contextlib.redirect_stderr(InterruptsOnWriting()):
            with self.assertRaises(KeyboardInterrupt):
                nightjar.execute_notebook("in.ipynb", "out.ipynb")
        self.assertTrue(os.path.exists("out.ipynb"))


class AFailure(WithAFakeProgram):
    def assert_fails(self, kind, pattern):
        with self.assertRaisesRegex(kind, pattern) as caught:
            nightjar.execute_notebook("in.ipynb", "out.ipynb")
        return caught.exception

    def test_of_a_cell_tells_which(self):
        by_zero = error("ZeroDivisionError", "by zero")
        failing = code("1 / 0", execution_count=2, outputs=[by_zero])
        self.play_failure("Exception", marker(), code("1"), marker(), failing, code("never"))
        raised = self.assert_fails(nightjar.PapermillExecutionError, "by zero")
        self.assertEqual(
            "\n" + 75 * "-" + '\nException encountered at "In [2]":\n---\n'
            "ZeroDivisionError: by zero\n",
            str(raised),
        )
        self.assertEqual(
            (1, 2, "1 / 0", "ZeroDivisionError", "by zero"),
            (raised.cell_index, raised.exec_count, raised.source, raised.ename, raised.evalue),
        )

    def test_of_several_cells_tells_the_last(self):
        cells = [code(n, outputs=[error(n)]) for n in ("First", "Last")]
        leaves = code("exit", outputs=[error("SystemExit", "0")])
        self.play_failure("Exception", *cells, leaves)
        self.assertEqual("Last", self.assert_fails(nightjar.PapermillExecutionError, "").ename)

    def test_without_error_output_is_found_by_its_status(self):
        failed = code("%nosuch", execution_count=1, metadata={"papermill": {"status": "failed"}})
        self.play_failure("Exception", failed)
        raised = self.assert_fails(nightjar.PapermillExecutionError, r"In \[1\]")
        self.assertEqual(("CellExecutionError", []), (raised.ename, raised.traceback))

    def test_of_an_earlier_run_is_not_this_one(self):
        old = code("1 / 0", outputs=[error("ZeroDivisionError")])
        self.play_failure("No kernel named x\n\n", old, start_time="2020-01-01T00:00:00+00:00")
        raised = self.assert_fails(PapermillException, "^No kernel named x$")
        self.assertIs(PapermillException, type(raised))

    def test_before_there_is_an_output(self):
        self.play(stderr="Error: something\n", exit_code=2)
        self.assert_fails(PapermillException, "^Error: something$")

    def test_without_any_message(self):
        self.play(exit_code=3)
        self.assert_fails(PapermillException, "^nightjar ended with 3$")

    def test_by_timeout(self):
        message = "A cell timed out while it was being executed, after 3 seconds."
        self.play_failure("CellTimeoutError: %s\nThe message was: ...\n" % message)
        self.assertIsInstance(self.assert_fails(CellTimeoutError, "after 3 sec"), TimeoutError)

    def test_by_a_dead_kernel(self):
        self.play_failure("DeadKernelError: Kernel died\n", exit_code=138)
        self.assertIsInstance(self.assert_fails(DeadKernelError, "Kernel died"), RuntimeError)

    def test_for_want_of_the_output_folder(self):
        self.play(stderr="output folder x doesn't exist.\n", exit_code=1)
        self.assert_fails(FileNotFoundError, "output folder x")

    def test_for_want_of_the_input(self):
        with self.assertRaisesRegex(FileNotFoundError, "no.ipynb"):
            nightjar.execute_notebook("no.ipynb", "out.ipynb")

    def test_for_want_of_the_program(self):
        with mock.patch.dict(os.environ, {"NIGHTJAR_COMMAND": "", "PATH": ""}):
            self.assert_fails(PapermillException, "not on PATH.*set NIGHTJAR_COMMAND")


class InspectNotebook(WithAFakeProgram):
    ALPHA = {"name": "alpha", "inferred_type_name": "int", "default": "1", "help": "a rate"}

    def test_returns_the_parameters(self):
        self.play(stdout=json.dumps({"path": "in.ipynb", "parameters": {"alpha": self.ALPHA}}))
        self.assertEqual({"alpha": self.ALPHA}, nightjar.inspect_notebook("{n}.ipynb", {"n": "in"}))
        self.assertEqual(["inspect", "--json", "--", "in.ipynb"], self.arguments())

    def test_raises_the_programs_message(self):
        self.play(stderr="no such notebook\n", exit_code=1)
        with self.assertRaisesRegex(PapermillException, "no such notebook"):
            nightjar.inspect_notebook("in.ipynb")

    def test_expands_the_path_once(self):
        self.write("{1}.ipynb", "")
        self.play(stdout=json.dumps({"parameters": {}}))
        nightjar.inspect_notebook("{day}.ipynb", {"day": "{1}"})
        self.assertEqual("{{1}}.ipynb", self.arguments()[-1])

    def test_wants_a_file_that_exists(self):
        with self.assertRaisesRegex(FileNotFoundError, "no.ipynb"):
            nightjar.inspect_notebook("no.ipynb")


@unittest.skipUnless(REAL, "NIGHTJAR_COMMAND is not set")
class WithTheRealProgram(InADirectory):
    def setUp(self):
        super().setUp()
        defaults = code("a = 1  # the start", metadata={"tags": ["parameters"]})
        self.write("in.ipynb", json.dumps(notebook(defaults, code("print(repr(a))"))))

    def test_parameters_arrive_as_they_are(self):
        for value in (1e-7, 10**20, "1e3", "é\n\"'", [1, {"k": None}], True):
            with self.subTest(value):
                result = nightjar.execute_notebook("in.ipynb", None, {"a": value})
                self.assertEqual(repr(value) + "\n", result.cells[-1].outputs[0].text)

    def test_a_failing_cell_is_told(self):
        failing = notebook(code("1"), code("1 / 0"))
        with self.assertRaises(nightjar.PapermillExecutionError) as caught:
            nightjar.execute_notebook(failing, "out.ipynb")
        self.assertEqual("ZeroDivisionError", caught.exception.ename)
        self.assertEqual((1, 2), (caught.exception.cell_index, caught.exception.exec_count))

    def test_a_timeout_is_told(self):
        sleeping = notebook(code("import time; time.sleep(60)"))
        with self.assertRaises(CellTimeoutError):
            nightjar.execute_notebook(sleeping, "out.ipynb", execution_timeout=1)

    def test_a_dead_kernel_is_told(self):
        with self.assertRaisesRegex(DeadKernelError, "The kernel died in cell 1: .*exit"):
            nightjar.execute_notebook(notebook(code("import os; os._exit(1)")), "out.ipynb")

    def test_parameters_are_inferred(self):
        alpha = {"name": "a", "inferred_type_name": "None", "default": "1", "help": "the start"}
        self.assertEqual({"a": alpha}, nightjar.inspect_notebook("in.ipynb"))
