#!/usr/bin/env python3
"""How fast a server runs DAG files of Airflow: usage: benchmarks/airflow.py [TASKS]

Starts `nightjar server` on SQLite in a temporary folder with two DAG files: TASKS (500) bash tasks `true` side by side,
and TASKS/5 of them one after the other. Prints tasks a second, the time from the end of a task to the start of the
next, what a task takes, and the memory of the server. Look that the machine is idle: the load is printed first.
"""

import contextlib
import datetime
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parent.parent

DAG = """
from datetime import datetime
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("{name}", start_date=datetime(2024, 1, 1), schedule=None, catchup=False, max_active_tasks={tasks}) as dag:
    tasks = [BashOperator(task_id="t%d" % i, bash_command="true") for i in range({tasks})]
    if {chain}:
        for first, second in zip(tasks, tasks[1:]):
            first >> second
"""


class Server:
    def __init__(self, address, process):
        self.address = address
        self.process = process

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + "/airflow/api/v1" + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def memory(self):
        """Resident bytes of the process now and at most."""
        status = pathlib.Path("/proc", str(self.process.pid), "status").read_text(encoding="ascii")
        found = dict(line.split(":", 1) for line in status.splitlines())
        return [int(found[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")]

    def processor(self):
        """Seconds of processor time of the server, and of all that it and its fork server have seen end."""
        ticks = os.sysconf("SC_CLK_TCK")

        def times(pid):
            fields = pathlib.Path("/proc", pid, "stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return [int(field) / ticks for field in fields[11:15]]

        own = times(str(self.process.pid))
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return sum(own[:2]), sum(own[2:]) + sum(sum(times(child)) for child in children)

    def run(self, dag, tasks):
        """The task instances of a run, from its first start to its last end."""
        run = self.ask("POST", f"/dags/{dag}/dagRuns", {"conf": {}})["dag_run_id"].replace("+", "%2B")
        path = f"/dags/{dag}/dagRuns/{run}"
        while (state := self.ask("GET", path)["state"]) in ("queued", "running"):
            time.sleep(0.2)
        if state != "success":
            sys.exit(f"the run of {dag} ended as {state}")
        found = []
        while len(found) < tasks:
            found += self.ask("GET", f"{path}/taskInstances?limit=100&offset={len(found)}")["task_instances"]
        return sorted((moment(task["start_date"]), moment(task["end_date"])) for task in found)


def moment(text):
    return datetime.datetime.fromisoformat(text).timestamp()


@contextlib.contextmanager
def server(folder):
    workflows, root = folder / "workflows", folder / "root"
    workflows.mkdir()
    root.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PROJECT / "nightjar", "server", "--port", str(port), "--root", root, "--data-dir", folder / "data",
               "--workflows", workflows]
    with open(folder / "log", "w", encoding="utf-8") as log:
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                yield Server(f"http://127.0.0.1:{port}", process), workflows
            finally:
                process.send_signal(signal.SIGTERM)


def loaded(one, dag):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            one.ask("PATCH", f"/dags/{dag}", {"is_paused": False})
            return
        time.sleep(0.1)
    sys.exit(f"{dag} is not there after two minutes")


def main():
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory() as folder, server(pathlib.Path(folder)) as (one, workflows):
        sizes = {"fan": tasks, "chain": max(2, tasks // 5)}
        for name, size in sizes.items():
            text = DAG.format(name=name, tasks=size, chain=name == "chain")
            (workflows / f"{name}.py").write_text(text, encoding="utf-8")
        for name in sizes:
            loaded(one, name)
        one.run("chain", sizes["chain"])  # warm-up
        before = one.processor()
        fan = one.run("fan", sizes["fan"])
        server_time, attempts_time = (1000 * (now - then) / len(fan) for then, now in zip(before, one.processor()))
        chain = one.run("chain", sizes["chain"])
        took = max(end for _, end in fan) - fan[0][0]
        gaps = [1000 * (start - end) for (_, end), (start, _) in zip(chain, chain[1:])]
        each = [1000 * (end - start) for start, end in chain]
        now, most = one.memory()
        print(f"{len(fan)} tasks side by side: {len(fan) / took:.1f} tasks/s, "
              f"{server_time:.0f} ms of the server and {attempts_time:.0f} ms of attempts each")
        print(f"{len(chain)} one after the other: end to next start median {statistics.median(gaps):.0f} ms, "
              f"most {max(gaps):.0f} ms; a task takes {statistics.median(each):.0f} ms")
        print(f"memory {now >> 20} MB, at most {most >> 20} MB")


if __name__ == "__main__":
    main()
