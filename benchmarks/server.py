#!/usr/bin/env python3
"""How fast a server starts and answers, and what it needs: usage: benchmarks/server.py [DEFINITIONS]

Starts `nightjar server` on SQLite in a temporary folder, stores DEFINITIONS (10000) definitions, each due once a day,
and starts it again. Prints the time from its start to the first job that it takes, its memory with all definitions
after half a minute, and how long its lists take at 50 requests a second while 20 jobs run. Look that the machine is
idle: the load is printed first.
"""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
JOBS = 20
SECONDS = 30
A_SECOND = 50
LISTS = ["/api/jobs?limit=50", "/api/jobs?state=running&limit=50", "/api/definitions?limit=50", "/scheduler/jobs?max_items=25"]


def notebook(source):
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    spec = {"kernelspec": {"name": "python3", "display_name": "python3", "language": "python"}}
    return json.dumps({"cells": [cell], "metadata": spec, "nbformat": 4, "nbformat_minor": 5})


class Server:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [PROJECT / "nightjar", "server", "--port", str(self.port), "--root", folder / "root",
                   "--data-dir", folder / "data", "--kernels", str(JOBS)]
        self.started = time.monotonic()
        with open(folder / "log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def first_job(self):
        """Seconds from the start of the process to the answer to the first job."""
        while True:
            with contextlib.suppress(OSError):
                ask(self.connection(), "POST", "/api/jobs", {"notebook": "empty.ipynb"})
                return time.monotonic() - self.started
            time.sleep(0.005)

    def memory(self):
        """Resident bytes."""
        status = pathlib.Path("/proc", str(self.process.pid), "status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def ask(connection, method, path, body=None):
    data = None if body is None else json.dumps(body)
    connection.request(method, path, data, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        sys.exit(f"{method} {path}: {answer.status} {text[:300]}")
    return json.loads(text)


def define(server, count):
    connection = server.connection()
    for number in range(count):
        schedule = {"expression": f"{number % 60} {number // 60 % 24} * * *", "timezone": "UTC"}
        ask(connection, "POST", "/api/definitions",
            {"name": f"definition {number}", "notebook": "empty.ipynb", "schedule": schedule})


def lists(server):
    """Milliseconds that each request took, from when it was due."""
    times = []
    begin = time.monotonic() + 0.1

    def client(first, step):
        connection = server.connection()
        for number in range(first, SECONDS * A_SECOND, step):
            due = begin + number / A_SECOND
            time.sleep(max(0, due - time.monotonic()))
            ask(connection, "GET", LISTS[number % len(LISTS)])
            times.append(1000 * (time.monotonic() - due))

    clients = [threading.Thread(target=client, args=(first, 5)) for first in range(5)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sorted(times)


def main():
    definitions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        (folder / "root").mkdir()
        (folder / "root" / "empty.ipynb").write_text(notebook(""), encoding="utf-8")
        (folder / "root" / "busy.ipynb").write_text(
            notebook("import time\nfor i in range(600):\n    print(i, flush=True)\n    time.sleep(0.2)"), encoding="utf-8")
        with Server(folder) as server:
            print(f"first start to first job: {server.first_job():.2f} s")
            begin = time.monotonic()
            define(server, definitions)
            print(f"{definitions} definitions stored in {time.monotonic() - begin:.0f} s")
        with Server(folder) as server:
            print(f"start with all of them to first job: {server.first_job():.2f} s")
            time.sleep(30)
            print(f"memory after half a minute: {server.memory() >> 20} MB")
            connection = server.connection()
            for _ in range(JOBS):
                ask(connection, "POST", "/api/jobs", {"notebook": "busy.ipynb"})
            while len(ask(connection, "GET", "/api/jobs?state=running&limit=50")["items"]) < JOBS:
                time.sleep(0.5)
            time.sleep(5)
            times = lists(server)
            print(f"{len(times)} lists at {A_SECOND}/s while {JOBS} jobs run: median {times[len(times) // 2]:.1f} ms, "
                  f"p99 {times[len(times) * 99 // 100]:.1f} ms")
            print(f"memory then: {server.memory() >> 20} MB")
            connection = server.connection()  # the other was idle too long
            for job in ask(connection, "GET", "/api/jobs?state=running&limit=50")["items"]:
                ask(connection, "POST", f"/api/jobs/{job['id']}/stop")


if __name__ == "__main__":
    main()
