"""Signals to the program, and kernels that do not end when they are asked to: nothing is left, whatever happens."""

import os
import signal
import time
import unittest

from tests.program import PATIENCE, ProgramTest, read, text

STATUS = {signal.SIGINT: 1, signal.SIGTERM: 143, signal.SIGHUP: 129}
SLEEPS = "import os, time\nprint('seen')\nopen('there', 'w').close()\ntime.sleep(600)"


class SignalTest(ProgramTest):
    def signalled(self, run, number):
        run.send_signal(number)
        return self.ended(run)

    def ended(self, run):
        return run.communicate(timeout=PATIENCE)[1]

    def output(self):
        return read(self.work / "out.ipynb")


class Signals(SignalTest):
    def test_in_a_cell_save_the_notebook_and_end_the_kernel(self):
        for kernel in ("tiny", "python3"):
            for number, status in STATUS.items():
                with self.subTest(kernel=kernel, signal=number.name):
                    self.place.notebook("print('first')", SLEEPS, "print('never')", kernel=kernel)
                    (self.work / "there").unlink(missing_ok=True)
                    with self.place.start("in.ipynb", "out.ipynb") as run:
                        self.place.exists("there")
                        err = self.signalled(run, number)
                    self.assertEqual(run.returncode, status, err)
                    self.assertEqual(err.splitlines()[-1], "Aborted!")
                    cells = self.output()["cells"]
                    self.assertEqual([text(cell) for cell in cells], ["first\n", "seen\n", ""])
                    self.assertEqual(cells[1]["outputs"][-1]["ename"], "KeyboardInterrupt")
                    self.assertEqual(self.output()["metadata"]["papermill"]["exception"], None)
                    self.assert_nothing_left()

    def test_at_any_moment_of_the_start_leave_nothing_behind(self):
        self.place.notebook("print('first')", "import time\ntime.sleep(600)")
        for number, status in STATUS.items():
            for moment in (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6):
                with self.subTest(signal=number.name, moment=moment):
                    with self.place.start("in.ipynb", "out.ipynb") as run:
                        time.sleep(moment)
                        err = self.signalled(run, number)
                    # before the program listens, the signal ends the Java machine, or the shell that starts it
                    expected = (status, 128 + number, -number)
                    if f"Runtime.exit({128 + number}) logging failed" in err:
                        expected += (1,)  # so early that the machine can't end in order
                    self.assertIn(run.returncode, expected, err)
                    self.assertNotIn("Exception", err)
                    if (self.work / "out.ipynb").exists():
                        self.output()
                    self.assert_nothing_left()

    def test_while_the_kernel_starts_end_it_at_once(self):
        self.place.kernelspec("slow", ["sh", "-c", "touch there; exec sleep 600"])
        self.place.notebook("print(1)", kernel="slow")
        for number, status in STATUS.items():
            with self.subTest(signal=number.name):
                (self.work / "there").unlink(missing_ok=True)
                with self.place.start("in.ipynb", "out.ipynb") as run:
                    self.place.exists("there")
                    begin = time.monotonic()
                    err = self.signalled(run, number)
                self.assertLess(time.monotonic() - begin, 10)
                self.assertEqual(run.returncode, status, err)
                self.assertEqual(err.splitlines()[-1], "Aborted!")
                self.output()
                self.assert_nothing_left()

    def test_while_the_notebook_is_saved_lose_nothing(self):
        self.place.notebook("print('x' * 30_000_000)", "open('there', 'w').close()")
        for number, status in STATUS.items():
            with self.subTest(signal=number.name):
                (self.work / "there").unlink(missing_ok=True)
                with self.place.start("in.ipynb", "out.ipynb") as run:
                    self.place.exists("there")
                    err = self.signalled(run, number)
                self.assertIn(run.returncode, (0, status), err)
                self.assertEqual(len(text(self.output()["cells"][0])), 30_000_001)
                self.assert_nothing_left()

    def test_three_times_do_not_wait_for_a_kernel_that_ignores_them(self):
        ignores = "import signal\nfor s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)\n"
        self.place.notebook(ignores + SLEEPS)
        with self.place.start("in.ipynb", "out.ipynb") as run:
            self.place.exists("there")
            begin = time.monotonic()
            for _ in range(3):
                run.send_signal(signal.SIGTERM)
                time.sleep(0.2)
            self.ended(run)
        self.assertEqual(run.returncode, 143)
        self.assertLess(time.monotonic() - begin, 10)
        self.output()
        self.assertEqual(self.place.left_after(3), [])


class StubbornKernels(SignalTest):
    def test_that_ignore_all_signals_are_killed_after_a_time_out(self):
        ignores = "import signal\nfor s in (signal.SIGINT, signal.SIGTERM): signal.signal(s, signal.SIG_IGN)\n"
        for kernel in ("tiny", "python3"):
            with self.subTest(kernel):
                self.place.notebook(ignores + "import time\ntime.sleep(600)", kernel=kernel)
                run = self.place.run("in.ipynb", "out.ipynb", "--execution-timeout", "1")
                self.assertEqual(run.returncode, 1, run.stderr)
                self.assertIn("timed out", run.stderr)
                self.assert_nothing_left()

    def test_that_are_stopped_are_killed_after_a_time_out(self):
        self.place.notebook("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")
        run = self.place.run("in.ipynb", "out.ipynb", "--execution-timeout", "1")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assert_nothing_left()

    def test_that_are_stopped_end_with_the_program(self):
        self.place.notebook("import os, signal\nopen('there', 'w').close()\nos.kill(os.getpid(), signal.SIGSTOP)")
        for number, status in ((signal.SIGINT, 1), (signal.SIGKILL, -signal.SIGKILL)):
            with self.subTest(number.name):
                (self.work / "there").unlink(missing_ok=True)
                with self.place.start("in.ipynb", "out.ipynb") as run:
                    self.place.exists("there")
                    err = self.signalled(run, number)
                self.assertEqual(run.returncode, status, err)
                self.assertEqual(self.place.left_after(3), [])

    def test_that_start_others_end_with_all_of_them(self):
        starts = {
            "a process": "import subprocess\nsubprocess.Popen(['sleep', '600'])",
            "a shell's": "import os\nos.system('sleep 600 &')",
            "one that ignores signals": "import os\nos.system('trap \"\" INT TERM HUP; sleep 600 &')",
            "of IPython": "!sleep 600 &",
            "in the background of a magic": "%%bash --bg\nsleep 600",
            "a pool": "import multiprocessing\npool = multiprocessing.Pool(2)\npool.apply(abs, (1,))",
        }
        for what, source in starts.items():
            with self.subTest(what):
                self.place.notebook(source, "assert False", kernel="python3")
                self.assertEqual(self.place.run("in.ipynb", "out.ipynb").returncode, 1)
                self.assert_nothing_left()

    def test_that_start_a_daemon_in_a_session_of_its_own_leave_it_alone(self):
        self.place.notebook("import os\nos.system('setsid sleep 600 >/dev/null 2>&1 &')")
        self.assertEqual(self.place.run("in.ipynb", "out.ipynb").returncode, 0)
        self.assertEqual(self.place.left_after(1), [b"sleep 600 "])

    def test_that_end_themselves_are_noticed_at_once(self):
        self.place.notebook("import os\nos._exit(3)", "print('never')")
        begin = time.monotonic()
        run = self.place.run("in.ipynb", "out.ipynb")
        self.assertLess(time.monotonic() - begin, 10)
        self.assertEqual(run.returncode, 138)
        self.assertIn("it exited with status 3", run.stderr)
        self.assert_nothing_left()

    def test_that_never_answer_are_given_up(self):
        self.place.kernelspec("mute", ["sleep", "600"])
        self.place.notebook("print(1)", kernel="mute")
        run = self.place.run("in.ipynb", "out.ipynb", "--start-timeout", "1")
        self.assertEqual(run.returncode, 1)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
