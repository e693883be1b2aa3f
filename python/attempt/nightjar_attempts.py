"""Starts attempts by fork, so that none of them waits for an interpreter to start.

    python3 nightjar_attempts.py

A line on standard input is a JSON list, the arguments of nightjar_attempt.py. The answers on standard output, a line
each: `started PID`, in the order of the requests; `ended PID`; `refused REASON`; and `again`, if the interpreter's file
is another one by now: then nothing was started, and this program ends, so that a new one is asked. An attempt leads a
session of its own with a low priority, writes to log.txt in its folder, and goes on when this program ends, as it does
with its input.
"""

import json
import os
import select
import signal
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
if HERE not in sys.path:  # as with -I
    sys.path.insert(0, HERE)

import nightjar_attempt  # noqa: E402

PYTHON = os.path.realpath(sys.executable)


def version():
    """Tells one installed interpreter from the next."""
    try:
        found = os.stat(PYTHON)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def tell(line):
    os.write(1, (line + "\n").encode())


def give_way():
    """Lowers the priority of this session, as the server does with the processes that it starts itself."""
    os.nice(10)
    try:
        with open("/proc/self/autogroup", "w") as group:
            group.write("10")
    except OSError:  # none here, or not now
        pass


def attempt(arguments, ours):
    """The forked process; does not come back."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in ours:
            os.close(descriptor)
        os.setsid()
        give_way()
        os.chdir(arguments[0])
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        for target, path, how in ((0, os.devnull, os.O_RDONLY), (1, "log.txt", flags)):
            descriptor = os.open(path, how, 0o600)
            os.dup2(descriptor, target)
            os.close(descriptor)
        os.dup2(1, 2)
        status = nightjar_attempt.main(arguments)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def start(arguments, ours):
    try:
        child = os.fork()
    except OSError as problem:
        tell("refused no process could be made: %s" % problem)
        return
    if child == 0:
        attempt(arguments, ours)
    tell("started %d" % child)


def collect():
    while True:
        try:
            child, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        tell("ended %d" % child)


def main():
    # Out of reach of the signals that a terminal sends to the server.
    if os.getpgrp() != os.getpid():
        os.setsid()
    was = version()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    rest = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            collect()
        if 0 in ready:
            read = os.read(0, 1 << 16)
            if not read:
                return
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                if version() != was:
                    tell("again")
                    return
                start(json.loads(line), (woken, wake))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the server is gone
        pass
