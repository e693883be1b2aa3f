"""`load`: describes the DAGs of many files, each loaded in a forked process of its own."""

import gc
import importlib
import json
import os
import selectors
import signal
import sys
import time
import traceback

from nightjar_airflow import runtime, source
from nightjar_airflow.api import Api

# What most DAG files import, so that it is there before the forks.
_COMMON = (
    "airflow.decorators", "airflow.models.dag", "airflow.models.variable", "airflow.models.connection",
    "airflow.operators.bash", "airflow.operators.empty", "airflow.operators.python", "airflow.operators.branch",
    "airflow.operators.latest_only", "airflow.operators.subdag", "airflow.operators.trigger_dagrun",
    "airflow.operators.email", "airflow.providers.papermill.operators.papermill", "airflow.sensors.filesystem",
    "airflow.sensors.external_task", "airflow.sensors.python", "airflow.utils.dates", "airflow.utils.edgemodifier",
    "airflow.utils.state", "json", "logging", "pendulum", "textwrap", "nightjar_airflow.describe",
)


def one_line(error):
    """What went wrong, in one line."""
    from airflow.exceptions import AirflowException

    text = " ".join(str(error).split())
    if isinstance(error, AirflowException) or isinstance(error, ImportError) and "Nightjar" in text:
        return text or type(error).__name__
    return "%s: %s" % (type(error).__name__, text) if text else type(error).__name__


def problem_of(error, path):
    """The error of loading a file as JSON; the traceback begins in that file."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return {"message": "SyntaxError: %s" % error.msg, "line": error.lineno,
                "traceback": "".join(traceback.format_exception_only(type(error), error))}
    frames = traceback.extract_tb(error.__traceback__)
    first = next((index for index, frame in enumerate(frames) if frame.filename == path), None)
    line = None
    if first is not None:
        line = [frame.lineno for frame in frames if frame.filename == path][-1]
    shown = traceback.StackSummary.from_list(frames[first or 0:])
    text = "Traceback (most recent call last):\n%s%s" % (
        "".join(shown.format()), "".join(traceback.format_exception_only(type(error), error)))
    return {"message": one_line(error), "line": line, "traceback": text}


def describe_file(path, folder):
    """The answer for one file; raises nothing."""
    answer = {"file": path, "safe_mode_skipped": False, "dags": [], "error": None}
    try:
        with open(path, "rb") as file:
            data = file.read()
        if not source.may_hold_dags(data):
            answer["safe_mode_skipped"] = True
            return answer
        from nightjar_airflow import describe

        module = source.execute(path, data, folder)
        for dag in source.dags_of(module).values():
            try:
                dag.validate()
                answer["dags"].append(describe.dag_json(dag))
            except Exception as error:
                answer["error"] = problem_of(error, path)
                answer["error"]["line"] = answer["error"]["line"] or dag.line
        bad = [dag["dag_id"] for dag in answer["dags"]
               if dag["is_subdag"] and dag["parent_dag_id"] not in {one["dag_id"] for one in answer["dags"]}]
        answer["dags"] = [dag for dag in answer["dags"] if dag["dag_id"] not in bad]
    except SystemExit as error:
        answer["error"] = problem_of(error, path)
        answer["error"]["message"] = "the file ends Python: SystemExit(%s)" % (error.code,)
    except BaseException as error:
        answer["error"] = problem_of(error, path)
    return answer


def _line(path, folder):
    """The answer for one file as a line, whatever the file has in it."""
    try:
        return json.dumps(describe_file(path, folder), allow_nan=False, default=str).encode() + b"\n"
    except Exception as error:
        problem = {"message": "%s while the file is described" % type(error).__name__, "line": None,
                   "traceback": traceback.format_exc()}
        return json.dumps({"file": path, "safe_mode_skipped": False, "dags": [], "error": problem}).encode() + b"\n"


class _Child:
    """The process that loads one file."""

    def __init__(self, path, folder, timeout):
        self.path, self.deadline = path, time.monotonic() + timeout
        self.parts, self.status = [], None
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            self._work(path, folder, writer)
        os.close(writer)
        os.set_blocking(reader, False)
        self.reader = reader

    @staticmethod
    def _work(path, folder, writer):
        try:
            os.setsid()
            gc.disable()  # a collection would copy pages that are shared with the parent
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(quiet, number)
            data = _line(path, folder)
            while data:
                data = data[os.write(writer, data):]
        finally:
            os._exit(0)

    def read(self):
        """Reads what there is; True at the end of the answer."""
        while True:
            try:
                part = os.read(self.reader, 1 << 20)
            except BlockingIOError:
                return False
            if not part:
                return True
            self.parts.append(part)
            if part.endswith(b"\n"):
                return True

    def ended(self, options=os.WNOHANG):
        if self.status is None:
            pid, status = os.waitpid(self.pid, options)
            self.status = status if pid else None
        return self.status is not None

    def end(self, timed_out=None):
        """The line of the answer."""
        os.close(self.reader)
        text = b"".join(self.parts)
        whole = text.endswith(b"\n")
        if not whole and self.status is None:
            self._kill()
        self.ended(0)
        self._kill()  # what it has started
        if whole:
            return text.decode()
        status = self.status
        if timed_out is not None:
            message = "loading this file takes more than %g seconds" % timed_out
        elif os.WIFSIGNALED(status):
            message = "Python was ended by signal %d while loading this file" % os.WTERMSIG(status)
        else:
            message = "the file ended Python with exit code %d" % os.WEXITSTATUS(status)
        error = {"message": message, "line": None, "traceback": message}
        return json.dumps({"file": self.path, "safe_mode_skipped": False, "dags": [], "error": error}) + "\n"

    def _kill(self):
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except OSError:
            pass


def load(folder, out, paths, jobs=None, timeout=30.0, api=None):
    """Writes a line of JSON a file, in order, to the file out."""
    runtime.api = Api.of(api)
    source.extend_path(folder)
    for name in _COMMON:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    jobs = jobs or os.cpu_count() or 1
    waiting = list(enumerate(paths))[::-1]
    lines, written, running = {}, 0, {}
    with selectors.DefaultSelector() as selector, open(out, "w", encoding="utf-8") as file:
        while waiting or running:
            while waiting and len(running) < jobs:
                index, path = waiting.pop()
                if not _worth_a_process(path):
                    lines[index] = json.dumps(describe_file(path, folder)) + "\n"
                    continue
                child = running[index] = _Child(path, folder, timeout)
                selector.register(child.reader, selectors.EVENT_READ, index)
            if running:
                _wait(selector, running, lines, timeout)
            while written in lines:
                file.write(lines.pop(written))
                written += 1


def _worth_a_process(path):
    try:
        with open(path, "rb") as file:
            return source.may_hold_dags(file.read())
    except OSError:
        return False


def _wait(selector, running, lines, timeout):
    """Until a child has answered, ended or taken too long."""
    left = max(0.0, min(child.deadline for child in running.values()) - time.monotonic())
    done = [(key.data, None) for key, _ in selector.select(min(left, 1.0)) if running[key.data].read()]
    now = time.monotonic()
    finished = {index for index, _ in done}
    for index, child in running.items():
        if index in finished:
            continue
        if now >= child.deadline:
            done.append((index, timeout))
        elif child.ended():
            child.read()  # it may have left a process that holds the pipe
            done.append((index, None))
    for index, timed_out in done:
        child = running.pop(index)
        selector.unregister(child.reader)
        lines[index] = child.end(timed_out)


def main(options):
    api = None
    if options.api:
        with open(options.api, encoding="utf-8") as file:
            api = json.load(file)
    paths = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    load(options.folder, options.out, paths, options.jobs, options.timeout, api)
    return 0
