"""Runs a command and logs its output."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections import namedtuple

from airflow.hooks.base import BaseHook

SubprocessResult = namedtuple("SubprocessResult", ["exit_code", "output"])


def environment():
    """That of this process without what is Nightjar's own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NIGHTJAR_")}


class SubprocessHook(BaseHook):
    """The command is the head of a process group, which ends with it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.sub_process = None

    def run_command(self, command, env=None, output_encoding="utf-8", cwd=None):
        """The exit code and the last line of the output."""
        self.log.info("Tmp dir root location: %s", tempfile.gettempdir())
        with contextlib.ExitStack() as stack:
            if cwd is None:
                cwd = stack.enter_context(tempfile.TemporaryDirectory(prefix="airflowtmp"))
            self.log.info("Running command: %s", command)
            self.sub_process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd, start_new_session=True,
                env=environment() if env is None else env)
            line = ""
            self.log.info("Output:")
            try:
                for raw in iter(self.sub_process.stdout.readline, b""):
                    line = raw.decode(output_encoding, errors="backslashreplace").rstrip()
                    self.log.info("%s", line)
                self.sub_process.wait()
            finally:
                self.send_sigterm()
                self.sub_process.stdout.close()
        code = self.sub_process.returncode
        self.log.info("Command exited with return code %s", code)
        return SubprocessResult(code, line)

    def send_sigterm(self):
        """Ends what is left of the process group."""
        if self.sub_process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.sub_process.pid, signal.SIGTERM)
        if self.sub_process.poll() is None:
            try:
                self.sub_process.wait(5)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.sub_process.pid, signal.SIGKILL)
                self.sub_process.wait()
