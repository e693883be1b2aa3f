"""`nightjar run` as a child process in a folder of its own, and what is left when it has gone."""

import contextlib
import json
import os
import pathlib
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
import warnings

import nbformat

PROJECT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = shlex.split(os.environ.get("NIGHTJAR_COMMAND") or shlex.quote(str(PROJECT / "nightjar")))
PATIENCE = 60
MARK = "NIGHTJAR_TEST_MARK"

# Who runs the tests may ignore it, as nohup does, and what they start would do the same.
signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Place:
    """A folder with kernelspecs and a runtime folder of its own; its processes carry a mark in their environment."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.runtime = self.folder / "runtime"
        self.work = self.folder / "work"
        self.work.mkdir(parents=True)
        self.mark = uuid.uuid4().hex
        self.environment = {
            **os.environ,
            MARK: self.mark,
            "JUPYTER_PATH": str(self.folder / "jupyter"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "TMPDIR": str(self.folder),
            "LC_ALL": "C.UTF-8",
        }
        self.kernelspec("tiny", [sys.executable, str(PROJECT / "tests" / "tiny_kernel.py"), "{connection_file}"])

    def kernelspec(self, name, argv, **more):
        spec = self.folder / "jupyter" / "kernels" / name
        spec.mkdir(parents=True)
        (spec / "kernel.json").write_text(
            json.dumps({"argv": argv, "display_name": name, "language": "python", **more})
        )

    def notebook(self, *sources, kernel="tiny", name="in.ipynb", **fields):
        cells = [
            {"cell_type": "code", "id": "cell-%d" % number, "execution_count": None, "metadata": {}, "outputs": [],
             "source": source, **fields}
            for number, source in enumerate(sources)
        ]
        path = self.work / name
        metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
        path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
        return path

    @contextlib.contextmanager
    def start(self, *words, **more):
        """The program: the launcher's process becomes that of the Java machine. Whatever is left of it ends with the block."""
        options = {
            "cwd": self.work, "env": self.environment, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE, "text": True, **more,
        }
        with subprocess.Popen([*COMMAND, "run", "--no-progress-bar", *map(str, words)], **options) as process:
            try:
                yield process
            finally:
                process.kill()

    def run(self, *words, **more):
        with self.start(*words, **more) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def processes(self):
        """Those that carry the mark: the program's, its kernels', and all that these have started."""
        wanted = ("%s=%s" % (MARK, self.mark)).encode()
        found = []
        for process in filter(str.isdecimal, os.listdir("/proc")):
            try:
                environment = pathlib.Path("/proc", process, "environ").read_bytes()
                if wanted in environment and not is_zombie(process):
                    found.append(int(process))
            except OSError:
                pass  # it has gone, or is not ours
        return found

    def left_after(self, seconds):
        """The marked processes that are still there after so many seconds; waits no longer than they live."""
        deadline = time.monotonic() + seconds
        while left := self.processes():
            if time.monotonic() > deadline:
                return [pathlib.Path("/proc", str(pid), "cmdline").read_bytes().replace(b"\0", b" ") for pid in left]
            for pid in left:
                wait_for_end(pid, max(0, deadline - time.monotonic()))
        return []

    def clear(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)

    def hidden(self):
        return sorted(path.name for path in self.work.iterdir() if path.name.startswith("."))

    def exists(self, name):
        """Waits until the file is there."""
        wait_until((self.work / name).exists, "no file %s" % name)


def is_zombie(pid):
    return pathlib.Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] == "Z"


def wait_for_end(pid, seconds):
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.poll(seconds * 1000)
    finally:
        os.close(handle)


def wait_until(condition, otherwise, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        time.sleep(0.005)


def read(path):
    """The notebook at the path, valid for nbformat."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        nbformat.validate(nbformat.from_dict(notebook))
    return notebook


def text(cell):
    """What the cell printed."""
    return "".join("".join(output.get("text", "")) for output in cell["outputs"])


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nightjar ", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.place = Place(pathlib.Path(folder.name) / "place")
        self.work = self.place.work
        self.addCleanup(self.place.clear)

    def assert_nothing_left(self, seconds=3):
        self.assertEqual(self.place.left_after(seconds), [])
        self.assertEqual(self.place.hidden(), [])
        if self.place.runtime.exists():
            self.assertEqual([path.name for path in self.place.runtime.iterdir()], [])
