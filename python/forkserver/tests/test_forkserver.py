"""Runs real kernels; needs ipykernel and, for the clients here, jupyter_client and Linux."""

import importlib.util
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

PROGRAM = str(pathlib.Path(__file__).resolve().parents[1] / "nightjar_forkserver.py")
ENV = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
PATIENCE = 30  # seconds, for a machine with other work

# Expressions that a kernel answers; those of a warm kernel are to be as of a cold one.
PROBES = """
sys.argv[0]
len(sys.argv)
sys.orig_argv[:3]
sys.executable
sys.path
sys.flags
sys.warnoptions
sys.getrecursionlimit()
sys.excepthook.__qualname__
(sys.stdin.encoding, sys.__stdout__.encoding, sys.__stderr__.errors, type(sys.stdout))
sorted(vars(builtins))
sorted(sys.modules)
__name__
sorted(name for name in vars(sys.modules["__main__"]) if not name.startswith("_"))
[(f[0], f[2], f[4]) for f in warnings.filters]
locale.setlocale(locale.LC_ALL)
(time.tzname, time.timezone)
[signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE, signal.SIGHUP)]
signal.pthread_sigmask(signal.SIG_BLOCK, [])
signal.set_wakeup_fd(-1) == -1
[t.name for t in threading.enumerate()]
(gc.isenabled(), gc.get_threshold(), gc.get_debug())
atexit._ncallbacks()
(logging.root.level, logging.root.handlers, logging.getLogger("tornado").handlers.__len__())
{n: v for n, v in os.environ.items() if n != "JPY_PARENT_PID"}
os.environ["JPY_PARENT_PID"] == str(os.getppid())
os.getcwd()
os.umask(0o022)
(os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid())
os.readlink("/proc/self/fd/0")
len(os.listdir("/proc/self/fd"))
tempfile.gettempdir()
faulthandler.is_enabled()
os.path.expanduser("~")
type(asyncio.get_event_loop_policy())
"matplotlib" in sys.modules
""".strip().splitlines()
PROBED_MODULES = (
    "asyncio atexit builtins faulthandler gc locale logging os signal subprocess sys tempfile"
    " threading time warnings"
)


class Kernel:
    """Talks to a kernel through its connection file."""

    def __init__(self, directory):
        handle, self.file = tempfile.mkstemp(suffix=".json", dir=directory)
        os.close(handle)
        write_connection_file(self.file)
        self.argv = ["-f", self.file, "--HistoryManager.hist_file=:memory:"]

    def connect(self):
        self.client = BlockingKernelClient(connection_file=self.file)
        self.client.load_connection_file()
        # The client takes a kernel for dead that answers no heartbeat within a second of its start.
        end = time.monotonic() + PATIENCE
        while socket.socket().connect_ex(("127.0.0.1", self.client.hb_port)):
            if time.monotonic() > end:
                raise AssertionError("the kernel does not listen")
            time.sleep(0.05)
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code):
        reply = self.client.execute(code, reply=True, timeout=PATIENCE)["content"]
        if reply["status"] != "ok":
            raise AssertionError("%s: %s" % (reply["ename"], reply["evalue"]))

    def ask(self, *expressions):
        """What the kernel prints for one expression; a list if there are several."""
        asked = {str(number): expression for number, expression in enumerate(expressions)}
        content = self.client.execute(
            "", user_expressions=asked, reply=True, timeout=PATIENCE
        )["content"]["user_expressions"]
        values = [
            content[number].get("data", {}).get("text/plain", content[number].get("evalue"))
            for number in asked
        ]
        return values if len(values) > 1 else values[0]

    def close(self):
        self.client.stop_channels()


class WarmKernel(Kernel):
    """A kernel of a fork server, with the connection that keeps it alive."""

    def __init__(self, server, cwd="/", env=ENV, **changes):
        super().__init__(server.directory)
        request = {"argv": self.argv, "cwd": cwd, "env": env, "executable": sys.executable}
        self.socket, self.lines = server.send(json.dumps({**request, **changes}))
        self.answer = self.line()
        self.pid = int(self.answer[4:]) if self.answer.startswith("pid ") else None

    def line(self):
        return self.lines.readline().rstrip("\n")

    def tell(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def hang_up(self):
        self.lines.close()
        self.socket.close()


class Server:
    def __init__(self, *options, directory=None):
        self.directory = directory or tempfile.mkdtemp()
        self.path = os.path.join(self.directory, "forkserver.sock")
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, "--socket", self.path, *options],
            env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
        )
        self.first_line = self.process.stdout.readline()

    def send(self, line):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(PATIENCE)
        client.connect(self.path)
        client.sendall(line.encode() + b"\n")
        return client, client.makefile()

    def status(self):
        client, lines = self.send('{"status": true}')
        with client, lines:
            return json.loads(lines.readline())

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait(PATIENCE)


def ends(pid, seconds=PATIENCE):
    """Waits for the end of a process that need not be a child of ours."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], seconds)[0])
    finally:
        os.close(process)


class ForkServerCase(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def warm(self, **request):
        kernel = WarmKernel(self.server, **request)
        self.addCleanup(kernel.hang_up)
        self.assertRegex(kernel.answer, r"^pid \d+$")
        kernel.connect()
        self.addCleanup(kernel.close)
        return kernel


class AWarmKernel(ForkServerCase):
    def test_answers_as_a_cold_one(self):
        cwd = self.server.directory
        env = {**ENV, "TZ": "Asia/Tokyo", "TMPDIR": cwd, "ONLY_HERE": "1"}
        cold = Kernel(cwd)
        process = subprocess.Popen(
            [sys.executable, "-m", "ipykernel_launcher", *cold.argv],
            cwd=cwd, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**env, "JPY_PARENT_PID": str(os.getpid())},
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        cold.connect()
        self.addCleanup(cold.close)
        warm = self.warm(cwd=cwd, env=env)
        answers = []
        for kernel in (cold, warm):
            kernel.run("import " + PROBED_MODULES.replace(" ", ","))
            answers.append(kernel.ask(*PROBES))
        for probe, of_cold, of_warm in zip(PROBES, *answers):
            with self.subTest(probe):
                self.assertEqual(of_cold, of_warm)

    def test_sees_nothing_of_the_kernel_before_it(self):
        first = self.warm()
        first.run(
            "import os, sys, random, string, wave; left_over = 1;"
            "os.environ['LEFT_OVER'] = '1'; os.chdir('/tmp'); sys.path.append('/left/over');"
            "string.capwords = None; import builtins; builtins.left_over = 1"
        )
        number = first.ask("random.random()")
        second = self.warm()
        second.run("import os, sys, random, string")
        self.assertEqual("name 'left_over' is not defined", second.ask("left_over"))
        self.assertEqual("False", second.ask("'wave' in sys.modules"))
        self.assertEqual("None", second.ask("os.environ.get('LEFT_OVER')"))
        self.assertEqual("'/'", second.ask("os.getcwd()"))
        self.assertEqual("False", second.ask("'/left/over' in sys.path"))
        self.assertEqual("'A B'", second.ask("string.capwords('a b')"))
        self.assertNotEqual(number, second.ask("random.random()"))

    def test_imports_from_its_working_directory(self):
        with tempfile.TemporaryDirectory() as cwd:
            pathlib.Path(cwd, "beside_the_notebook.py").write_text("answer = 42")
            kernel = self.warm(cwd=cwd)
            kernel.run("import beside_the_notebook")
            self.assertEqual("42", kernel.ask("beside_the_notebook.answer"))

    def test_runs_its_own_exit_handlers(self):
        kernel = self.warm()
        path = os.path.join(self.server.directory, "exit-handler")
        kernel.run("import atexit; atexit.register(lambda: open(%r, 'w').close())" % path)
        kernel.client.shutdown()
        self.assertEqual("exit 0", kernel.line())
        self.assertTrue(os.path.exists(path))

    def test_flushes_files_that_were_left_open(self):
        kernel = self.warm()
        path = pathlib.Path(self.server.directory, "left-open")
        kernel.run("import decimal; decimal.f = open(%r, 'w'); decimal.f.write('all of it')" % str(path))
        kernel.client.shutdown()
        self.assertEqual("exit 0", kernel.line())
        self.assertEqual("all of it", path.read_text())

    def test_holds_no_socket_of_the_server(self):
        kernel = self.warm()
        kernel.run("import subprocess, os")
        unix_sockets = kernel.ask(
            "[l for l in open('/proc/self/net/unix') if l.endswith('forkserver.sock\\n') and any("
            "os.path.realpath('/proc/self/fd/' + fd).endswith('[%s]' % l.split()[6])"
            " for fd in os.listdir('/proc/self/fd'))]"
        )
        self.assertEqual("[]", unix_sockets)


class ItsClient(ForkServerCase):
    def test_is_told_the_exit_code(self):
        kernel = self.warm()
        kernel.client.execute("import os; os._exit(7)")
        self.assertEqual("exit 7", kernel.line())
        self.assertEqual("", kernel.line())

    def test_interrupts_a_cell(self):
        kernel = self.warm()
        cell = kernel.client.execute("print('here', flush=True); import time; time.sleep(600)")
        while kernel.client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
            pass
        kernel.tell("int")
        reply = kernel.client.get_shell_msg(timeout=PATIENCE)
        self.assertEqual(cell, reply["parent_header"]["msg_id"])
        self.assertEqual("KeyboardInterrupt", reply["content"]["ename"])
        kernel.client.kernel_info(reply=True, timeout=PATIENCE)

    def test_kills_the_kernel(self):
        kernel = self.warm()
        kernel.tell("no such word")
        kernel.tell("kill")
        self.assertEqual("exit 137", kernel.line())

    def test_terminates_the_kernel(self):
        kernel = self.warm()
        kernel.tell("term")
        self.assertEqual("exit 143", kernel.line())

    def test_leaves_no_background_processes(self):
        kernel = self.warm()
        kernel.run("import subprocess; child = subprocess.Popen(['sleep', '600'])")
        child = int(kernel.ask("child.pid"))
        kernel.client.execute("import os; os._exit(0)")
        self.assertEqual("exit 0", kernel.line())
        self.assertTrue(ends(child))

    def test_takes_the_kernel_along_when_it_is_killed(self):
        code = (
            "import sys; sys.path.insert(0, %r); from test_forkserver import *;"
            "server = Server.__new__(Server); server.directory, server.path = %r, %r;"
            "print(WarmKernel(server).pid, flush=True); input()"
            % (os.path.dirname(__file__), self.server.directory, self.server.path)
        )
        client = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV
        )
        with client:
            pid = int(client.stdout.readline())
            client.kill()
        self.assertTrue(ends(pid))

    def test_may_ask_to_keep_the_kernel_for_a_while(self):
        kernel = self.warm()
        kernel.tell("keep 3")
        kernel.hang_up()
        self.assertEqual("2", kernel.ask("1 + 1"))
        self.assertTrue(ends(kernel.pid))

    def test_gets_twenty_kernels_at_once(self):
        kernels = [WarmKernel(self.server) for _ in range(20)]
        for number, kernel in enumerate(kernels):
            kernel.connect()
            kernel.run("number = %d" % number)
        self.assertGreaterEqual(self.server.status()["kernels"], 20)
        answers = [kernel.ask("number") for kernel in kernels]
        self.assertEqual([str(number) for number in range(20)], answers)
        for kernel in kernels:
            kernel.close()
            kernel.hang_up()
        self.assertTrue(all(ends(kernel.pid) for kernel in kernels))


class ARequestIsRefused(ForkServerCase):
    def assert_refused(self, pattern, **changes):
        kernel = WarmKernel(self.server, **changes)
        self.addCleanup(kernel.hang_up)
        self.assertRegex(kernel.answer, "^error .*" + pattern)
        self.assertEqual("", kernel.line())

    def test_if_it_is_for_another_interpreter(self):
        self.assert_refused("not /opt/other/python", executable="/opt/other/python")

    def test_if_a_variable_differs_that_acts_at_the_interpreter_start(self):
        env = {**ENV, "PYTHONWARNINGS": "error", "LC_ALL": "xx_XX"}
        self.assert_refused("another LC_ALL, PYTHONWARNINGS", env=env)

    def test_if_its_directory_is_missing(self):
        self.assert_refused("No such file or directory: '/no/such/place'", cwd="/no/such/place")

    def test_if_it_is_not_complete(self):
        self.assert_refused("not a request for a kernel", env=None)

    def test_if_it_is_not_json(self):
        client, lines = self.server.send("hello")
        with client, lines:
            self.assertRegex(lines.readline(), "^error not a request for a kernel")


class TheServer(unittest.TestCase):
    def start(self, *options, **arguments):
        server = Server(*options, **arguments)
        self.addCleanup(server.stop)
        return server

    def test_describes_itself(self):
        status = self.start().status()
        self.assertEqual(sys.executable, status["executable"])
        self.assertEqual(sys.version, status["version"])
        self.assertEqual(sys.prefix, status["prefix"])
        self.assertEqual([], status["preload"])
        self.assertEqual(0, status["kernels"])
        self.assertEqual(ENV["HOME"], status["env"]["HOME"])
        self.assertNotIn("PATH", status["env"])

    def test_listens_for_its_own_user_only(self):
        server = self.start(directory=os.path.join(tempfile.mkdtemp(), "new"))
        self.assertEqual(0o700, os.stat(server.directory).st_mode & 0o777)
        self.assertEqual(0o600, os.stat(server.path).st_mode & 0o777)

    def test_refuses_a_directory_that_is_open_to_others(self):
        directory = tempfile.mkdtemp()
        os.chmod(directory, 0o755)
        server = self.start(directory=directory)
        self.assertRegex(server.process.stderr.read(), "is open to other users")
        self.assertEqual(1, server.process.wait(PATIENCE))

    def test_refuses_a_socket_that_another_one_holds(self):
        first = self.start()
        second = self.start(directory=first.directory)
        self.assertRegex(second.process.stderr.read(), "another server listens on")
        self.assertEqual(1, second.process.wait(PATIENCE))
        self.assertEqual(first.process.pid, first.status()["pid"])

    def test_replaces_a_stale_socket(self):
        first = self.start()
        first.process.kill()
        first.process.wait(PATIENCE)
        second = self.start(directory=first.directory)
        self.assertEqual(second.process.pid, second.status()["pid"])

    def test_leaves_running_kernels_to_their_clients_when_it_stops(self):
        server = self.start()
        kernel = WarmKernel(server)
        kernel.connect()
        server.process.send_signal(signal.SIGINT)
        self.assertEqual(0, server.process.wait(PATIENCE))
        self.assertFalse(os.path.exists(server.path))
        self.assertEqual("2", kernel.ask("1 + 1"))
        kernel.tell("kill")
        self.assertEqual("exit 137", kernel.line())
        kernel.close()
        kernel.hang_up()

    def test_stops_when_it_is_idle(self):
        server = self.start("--idle", "0.1")
        self.assertEqual(0, server.process.wait(PATIENCE))
        self.assertFalse(os.path.exists(server.path))

    def test_tells_what_it_cannot_import(self):
        server = self.start("--preload", "no_such_module")
        self.assertRegex(server.process.stderr.read(), "cannot import no_such_module")
        self.assertEqual(1, server.process.wait(PATIENCE))


@unittest.skipUnless(importlib.util.find_spec("numpy"), "needs numpy")
class WithNumpyPreloaded(ForkServerCase):
    options = ("--preload", "numpy")

    def test_each_kernel_has_its_own_random_numbers(self):
        numbers = set()
        for kernel in (self.warm(), self.warm()):
            kernel.run("import sys; preloaded = 'numpy' in sys.modules; import numpy")
            self.assertEqual("True", kernel.ask("preloaded"))
            numbers.add(kernel.ask("numpy.random.rand()"))
        self.assertEqual(2, len(numbers))


@unittest.skipUnless(importlib.util.find_spec("matplotlib"), "needs matplotlib")
class WithMatplotlibPreloaded(unittest.TestCase):
    def test_the_server_does_not_start(self):
        server = Server("--preload", "matplotlib")
        self.addCleanup(server.stop)
        self.assertRegex(server.process.stderr.read(), "leave it to the kernels")
