"""The program that does the work."""

import codecs
import os
import shlex
import shutil
import signal
import subprocess
import sys
from typing import List, NamedTuple

from .exceptions import PapermillException

TAIL = 1 << 16  # characters of standard error to remember, for messages


class Ended(NamedTuple):
    exit_code: int
    messages: List[str]  # the last lines of standard error that are not blank

    @property
    def message(self):
        return self.messages[-1] if self.messages else "nightjar ended with %d" % self.exit_code


def command():
    """The words that start the program: NIGHTJAR_COMMAND, or `nightjar` where PATH leads to it."""
    words = shlex.split(os.environ.get("NIGHTJAR_COMMAND", ""))
    if words:
        return words
    found = shutil.which("nightjar")
    if found is None:
        raise PapermillException(
            "The program nightjar is not on PATH. Install it, or set NIGHTJAR_COMMAND to the"
            " command that starts it."
        )
    return [found]


def run(arguments, stdin=subprocess.DEVNULL, stdout=None):
    """Runs the program to its end; what it writes to standard error appears on ours at once.

    An interrupt is passed on, and raised again when the program has saved and ended.
    """
    process = subprocess.Popen(
        [*command(), *arguments], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE
    )
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    tail = ""
    interrupt = None
    with process:
        while True:
            try:
                chunk = os.read(process.stderr.fileno(), 1 << 16)
                if not chunk:
                    break
                text = decoder.decode(chunk)
                tail = (tail + text)[-TAIL:]
                sys.stderr.write(text)
                sys.stderr.flush()
            except KeyboardInterrupt as raised:
                interrupt = raised
                process.send_signal(signal.SIGINT)
    if interrupt is not None:
        raise interrupt
    return Ended(process.returncode, [line for line in tail.splitlines() if line.strip()])
