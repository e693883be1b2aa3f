"""Starts Python kernels by fork, from a process that has imported ipykernel already.

    python nightjar_forkserver.py --socket PATH [--preload numpy,pandas] [--idle SECONDS]

The client connects to the Unix socket and sends JSON, all on one line:

    {"argv": ["-f", "/path/connection.json"], "cwd": "/abs", "env": {...},
     "executable": "/usr/bin/python3"}

where `argv` stands after `-m ipykernel_launcher` and `env` is the whole environment. The answer is
`pid N`, and `exit CODE` once the kernel has ended (128 + signal if one killed it), or
`error MESSAGE`: then the client starts the kernel by itself. Meanwhile it may send

    int | term | kill     signals the kernel's process group
    keep SECONDS          how long the kernel may outlive this connection; at first 0

Of the kernel's process group nothing outlives the kernel. `{"status": true}` is answered by one
line of JSON that describes the server.

Each connection has a process of its own, the keeper, which is the parent of the kernel. Keepers do
not need the server: one that stops leaves the running kernels to their clients.
"""

import argparse
import atexit
import fcntl
import gc
import importlib
import importlib.util
import io
import json
import os
import select
import signal
import socket
import stat
import sys
import tempfile
import threading
import time
import types
from typing import Dict, List, NamedTuple, Optional

# What a kernel has imported by the time of its first cell and ipykernel.kernelapp does not import.
LATE_IMPORTS = ("IPython.core.completerlib", "faulthandler")

# Variables that act when the interpreter starts or the imports run: after a fork it is too late for
# them. HOME and XDG_ lead to the user's site-packages and to caches.
START_VARIABLES = ("PYTHON", "LD_", "LC_", "LANG", "HOME", "XDG_", "IPYTHON", "JUPYTER_")
# The same for the libraries that --preload is meant for.
PRELOAD_VARIABLES = ("OMP_", "OPENBLAS_", "MKL_")


class Refused(Exception):
    """The server cannot give what a request asks for."""


class KernelRequest(NamedTuple):
    argv: List[str]
    cwd: str
    env: Dict[str, str]

    @staticmethod
    def parse(line, server):
        try:
            request = json.loads(line)
            executable = request["executable"]
            argv = [str(word) for word in request["argv"]]
            env = {str(name): str(value) for name, value in request["env"].items()}
            cwd = str(request["cwd"])
        except (ValueError, TypeError, AttributeError, KeyError) as problem:
            raise Refused("not a request for a kernel: %r" % problem) from None
        if executable != sys.executable:
            raise Refused("this server runs %s, not %s" % (sys.executable, executable))
        server.check_fits(env)
        return KernelRequest(argv, cwd, env)


class Server:
    """What the kernels of this process have in common. To be made before anything is imported."""

    def __init__(self, preload):
        self.preload = preload
        self.env = _environment_at_start()
        # sys.orig_argv (Python 3.10) ends with sys.argv; before that stand interpreter and options.
        self.interpreter = getattr(sys, "orig_argv", sys.argv)[: -len(sys.argv)]
        if not getattr(sys.flags, "safe_path", False):
            del sys.path[0]  # the directory of this file, where a kernel has its cwd

    def import_everything(self):
        for name in ("ipykernel.kernelapp",) + LATE_IMPORTS + tuple(self.preload):
            try:
                importlib.import_module(name)
            except ImportError as problem:
                sys.exit("%s cannot import %s: %s" % (sys.executable, name, problem))
        if "matplotlib" in sys.modules:
            sys.exit(
                "--preload %s imports matplotlib, which reads matplotlibrc and MPLBACKEND only"
                " then; leave it to the kernels" % ",".join(self.preload)
            )
        self.launcher = importlib.util.find_spec("ipykernel_launcher").origin
        # Set by the interpreter (LC_CTYPE, see PEP 538) or by imports: a cold kernel has these too.
        self.env_of_imports = {
            name: value for name, value in os.environ.items() if name not in self.env
        }
        gc.collect()
        gc.freeze()  # a collection in a kernel would touch, and so copy, what it shares with us

    def start_variables(self, env):
        prefixes = START_VARIABLES + (PRELOAD_VARIABLES if self.preload else ())
        return {name: value for name, value in env.items() if name.startswith(prefixes)}

    def check_fits(self, env):
        ours, theirs = self.start_variables(self.env), self.start_variables(env)
        different = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
        if different:
            raise Refused("this server was started with another " + ", ".join(different))
        python_path = env.get("PYTHONPATH")
        if python_path and not all(map(os.path.isabs, python_path.split(os.pathsep))):
            raise Refused("PYTHONPATH is relative to a directory: " + python_path)

    def status(self, kernels):
        return {
            "pid": os.getppid(),  # it is a keeper that answers
            "executable": sys.executable,
            "version": sys.version,
            "prefix": sys.prefix,
            "preload": self.preload,
            "env": self.start_variables(self.env),
            "kernels": kernels,
        }


def _environment_at_start():
    """os.environ without what the interpreter itself has added."""
    try:
        with open("/proc/self/environ", "rb") as file:
            entries = os.fsdecode(file.read()).split("\0")
    except OSError:
        return dict(os.environ)
    return dict(entry.split("=", 1) for entry in entries if "=" in entry)


class SignalPipe:
    """Signals as something that select() can wait for."""

    def __init__(self, *numbers):
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._previous = {number: signal.signal(number, lambda *_: None) for number in numbers}
        signal.set_wakeup_fd(self._writer.fileno())

    def fileno(self):
        return self._reader.fileno()

    def take(self):
        """The numbers of the signals that have come since the last call."""
        try:
            return set(self._reader.recv(4096))
        except BlockingIOError:
            return set()

    def close(self):
        signal.set_wakeup_fd(-1)
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()


class Connection:
    """Lines to and from a client."""

    def __init__(self, sock):
        self._socket = sock
        self._incomplete = b""

    def fileno(self):
        return self._socket.fileno()

    def receive(self) -> Optional[List[str]]:
        """Waits for data. The lines that are complete by now; None if the client is gone."""
        try:
            data = self._socket.recv(1 << 16)
        except ConnectionError:
            return None
        if not data:
            return None
        *lines, self._incomplete = (self._incomplete + data).split(b"\n")
        return [line.decode("utf-8", "replace") for line in lines]

    def send(self, line):
        try:
            self._socket.sendall(line.encode() + b"\n")
        except ConnectionError:
            pass  # receive() will tell

    def close(self):
        self._socket.close()


class Keeper:
    """Watches one kernel on behalf of one client."""

    SIGNALS = {"int": signal.SIGINT, "term": signal.SIGTERM, "kill": signal.SIGKILL}
    SECONDS_TO_TERMINATE = 1

    def __init__(self, kernel, connection, signals):
        self._kernel = kernel  # process id and process group id
        self._connection = connection
        self._signals = signals
        self._seconds_to_keep = 0
        self._exit_code = None

    def run(self, lines):
        """Returns when the kernel has ended. `lines` are those that have come with the request."""
        self._connection.send("pid %d" % self._kernel)
        while lines is not None and not self._has_ended():
            for line in lines:
                self._obey(line)
            lines = self._next_lines()
        if not self._ends_within(self._seconds_to_keep):
            self._signal(signal.SIGTERM)
        if not self._ends_within(self.SECONDS_TO_TERMINATE):
            self._signal(signal.SIGKILL)
        self._ends_within(None)
        self._signal(signal.SIGKILL)  # what the cells have left running
        self._connection.send("exit %d" % self._exit_code)

    def _obey(self, line):
        word, _, argument = line.partition(" ")
        if word in self.SIGNALS:
            self._signal(self.SIGNALS[word])
        elif word == "keep" and argument.isdecimal():
            self._seconds_to_keep = int(argument)

    def _signal(self, number):
        try:
            os.killpg(self._kernel, number)
        except ProcessLookupError:
            pass

    def _next_lines(self):
        """Waits for the client or a signal; no lines if it was only a signal."""
        ready, _, _ = select.select([self._connection, self._signals], [], [])
        self._signals.take()
        return self._connection.receive() if self._connection in ready else []

    def _ends_within(self, seconds):
        """Waits without listening to the client; for ever if `seconds` is None."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._has_ended():
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return False
            select.select([self._signals], [], [], left)
            self._signals.take()
        return True

    def _has_ended(self):
        if self._exit_code is None:
            process, status = os.waitpid(self._kernel, os.WNOHANG)
            if process and os.WIFSIGNALED(status):
                self._exit_code = 128 + os.WTERMSIG(status)
            elif process:
                self._exit_code = os.WEXITSTATUS(status)
        return self._exit_code is not None


def listen(path):
    """The listening socket. Only we may connect; a socket whose server is dead gives way."""
    directory = os.path.dirname(path)
    os.makedirs(directory, mode=0o700, exist_ok=True)
    if stat.S_IMODE(os.stat(directory).st_mode) & 0o077:
        sys.exit("%s is open to other users; make it mode 0700, or choose another" % directory)
    listener = socket.socket(socket.AF_UNIX)
    lock = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # or two servers that start might both find a stale socket
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(path) == 0:
                sys.exit("another server listens on " + path)
        if os.path.exists(path):
            os.unlink(path)
        mask = os.umask(0o177)
        listener.bind(path)
        os.umask(mask)
        listener.listen(128)
    except OSError as problem:
        sys.exit("cannot listen on %s: %s" % (path, problem))
    finally:
        os.close(lock)
    return listener


def serve(server, listener, idle):
    """Returns None when the server is to stop, and a KernelRequest in each process that is to be
    that kernel: there the caller must leave the server's business undone."""
    signals = SignalPipe(signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)
    keepers = set()
    while True:
        ready, _, _ = select.select([listener, signals], [], [], idle)
        came = signals.take()
        if signal.SIGTERM in came or signal.SIGINT in came or not ready:
            return None
        keepers -= {keeper for keeper in keepers if os.waitpid(keeper, os.WNOHANG)[0]}
        if listener not in ready:
            continue
        sock, _ = listener.accept()
        connection = Connection(sock)
        try:
            keeper = os.fork()
        except OSError as problem:
            connection.send("error %s" % problem)
        else:
            if keeper == 0:
                signals.close()
                listener.close()
                return serve_connection(server, connection, len(keepers))
            keepers.add(keeper)
        connection.close()


def serve_connection(server, connection, kernels):
    """The life of a keeper. Returns, with its request, only in the kernel."""
    os.setsid()  # an interrupt typed at the server's terminal is not for us
    lines = []
    while not lines:
        lines = connection.receive()
        if lines is None:
            os._exit(0)
    request_line, *lines = lines
    if _is_status_request(request_line):
        connection.send(json.dumps(server.status(kernels)))
        os._exit(0)
    signals = SignalPipe(signal.SIGCHLD)
    in_own_group, enter_own_group = os.pipe()
    try:
        request = KernelRequest.parse(request_line, server)
        os.chdir(request.cwd)
        kernel = os.fork()
    except (Refused, OSError) as problem:
        connection.send("error %s" % problem)
        os._exit(1)
    if kernel == 0:
        signals.close()
        connection.close()
        os.close(in_own_group)
        os.setsid()
        os.close(enter_own_group)
        return request
    os.close(enter_own_group)
    os.read(in_own_group, 1)  # the end of the pipe: from now on a signal to the group arrives
    Keeper(kernel, connection, signals).run(lines)
    os._exit(0)


def _is_status_request(line):
    try:
        return json.loads(line) == {"status": True}
    except ValueError:
        return False


def run_kernel(server, request):
    """Does what `python -m ipykernel_launcher ARGV` does once ipykernel has been imported."""
    parent = str(os.getppid())
    os.environ.clear()
    os.environ.update({**request.env, "JPY_PARENT_PID": parent})
    for name, value in server.env_of_imports.items():
        os.environ.setdefault(name, value)
    time.tzset()
    tempfile.tempdir = None  # depends on TMPDIR
    sys.argv = [server.launcher, *request.argv]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv = [*server.interpreter, "-m", "ipykernel_launcher", *request.argv]
    if not getattr(sys.flags, "safe_path", False):
        sys.path.insert(0, os.getcwd())
    sys.modules["__main__"] = types.ModuleType("__main__")
    importlib.invalidate_caches()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # Python's own generator seeds itself after a fork
    # ipykernel has read JPY_PARENT_PID when it was imported, so the new value is an argument too.
    sys.modules["ipykernel.kernelapp"].launch_new_instance(
        argv=["--IPKernelApp.parent_handle=" + parent, *request.argv]
    )


def end_kernel(preloaded):
    """Ends the process as the interpreter does: waits for threads, runs exit handlers, deletes what
    the notebook has made, so that its files are flushed. But the preloaded modules are not taken
    apart, which would take longer than all the rest."""
    kernel = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance().kernel
    if getattr(kernel, "control_thread", None):
        # Its last flush needs the iopub thread, which an exit handler stops: else it waits for 10 s.
        kernel.control_thread.join(1)
    threading._shutdown()
    atexit._run_exitfuncs()
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        shell.last_execution_result = None
        shell.user_ns.clear()
    sys.modules["__main__"].__dict__.clear()
    for name in [name for name in sys.modules if name not in preloaded]:
        del sys.modules[name]
    gc.collect()
    for thing in gc.get_objects():
        if issubclass(type(thing), io.IOBase) and not thing.closed and thing.writable():
            thing.flush()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--socket", required=True, metavar="PATH", help="where to listen")
    parser.add_argument("--preload", default="", metavar="NAMES", help="modules, by commas")
    parser.add_argument("--idle", type=float, metavar="SECONDS", help="stop after so long unused")
    options = parser.parse_args()
    path = os.path.abspath(options.socket)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)  # becomes standard input, as the lowest free number
    os.chdir("/")

    server = Server([name for name in options.preload.split(",") if name])
    server.import_everything()
    listener = listen(path)
    print("listening on " + path, flush=True)
    request = serve(server, listener, options.idle)
    if request is None:
        os.unlink(path)
    else:
        preloaded = frozenset(sys.modules)
        run_kernel(server, request)
        end_kernel(preloaded)


if __name__ == "__main__":
    main()
