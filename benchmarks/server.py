#!/usr/bin/env python3
"""How fast a server starts and answers, and what it needs: usage: benchmarks/server.py [DEFINITIONS]

Starts `nightjar server` on SQLite in a temporary folder, stores DEFINITIONS (10000) definitions, each due once a day,
and starts it again. Prints the time from its start to the first job that it takes, its memory with all definitions
after half a minute, and how long its lists take at 50 requests a second while 20 jobs start their kernels, and then
while they run. Look that the machine is idle: the load is printed first.
"""

import json
import os
import pathlib
import sys
import tempfile
import threading
import time

from servers import Server, ask

JOBS = 20
STARTING, RUNNING = 10, 30  # seconds
A_SECOND = 50
LISTS = ["/api/jobs?limit=50", "/api/jobs?state=running&limit=50", "/api/definitions?limit=50", "/scheduler/jobs?max_items=25"]


def notebook(source):
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    spec = {"kernelspec": {"name": "python3", "display_name": "python3", "language": "python"}}
    return json.dumps({"cells": [cell], "metadata": spec, "nbformat": 4, "nbformat_minor": 5})


def server(folder):
    return Server(folder, "--kernels", str(JOBS))


def first_job(server):
    """Seconds from the start of the process to the answer to the first job."""
    server.until(lambda: server.ask("POST", "/api/jobs", {"notebook": "empty.ipynb"}))
    return time.monotonic() - server.started


def define(server, count):
    connection = server.connection()
    for number in range(count):
        schedule = {"expression": f"{number % 60} {number // 60 % 24} * * *", "timezone": "UTC"}
        ask(connection, "POST", "/api/definitions",
            {"name": f"definition {number}", "notebook": "empty.ipynb", "schedule": schedule})


def lists(server, seconds, doing):
    """Asks for lists, and prints how long that took, from when each request was due."""
    times = []
    begin = time.monotonic() + 0.1

    def client(first, step):
        connection = server.connection()
        for number in range(first, seconds * A_SECOND, step):
            due = begin + number / A_SECOND
            time.sleep(max(0, due - time.monotonic()))
            ask(connection, "GET", LISTS[number % len(LISTS)])
            times.append(1000 * (time.monotonic() - due))

    clients = [threading.Thread(target=client, args=(first, 5)) for first in range(5)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    times.sort()
    print(f"{len(times)} lists at {A_SECOND}/s while {JOBS} jobs {doing}: median {times[len(times) // 2]:.1f} ms, "
          f"p99 {times[len(times) * 99 // 100]:.1f} ms, most {times[-1]:.1f} ms")


def main():
    definitions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        (folder / "root").mkdir()
        (folder / "root" / "empty.ipynb").write_text(notebook(""), encoding="utf-8")
        (folder / "root" / "busy.ipynb").write_text(
            notebook("import time\nfor i in range(600):\n    print(i, flush=True)\n    time.sleep(0.2)"), encoding="utf-8")
        with server(folder) as one:
            print(f"first start to first job: {first_job(one):.2f} s")
            begin = time.monotonic()
            define(one, definitions)
            print(f"{definitions} definitions stored in {time.monotonic() - begin:.0f} s")
        with server(folder) as one:
            print(f"start with all of them to first job: {first_job(one):.2f} s")
            time.sleep(30)
            print(f"memory after half a minute: {one.memory()[0] >> 20} MB")
            for _ in range(JOBS):
                one.ask("POST", "/api/jobs", {"notebook": "busy.ipynb"})
            lists(one, STARTING, "start")
            lists(one, RUNNING, "run")
            print(f"memory then: {one.memory()[0] >> 20} MB")
            for job in one.ask("GET", "/api/jobs?state=running&limit=50")["items"]:
                one.ask("POST", f"/api/jobs/{job['id']}/stop")


if __name__ == "__main__":
    main()
