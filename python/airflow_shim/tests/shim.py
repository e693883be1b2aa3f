"""Calls the two commands as Nightjar does, and runs DAGs just well enough for the tests."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HOME = pathlib.Path(__file__).resolve().parent.parent
TESTS = HOME / "tests"
PROGRAM = HOME / "nightjar_dag.py"
LOGICAL_DATE = "2024-01-02T00:00:00+00:00"


def load(folder, *paths, timeout=None, jobs=None, api=None, env=None):
    """The answers for the files, as `load` writes them."""
    with tempfile.TemporaryDirectory() as temporary:
        out = os.path.join(temporary, "out")
        command = [sys.executable, str(PROGRAM), "load", "--folder", str(folder), "--out", out]
        command += ["--timeout", str(timeout)] if timeout else []
        command += ["--jobs", str(jobs)] if jobs else []
        if api:
            settings = os.path.join(temporary, "api")
            pathlib.Path(settings).write_text(json.dumps(api))
            command += ["--api", settings]
        done = subprocess.run(command, input="".join("%s\n" % path for path in paths), text=True,
                              capture_output=True, env=dict(os.environ, **(env or {})))
        if done.returncode or done.stdout or done.stderr:
            raise AssertionError("load: exit code %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
        with open(out, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


def run_of(run_id="manual__" + LOGICAL_DATE, **fields):
    return dict({
        "id": 1, "run_id": run_id, "run_type": "manual", "logical_date": LOGICAL_DATE,
        "data_interval_start": LOGICAL_DATE, "data_interval_end": LOGICAL_DATE, "conf": {}, "external_trigger": True,
        "start_date": "2024-01-03T00:00:01+00:00", "queued_at": None, "state": "running"}, **fields)


def order_of(file, dag_id, task_id, run=None, **fields):
    file = pathlib.Path(file)
    return dict({
        "file": str(file), "folder": str(file.parent), "dag_id": dag_id, "task_id": task_id, "mode": "attempt",
        "run": run or run_of(), "try_number": 1, "max_tries": 0, "dates": {}, "first_poke_at": None, "api": None,
        "hostname": "here"}, **fields)


def start(order, folder, env=None):
    """The process of an attempt, and where its outcome will be."""
    (folder / "order.json").write_text(json.dumps(order))
    outcome = folder / "outcome.json"
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "run", str(folder / "order.json"), str(outcome)], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env=dict(os.environ, **(env or {})), cwd=folder)
    return process, outcome


def attempt(order, env=None):
    """(outcome, log) of one attempt."""
    with tempfile.TemporaryDirectory() as temporary:
        process, outcome = start(order, pathlib.Path(temporary), env)
        try:
            log, _ = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        if process.returncode or not outcome.exists():
            raise AssertionError("run: exit code %d\n%s" % (process.returncode, log))
        return json.loads(outcome.read_text()), log


def messages(log):
    """The lines of a log without time and place."""
    return [re.sub(r"^\[[^\]]+\] \{[^}]+\} (\w+) - ", r"\1: ", line) for line in log.splitlines()]


_DONE = ("success", "failed", "skipped", "upstream_failed")


def _verdict(rule, states):
    """What becomes of a task whose upstream tasks have these states: a state, "run" or None for later."""
    success, failed, skipped = states.count("success"), states.count("failed"), states.count("skipped")
    failed += states.count("upstream_failed")
    done = all(state in _DONE for state in states)
    if not states:
        return "run"
    if rule == "one_success":
        return "run" if success else ("skipped" if skipped == len(states) else "upstream_failed") if done else None
    if not done:
        return None
    if rule == "all_done":
        return "run"
    if rule == "all_failed":
        return "run" if failed == len(states) else "skipped"
    if failed:
        return "upstream_failed"
    if rule in ("none_failed", "none_failed_min_one_success"):
        return "skipped" if rule != "none_failed" and skipped == len(states) else "run"
    if rule == "all_success":
        return "skipped" if skipped else "run"
    raise AssertionError("the tests do not know the trigger rule %s" % rule)


class Runs:
    """Runs DAGs against a fake server. Java does this in earnest."""

    def __init__(self, server, dags, folder, env=None):
        self.server, self.dags, self.folder, self.env = server, dags, folder, env
        server.dag_ids.update(dags)
        self.outcomes, self.logs = {}, {}

    def run(self, dag_id, run):
        dag = self.dags[dag_id]
        entry = self.server.runs.setdefault((dag_id, run["run_id"]), {
            "run_id": run["run_id"], "logical_date": run["logical_date"], "conf": run["conf"]})
        states = entry["tasks"] = {}
        entry["state"] = "running"
        tasks = {task["task_id"]: task for task in dag["tasks"]}
        left = list(tasks)
        while left:
            moved = False
            for task_id in list(left):
                task = tasks[task_id]
                if task_id not in states:
                    verdict = _verdict(task["trigger_rule"], [states.get(one) for one in task["upstream"]])
                    if verdict is None:
                        continue
                    states[task_id] = self._attempt(dag, task, run, states) if verdict == "run" else verdict
                left.remove(task_id)
                moved = True
            if not moved:
                raise AssertionError("no task of %s can run: %s" % (dag_id, left))
        leaves = [states[task["task_id"]] for task in dag["tasks"] if not task["downstream"]]
        entry["state"] = "failed" if {"failed", "upstream_failed"} & set(leaves) else "success"
        return entry["state"], states

    def _attempt(self, dag, task, run, states):
        if task["empty"]:
            return "success"
        order = order_of(dag["fileloc"], dag["dag_id"], task["task_id"], run, folder=str(self.folder),
                         api=self.server.settings)
        outcome, log = attempt(order, self.env)
        key = dag["dag_id"], task["task_id"]
        self.outcomes[key], self.logs[key] = outcome, log
        for value in outcome["values"]:
            self.server.values.append(dict(value, dag_id=dag["dag_id"], run_id=run["run_id"], task_id=task["task_id"]))
        for skipped in outcome["skip"]:
            states[skipped] = "skipped"
        if outcome["state"] == "deferred":
            awaited = outcome["wait"]["run"]
            state, _ = self.run(awaited["dag_id"], dict(run, conf=self.server.runs[
                awaited["dag_id"], awaited["run_id"]]["conf"], run_id=awaited["run_id"]))
            return "success" if state in awaited["allowed_states"] else "failed"
        return outcome["state"]
