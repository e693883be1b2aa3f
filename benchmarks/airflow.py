#!/usr/bin/env python3
"""How fast a server runs DAG files of Airflow: usage: benchmarks/airflow.py [TASKS]

Starts `nightjar server` on SQLite in a temporary folder with two DAG files: TASKS (500) bash tasks `true` side by side,
and TASKS/5 of them one after the other. Prints tasks a second, the time from the end of a task to the start of the
next, what a task takes, and the memory of the server. Look that the machine is idle: the load is printed first.
"""

import datetime
import os
import pathlib
import statistics
import sys
import tempfile
import time

from servers import Server

API = "/airflow/api/v1"
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


def run(server, dag, tasks):
    """When the tasks of a run started and ended, in order."""
    started = server.ask("POST", f"{API}/dags/{dag}/dagRuns", {"conf": {}})["dag_run_id"].replace("+", "%2B")
    path = f"{API}/dags/{dag}/dagRuns/{started}"
    while (state := server.ask("GET", path)["state"]) in ("queued", "running"):
        time.sleep(0.2)
    if state != "success":
        sys.exit(f"the run of {dag} ended as {state}")
    found = []
    while len(found) < tasks:
        found += server.ask("GET", f"{path}/taskInstances?limit=100&offset={len(found)}")["task_instances"]
    return sorted((moment(task["start_date"]), moment(task["end_date"])) for task in found)


def moment(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def main():
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Server(pathlib.Path(folder)) as server:
        sizes = {"fan": tasks, "chain": max(2, tasks // 5)}
        for name, size in sizes.items():
            text = DAG.format(name=name, tasks=size, chain=name == "chain")
            (server.workflows / f"{name}.py").write_text(text, encoding="utf-8")
        for name in sizes:
            server.until(lambda: server.ask("PATCH", f"{API}/dags/{name}", {"is_paused": False}))
        run(server, "chain", sizes["chain"])  # warm-up
        before = server.processor()
        fan = run(server, "fan", sizes["fan"])
        server_time, attempts_time = (1000 * (now - then) / len(fan) for then, now in zip(before, server.processor()))
        chain = run(server, "chain", sizes["chain"])
        took = max(end for _, end in fan) - fan[0][0]
        gaps = [1000 * (start - end) for (_, end), (start, _) in zip(chain, chain[1:])]
        each = [1000 * (end - start) for start, end in chain]
        now, most = server.memory()
        print(f"{len(fan)} tasks side by side: {len(fan) / took:.1f} tasks/s, "
              f"{server_time:.0f} ms of the server and {attempts_time:.0f} ms of attempts each")
        print(f"{len(chain)} one after the other: end to next start median {statistics.median(gaps):.0f} ms, "
              f"most {max(gaps):.0f} ms; a task takes {statistics.median(each):.0f} ms")
        print(f"memory {now >> 20} MB, at most {most >> 20} MB")


if __name__ == "__main__":
    main()
