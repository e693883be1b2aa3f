"""Ends the processes that an attempt has started."""

import os
import signal
import time


def of(pid):
    """Processes below pid, where /proc tells."""
    parents = {}
    try:
        entries = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []
    for name in entries:
        try:
            with open("/proc/%s/stat" % name, encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(name))
    found, new = [], [pid]
    while new:
        for child in parents.get(new.pop(), []):
            found.append(child)
            new.append(child)
    return found


def _signal(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except OSError:
            pass


def end_all(grace=5.0):
    """SIGTERM to all below this process, and SIGKILL to what is left after grace seconds."""
    pids = of(os.getpid())
    if not pids:
        return
    _signal(pids, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and set(pids) & set(of(os.getpid())):
        time.sleep(0.05)
    _signal(pids, signal.SIGKILL)
