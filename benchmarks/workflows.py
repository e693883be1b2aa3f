#!/usr/bin/env python3
"""How a server deals with many and with large workflow files: usage: benchmarks/workflows.py [FILES [TASKS]]

Starts `nightjar server` on SQLite in a temporary folder with FILES (1000) workflow files of five tasks and prints how
long it takes until all of them are there, how long a changed one takes, and the processor time of a minute with nothing
to do. Then adds a file of TASKS (10000) tasks and prints how long that takes to be there, to be drawn as a picture, and to
be started as a run. Look that the machine is idle: the load is printed first.
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
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
IDLE_SECONDS = 60

SMALL = """
id: {key}
description: {text}
schedule: "{minute} 6 * * *"
start: 2090-01-01
tasks:
  extract: {{shell: "true"}}
  clean: {{shell: "true", after: extract}}
  train: {{shell: "true", after: clean}}
  test: {{shell: "true", after: clean}}
  report: {{shell: "true", after: [train, test], when: all_done}}
"""


def large(tasks):
    width = max(1, tasks // 100)
    lines = ["id: large", "tasks:"]
    for number in range(tasks):
        after = sorted({number - width, (number // width - 1) * width}) if number >= width else []
        lines.append("  t%d: {shell: 'true', after: [%s]}" % (number, ", ".join("t%d" % one for one in after)))
    return "\n".join(lines) + "\n"


class Server:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [PROJECT / "nightjar", "server", "--port", str(self.port), "--root", folder / "root",
                   "--data-dir", folder / "data", "--workflows", folder / "workflows"]
        with open(folder / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def ask(self, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with contextlib.closing(connection):
            connection.request("GET" if body is None else "POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
        return answer.status, text

    def until(self, condition):
        """Seconds until it holds."""
        begin = time.monotonic()
        while time.monotonic() - begin < 300:
            with contextlib.suppress(OSError):
                if condition():
                    return time.monotonic() - begin
            time.sleep(0.01)
        sys.exit("not after five minutes")

    def processor(self):
        fields = pathlib.Path("/proc", str(self.process.pid), "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(work):
    begin = time.monotonic()
    status, text = work()
    if status >= 300:
        sys.exit(f"{status} {text[:300]}")
    return time.monotonic() - begin, text


def main():
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    tasks = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        (folder / "root").mkdir()
        workflows = folder / "workflows"
        workflows.mkdir()

        def write(number, text):
            content = SMALL.format(key="w%d" % number, text=text, minute=number % 60)
            (workflows / f"w{number}.yaml").write_text(content, encoding="utf-8")

        for number in range(files):
            write(number, "first")
        with Server(folder) as server:
            last = f"/api/workflows/w{files - 1}"
            server.until(lambda: server.ask("/ready")[0] == 200)

            def count():
                seen, cursor = 0, ""
                while True:
                    page = json.loads(server.ask("/api/workflows?limit=100" + cursor)[1])
                    seen += len(page["items"])
                    if not page.get("next"):
                        return seen
                    cursor = "&after=" + page["next"]

            print(f"{files} files: {server.until(lambda: count() == files):.1f} s from ready until all are there")
            version = json.loads(server.ask(last)[1])["version"]
            write(files - 1, "second")
            print(f"a changed one: {server.until(lambda: json.loads(server.ask(last)[1])['version'] != version):.2f} s")
            begin = server.processor()
            time.sleep(IDLE_SECONDS)
            print(f"a minute with nothing to do: {server.processor() - begin:.2f} s of processor time")
            (workflows / "large.yaml").write_text(large(tasks), encoding="utf-8")
            print(f"{tasks} tasks: there after {server.until(lambda: server.ask('/api/workflows/large')[0] == 200):.1f} s, ",
                  end="")
            begin = time.monotonic()
            subprocess.run([PROJECT / "nightjar", "workflows", "show", workflows / "large.yaml", "--svg", folder / "large.svg"],
                           check=True)
            print(f"drawn by `workflows show` in {time.monotonic() - begin:.2f} s, ", end="")
            took, run = timed(lambda: server.ask("/api/workflows/large/runs", "{}"))
            print(f"a run planned in {took:.2f} s, ", end="")
            took, page = timed(lambda: server.ask("/workflows/large/runs/" + json.loads(run)["id"]))
            print(f"its page in {took:.2f} s ({len(page) >> 10} KiB)")


if __name__ == "__main__":
    main()
