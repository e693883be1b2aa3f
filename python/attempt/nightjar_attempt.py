#!/usr/bin/env python3
"""Runs one attempt of a command, of Python or of an Airflow task, as `nightjar task` does for notebooks.

    python3 nightjar_attempt.py FOLDER [AIRFLOW_SHIM]

docs/attempts.md lists the files in the folder by which it speaks with the server. AIRFLOW_SHIM is the folder of
nightjar_dag.py, for tasks of Airflow files.
"""

import json
import os
import signal
import sys
import threading
import time

EVERY = 1.0
GRACE = 5.0
MEMORY_EVERY = 0.25
LARGEST_VALUE = 1 << 20


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def replace(path, text):
    temporary = path + ".new"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def note_process(folder, host):
    """Says which process this is, for a server that was killed before it could."""
    if not host or os.path.exists(os.path.join(folder, "process")):
        return
    try:
        with open("/proc/self/stat", encoding="utf-8") as file:
            start = file.read().rpartition(")")[2].split()[19]
    except OSError:
        start = "0"
    replace(os.path.join(folder, "process"), "local:%s:%d:%s" % (host, os.getpid(), start))


def resident(group):
    """The bytes that the processes of a process group hold."""
    total = 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, encoding="utf-8") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total


class Watch:
    """Ends the child when it may not go on; the first reason counts."""

    def __init__(self, folder, limits, child):
        self.folder, self.child = folder, child
        self.timeout, self.memory = limits.get("timeout_ms"), limits.get("memory_bytes")
        self.end = None
        self.began = time.monotonic()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def start(self):
        signal.signal(signal.SIGTERM, self.asked)
        # A request that came before this line left its reason.
        if read(os.path.join(self.folder, "stop")) is not None:
            self.asked()
        self.thread.start()

    def asked(self, *_):
        reason = read(os.path.join(self.folder, "stop")) or "It was told to end by a signal."
        self.stop({"outcome": "stopped", "message": reason})

    def stop(self, end):
        if self.end is None:
            self.end = end
            self.signal(signal.SIGTERM)
            killer = threading.Timer(GRACE, self.signal, [signal.SIGKILL])
            killer.daemon = True
            killer.start()

    def signal(self, number):
        try:
            os.killpg(self.child, number)
        except ProcessLookupError:
            pass

    def watch(self):
        while not self.over.wait(min(EVERY, MEMORY_EVERY if self.memory else EVERY)):
            lease = read(os.path.join(self.folder, "lease"))
            if lease and lease.strip().isdigit() and time.time() * 1000 > int(lease):
                self.stop({"outcome": "lost", "message":
                           "Its lease ended and was not renewed: another worker may have it by now."})
            if self.timeout and (time.monotonic() - self.began) * 1000 > self.timeout:
                self.stop({"outcome": "timed_out", "limit_ms": self.timeout})
            if self.memory and resident(self.child) > self.memory:
                self.stop({"outcome": "failed", "message":
                           "It used more than its memory limit of %d MiB." % (self.memory >> 20)})
                self.signal(signal.SIGKILL)


def run_child(folder, limits, work):
    """(what ended it early or None, exit status) of `work` in a process group of its own."""
    sys.stdout.flush()
    blocked = {signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
    child = os.fork()
    if child == 0:
        status = 127
        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
            work()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException as problem:
            print("nightjar: %s" % problem, flush=True)
        finally:
            os._exit(status)
    try:
        os.setpgid(child, child)
    except OSError:
        pass  # it was faster, or has ended
    watch = Watch(folder, limits, child)
    signal.signal(signal.SIGTERM, watch.asked)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
    watch.start()
    _, status = os.waitpid(child, 0)
    watch.over.set()
    if watch.end is None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    watch.signal(signal.SIGKILL)  # what it left behind in its group
    return watch.end, os.waitstatus_to_exitcode(status) if hasattr(os, "waitstatus_to_exitcode") else (
        -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def last_line(path, start):
    """The last line of a file, of what was written from `start` on."""
    with open(path, "rb") as file:
        file.seek(0, os.SEEK_END)
        end = file.tell()
        size = 4096
        while True:
            first = max(start, end - size)
            file.seek(first)
            text = file.read(end - first).rstrip(b"\r\n")
            if b"\n" in text or first == start or size > 1 << 20:
                return text.rpartition(b"\n")[2].decode("utf-8", "replace").rstrip()
            size *= 4


def temporary_folder():
    """As tempfile makes it, whose import takes longer than many commands."""
    folder = os.path.join(os.environ.get("TMPDIR") or "/tmp", "airflowtmp" + os.urandom(8).hex())
    os.mkdir(folder, 0o700)
    return folder


def remove(folder):
    try:
        os.rmdir(folder)
    except OSError:  # there is something in it
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def shell(folder, order):
    spec = order["shell"]
    environment = dict(os.environ) if spec.get("whole_environment") else {}
    environment.update(spec.get("environment") or {})
    environment = {name: value for name, value in environment.items() if not name.startswith("NIGHTJAR_")}
    temporary = None if spec.get("folder") else temporary_folder()
    log = os.path.join(folder, "log.txt")

    def work():
        os.chdir(spec.get("folder") or temporary)
        os.execvpe("bash", ["bash", "-c", spec["command"]], environment)

    print("Running command: %r" % ["bash", "-c", spec["command"]])
    print("Output:", flush=True)
    start = os.path.getsize(log) if os.path.exists(log) else 0
    try:
        early, code = run_child(folder, order.get("limits") or {}, work)
        line = last_line(log, start) if os.path.exists(log) else ""
    finally:
        if temporary:
            remove(temporary)
    print("Command exited with return code %d" % code, flush=True)
    if early:
        return early
    if code in (spec.get("skip_codes") or []):
        return {"outcome": "skipped", "message": "The command said so by its exit code %d." % code}
    if code != 0 and not (code == 1 and spec.get("short_circuit")):
        return {"outcome": "failed",
                "message": "Bash command failed. The command returned a non-zero exit code %d." % code,
                "details": line or None}
    return succeeded(order, code == 0 if spec.get("short_circuit") else line)


def succeeded(order, value):
    """The end of an attempt that left a value, unless files are missing that it said to produce."""
    values = [{"key": "return_value", "value": value, "pickled": None}]
    produces = order.get("produces") or []
    for path in produces:
        if not os.path.exists(path):
            return {"outcome": "failed", "message": "It said to produce %s, but it is not there." % path}
    if produces:
        values.append({"key": "produces", "value": produces, "pickled": None})
    return {"outcome": "succeeded", "values": values}


def python(folder, order):
    spec = order["python"]
    told = os.path.join(folder, "python-outcome.json")

    def work():
        sys.stdout.reconfigure(line_buffering=True)
        os.environ.update(spec.get("environment") or {})
        os.chdir(spec["folder"])
        sys.argv = [spec.get("file") or "-c"]
        sys.path[0] = os.path.dirname(spec.get("file") or "") or spec["folder"]
        try:
            end = {"value": called(spec, order) if spec.get("file") else left_by(spec, order)}
            text = json.dumps(end, allow_nan=False)
        except (Exception, KeyboardInterrupt) as problem:
            text = json.dumps(failure(problem))
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        replace(told, text)

    early, code = run_child(folder, order.get("limits") or {}, work)
    if early:
        return early
    text = read(told) or "{}"
    if code != 0:
        return {"outcome": "failed", "message": "Python ended with the exit code %d." % code}
    end = json.loads(text)
    if "outcome" in end:
        return end
    if len(text) > LARGEST_VALUE:
        print("nightjar: its value is not kept: it has more than 1 MiB as JSON", flush=True)
        end = {}
    return succeeded(order, end.get("value"))


def called(spec, order):
    """What a function of a file returns."""
    import importlib.util
    import inspect

    name = os.path.splitext(os.path.basename(spec["file"]))[0]
    found = importlib.util.spec_from_file_location(name, spec["file"])
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    function = getattr(module, spec["code"])
    given = order.get("parameters") or {}
    if not spec.get("all_parameters"):
        taken = inspect.signature(function).parameters.values()
        if all(one.kind is not one.VAR_KEYWORD for one in taken):
            given = {name: given[name] for name in (one.name for one in taken) if name in given}
    return function(**given)


def left_by(spec, order):
    """What code leaves as return_value; it has the parameters as variables."""
    import linecache

    name = "<python of task %s>" % order["task"]
    linecache.cache[name] = (len(spec["code"]), None, spec["code"].splitlines(True), name)
    names = dict(order.get("parameters") or {}, __name__="__main__")
    exec(compile(spec["code"], name, "exec"), names)
    return names.get("return_value")


def failure(problem):
    """How an exception of the user's code, which goes to the log, ends the attempt."""
    import traceback

    trace = problem.__traceback__
    while trace and (trace.tb_frame.f_code.co_filename == __file__
                     or trace.tb_frame.f_code.co_filename.startswith("<frozen importlib")):
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(problem), problem, trace))
    print(text, end="", flush=True)
    last = traceback.format_exception_only(type(problem), problem)[-1].strip()
    return {"outcome": "failed", "message": last.splitlines()[0], "details": text}


def airflow(folder, order, shim):
    spec = os.path.join(folder, "airflow.json")
    told = os.path.join(folder, "airflow-outcome.json")
    descriptor = os.open(spec, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(order["airflow"], file)

    def work():
        sys.path.insert(0, shim)
        import nightjar_dag

        sys.argv = ["nightjar_dag.py"]
        nightjar_dag.main(["run", spec, told])

    early, code = run_child(folder, order.get("limits") or {}, work)
    os.unlink(spec)  # it holds the attempt's token
    text = read(told)
    if early and early["outcome"] != "stopped":
        return early
    if text is None:
        return early or {"outcome": "failed", "message": "The task's process ended with %d and said nothing." % code}
    end = json.loads(text)
    common = {"values": end["values"], "rendered": end["rendered"], "skips": end["skip"], "message": end["message"]}
    if early:
        return dict(common, **early)
    kinds = {"success": "succeeded", "failed": "failed", "skipped": "skipped", "reschedule": "rescheduled",
             "deferred": "deferred"}
    common["outcome"] = kinds[end["state"]]
    if end["state"] == "failed":
        common.update(details=end["details"], last=not end["retry"])
    elif end["state"] == "reschedule":
        common["at"] = end["reschedule_at"]
    elif end["state"] == "deferred":
        common["wait"] = end["wait"]
    return common


def main(arguments):
    folder = os.path.abspath(arguments[0])
    text = read(os.path.join(folder, "order.json"))
    if text is None:
        print("nightjar: no order.json in " + folder)
        return 1
    outcome = os.path.join(folder, "outcome.json")
    if os.path.exists(outcome):
        print("nightjar: this attempt has ended before: " + outcome)
        return 0
    order = json.loads(text)
    note_process(folder, order.get("host"))
    if os.path.exists(os.path.join(folder, "revoked")):
        print("nightjar: the server has given this attempt up")
        return 0
    began = now()
    try:
        if "shell" in order:
            end = shell(folder, order)
        elif "python" in order:
            end = python(folder, order)
        else:
            end = airflow(folder, order, arguments[1])
    except Exception as problem:  # whatever it is, the server must hear of it
        import traceback

        traceback.print_exc()
        end = {"outcome": "failed", "message": "Nightjar itself failed: %s" % problem}
    sys.stdout.flush()
    log = os.path.join(folder, "log.txt")
    end["artifacts"] = [{"kind": "log", "format": "txt", "path": "log.txt", "size": os.path.getsize(log)}] \
        if os.path.exists(log) else []
    end.setdefault("rendered", order.get("rendered"))
    end["started_at"], end["ended_at"] = began, now()
    replace(outcome, json.dumps(end))
    return 0


if __name__ == "__main__":
    # The interpreter's own end is of no use to anybody, and takes time.
    status = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)
