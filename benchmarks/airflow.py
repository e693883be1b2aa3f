#!/usr/bin/env python3
"""How fast a server runs DAG files of Airflow: usage: benchmarks/airflow.py [TASKS]

Times how a file of 50 tasks is read, and beside it, in turns, the start of a Python that does nothing. Then starts
`nightjar server` on SQLite in a temporary folder with two DAG files: TASKS (500) bash tasks `true` side by side, and
TASKS/5 of them one after the other. Prints tasks a second, the time from the end of a task to the start of the next,
what a task takes, and the memory of the server. Look that the machine is idle: the load is printed first.
"""

import datetime
import json
import os
import pathlib
import statistics
import subprocess
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

FIFTY = """
from datetime import datetime, timedelta
from airflow.decorators import task
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator
from airflow.sensors.filesystem import FileSensor
from airflow.utils.task_group import TaskGroup
from airflow import DAG

with DAG("fifty", start_date=datetime(2024, 1, 1), schedule="0 6 * * *", default_args={"retries": 2, "retry_delay": timedelta(minutes=5)}):
    first = FileSensor(task_id="first", filepath="{{ ds }}.csv")
    with TaskGroup("load") as load:
        for i in range(24):
            BashOperator(task_id="b%d" % i, bash_command="echo {{ ds }} {{ params.n }}", params={"n": i})
    branch = BranchPythonOperator(task_id="branch", python_callable=lambda: "p0")
    python = [PythonOperator(task_id="p%d" % i, python_callable=print, op_args=[i]) for i in range(23)]
    first >> load >> branch >> python >> EmptyOperator(task_id="last", trigger_rule="none_failed")
"""
PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "python/airflow_shim/nightjar_dag.py"


def reading(folder):
    """Milliseconds that a file of 50 tasks takes to be read, and a bare Python to start: medians of 11."""
    file = folder / "fifty.py"
    file.write_text(FIFTY, encoding="utf-8")
    python = os.environ.get("NIGHTJAR_AIRFLOW_PYTHON", "python3")
    load = [python, str(PROGRAM), "load", "--folder", str(folder), "--out", str(folder / "out.json")]
    times = {"load": [], "bare": []}
    for _ in range(11):
        for name, command in (("load", load), ("bare", [python, "-c", "pass"])):
            began = time.perf_counter()
            subprocess.run(command, input=f"{file}\n", text=True, check=True)
            times[name].append(1000 * (time.perf_counter() - began))
    found = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    if len(found["dags"][0]["tasks"]) != 50:
        sys.exit(f"the file was not read: {found}")
    return statistics.median(times["load"]), statistics.median(times["bare"])


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
    with tempfile.TemporaryDirectory() as folder:
        load, bare = reading(pathlib.Path(folder))
        print(f"a file of 50 tasks is read in {load:.0f} ms, Python starts and ends in {bare:.0f} ms")
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
