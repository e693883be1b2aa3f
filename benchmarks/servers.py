"""`nightjar server` on SQLite in a folder, for the benchmarks beside this file."""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds


class Refused(Exception):
    """An answer that is no success."""


def ask(connection, method, path, body=None):
    """The answer's body."""
    data = None if body is None else json.dumps(body)
    connection.request(method, path, data, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise Refused(f"{method} {path}: {answer.status} {text[:300]}")
    return text


class Server:
    """Notebooks are in the folder's `root`, workflow files in its `workflows`."""

    def __init__(self, folder, *options):
        self.root, self.workflows = folder / "root", folder / "workflows"
        for one in (self.root, self.workflows):
            one.mkdir(exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [PROJECT / "nightjar", "server", "--port", str(self.port), "--root", self.root,
                   "--data-dir", folder / "data", "--workflows", self.workflows, *options]
        self.started = time.monotonic()
        with open(folder / "log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, method, path, body=None):
        """The answer as JSON, on a connection of its own."""
        with contextlib.closing(self.connection()) as connection:
            return json.loads(ask(connection, method, path, body))

    def until(self, condition):
        """Seconds until it holds; not as long as it is refused."""
        begin = time.monotonic()
        while time.monotonic() - begin < PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException, Refused):
                if condition():
                    return time.monotonic() - begin
            time.sleep(0.005)
        raise TimeoutError(f"not after {PATIENCE} s")

    def memory(self):
        """Resident bytes now and at most."""
        status = pathlib.Path("/proc", str(self.process.pid), "status").read_text(encoding="ascii")
        found = dict(line.split(":", 1) for line in status.splitlines())
        return [int(found[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")]

    def processor(self):
        """Seconds of processor time of the server, and of all that it and its fork server have seen end."""
        own = times(str(self.process.pid))
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return sum(own[:2]), sum(own[2:]) + sum(sum(times(child)) for child in children)


def times(pid):
    """Seconds of processor time of a process and of its children: user, system, user, system."""
    fields = pathlib.Path("/proc", pid, "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return [int(field) / os.sysconf("SC_CLK_TCK") for field in fields[11:15]]
