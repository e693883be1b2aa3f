#!/usr/bin/env python3
"""How a server deals with many and with large workflow files: usage: benchmarks/workflows.py [FILES [TASKS]]

Starts `nightjar server` on SQLite in a temporary folder with FILES (1000) workflow files of five tasks and prints how
long it takes until all of them are there, how long a changed one takes, and the processor time of a minute with nothing
to do. Then adds a file of TASKS (10000) tasks and prints how long that takes to be there, to be drawn as a picture, and to
be started as a run. Look that the machine is idle: the load is printed first.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from servers import PROJECT, Server, ask

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


def timed(work):
    begin = time.monotonic()
    found = work()
    return time.monotonic() - begin, found


def main():
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    tasks = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    print("load", *os.getloadavg())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        workflows = folder / "workflows"
        workflows.mkdir()

        def write(number, text):
            content = SMALL.format(key="w%d" % number, text=text, minute=number % 60)
            (workflows / f"w{number}.yaml").write_text(content, encoding="utf-8")

        for number in range(files):
            write(number, "first")
        with Server(folder) as server:
            server.until(lambda: server.ask("GET", "/ready"))

            def count():
                seen, cursor = 0, ""
                while True:
                    page = server.ask("GET", "/api/workflows?limit=100" + cursor)
                    seen += len(page["items"])
                    if not page.get("next"):
                        return seen
                    cursor = "&after=" + page["next"]

            def version():
                return server.ask("GET", f"/api/workflows/w{files - 1}")["version"]

            print(f"{files} files: {server.until(lambda: count() == files):.1f} s from ready until all are there")
            first = version()
            write(files - 1, "second")
            print(f"a changed one: {server.until(lambda: version() != first):.2f} s")
            begin = server.processor()[0]
            time.sleep(IDLE_SECONDS)
            print(f"a minute with nothing to do: {server.processor()[0] - begin:.2f} s of processor time")
            (workflows / "large.yaml").write_text(large(tasks), encoding="utf-8")
            print(f"{tasks} tasks: there after {server.until(lambda: server.ask('GET', '/api/workflows/large')):.1f} s, ",
                  end="")
            took, _ = timed(lambda: subprocess.run(
                [PROJECT / "nightjar", "workflows", "show", workflows / "large.yaml", "--svg", folder / "large.svg"],
                check=True))
            print(f"drawn by `workflows show` in {took:.2f} s, ", end="")
            took, run = timed(lambda: server.ask("POST", "/api/workflows/large/runs", {}))
            print(f"a run planned in {took:.2f} s, ", end="")
            with contextlib.closing(server.connection()) as connection:
                took, page = timed(lambda: ask(connection, "GET", f"/workflows/large/runs/{run['id']}"))
            print(f"its page in {took:.2f} s ({len(page) >> 10} KiB)")


if __name__ == "__main__":
    main()
