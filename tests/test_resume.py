"""Kernels that are kept, and runs that go on in them: real kernels, the real program, another client in between."""

import contextlib
import json
import os
import re
import signal
import unittest

import jupyter_client

from tests.program import PATIENCE, ProgramTest, read, text, wait_for_end

COUNTED = "with open('ran', 'a') as ran: ran.write('%s ')\n"


class ResumeTest(ProgramTest):
    kernel = "python3"

    def notebook(self, *sources, **more):
        """Each cell notes that it ran."""
        counted = [COUNTED % chr(ord("a") + number) + source for number, source in enumerate(sources)]
        self.place.notebook(*counted, kernel=self.kernel, **more)

    def run_kept(self, *words, keep="5m"):
        return self.place.run("in.ipynb", "out.ipynb", "--keep-kernel=" + keep, *words)

    def resume(self, *words):
        return self.place.run("--resume", "out.ipynb", *words)

    def ran(self):
        """The cells that ran, in order."""
        return (self.work / "ran").read_text().split()

    def cells(self):
        return read(self.work / "out.ipynb")["cells"]

    def printed(self):
        return [text(cell) for cell in self.cells()]

    @contextlib.contextmanager
    def client(self, stderr):
        """Another client, attached as the program says."""
        file = re.search(r"jupyter console --existing (\S+)", stderr)[1]
        client = jupyter_client.BlockingKernelClient(connection_file=str(self.place.runtime / file))
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            yield client
        finally:
            client.stop_channels()

    def mend(self, stderr, code):
        with self.client(stderr) as client:
            reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=lambda _: None)
            self.assertEqual(reply["content"]["status"], "ok")


class AfterAFailedCell(ResumeTest):
    def setUp(self):
        super().setUp()
        self.notebook("x = 1\nprint('first')", "y = helper()\nprint('second')", "print(x + y)")
        self.failed = self.run_kept()

    def test_the_run_goes_on_in_the_mended_kernel_and_leaves_nothing_behind(self):
        self.assertEqual(self.failed.returncode, 1)
        self.assertIn("stays alive for 5m", self.failed.stderr)
        self.mend(self.failed.stderr, "def helper(): return 41")
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b", "b", "c"])
        self.assertEqual(self.printed(), ["first\n", "second\n", "42\n"])
        self.assertEqual([cell["metadata"]["papermill"]["status"] for cell in self.cells()], ["completed"] * 3)
        self.assertIsNone(read(self.work / "out.ipynb")["metadata"]["papermill"]["exception"])
        self.assert_nothing_left()

    def test_the_run_can_fail_again_and_be_resumed_again(self):
        again = self.resume()
        self.assertEqual(again.returncode, 1)
        self.assertIn("stays alive for 5m", again.stderr)
        self.mend(again.stderr, "def helper(): return 1")
        self.assertEqual(self.resume().returncode, 0)
        self.assertEqual(self.ran(), ["a", "b", "b", "b", "c"])
        self.assertEqual(self.printed(), ["first\n", "second\n", "2\n"])
        self.assert_nothing_left()

    def test_a_kernel_that_has_been_killed_is_not_pretended_to_be_there(self):
        for pid in self.place.processes():
            with contextlib.suppress(ProcessLookupError):  # its keeper may have been first
                os.kill(pid, signal.SIGKILL)
        self.assertEqual(self.place.left_after(3), [])
        (self.work / "ran").unlink()
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 1)
        self.assertIn("No kernel is left", resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b"])

    def test_another_run_to_the_same_output_starts_afresh(self):
        self.place.notebook("print('new')", kernel="tiny")
        self.assertEqual(self.place.run("in.ipynb", "out.ipynb").returncode, 0)
        self.assertEqual(self.printed(), ["new\n"])
        self.assertEqual(self.place.hidden(), [])


class Resume(ResumeTest):
    def test_goes_on_after_a_time_out_in_the_same_kernel(self):
        slow = "import os, time\nif not os.path.exists('go'): time.sleep(600)\nprint(x)"
        self.notebook("x = 7", slow, "print(x + 1)")
        timed_out = self.run_kept("--execution-timeout", "1")
        self.assertEqual(timed_out.returncode, 1)
        (self.work / "go").touch()
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b", "b", "c"])
        self.assertEqual(self.printed(), ["", "7\n", "8\n"])
        self.assert_nothing_left()

    def test_goes_on_after_the_program_was_killed_in_a_cell(self):
        slow = "import os, time\nopen('there', 'w').close()\nif not os.path.exists('go'): time.sleep(600)\nprint(x)"
        self.notebook("x = 7\nprint('kept')", slow, "print(x + 1)")
        with self.place.start("in.ipynb", "out.ipynb", "--keep-kernel") as run:
            self.place.exists("there")
            run.kill()
            run.communicate(timeout=PATIENCE)
        (self.work / "go").touch()
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertIn("Cell 2 was running when its run was killed", resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b", "b", "c"])
        self.assertEqual(self.printed(), ["kept\n", "7\n", "8\n"])
        self.assert_nothing_left()

    def test_goes_on_after_a_signal(self):
        slow = "import os, time\nopen('there', 'w').close()\nif not os.path.exists('go'): time.sleep(600)\nprint(x)"
        self.notebook("x = 7\nprint('kept')", slow)
        with self.place.start("in.ipynb", "out.ipynb", "--keep-kernel") as run:
            self.place.exists("there")
            run.send_signal(signal.SIGTERM)
            run.communicate(timeout=PATIENCE)
        self.assertEqual(run.returncode, 143)
        (self.work / "go").touch()
        self.assertEqual(self.resume().returncode, 0)
        self.assertEqual(self.ran(), ["a", "b", "b"])
        self.assert_nothing_left()

    def test_is_told_when_the_time_of_the_kernel_is_over_and_starts_from_the_top(self):
        self.notebook("x = 1", "import os\nassert os.path.exists('go')", "print(x)")
        self.assertEqual(self.run_kept(keep="1s").returncode, 1)
        self.assertEqual(self.place.left_after(10), [])
        (self.work / "go").touch()
        resumed = self.resume()
        self.assertIn("No kernel is left of the run that wrote out.ipynb: all cells run again, from the top.", resumed.stderr)
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b", "a", "b", "c"])

    def test_of_a_run_without_the_option_starts_from_the_top(self):
        self.notebook("print(1)", "assert False")
        self.assertEqual(self.place.run("in.ipynb", "out.ipynb").returncode, 1)
        self.assert_nothing_left()
        self.assertIn("No kernel is left", self.resume().stderr)
        self.assertEqual(self.ran(), ["a", "b", "a", "b"])

    def test_of_an_output_that_is_not_there_is_an_error(self):
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 1)
        self.assertEqual(resumed.stderr.splitlines()[-1][:35], "nightjar: No such file or directory")

    def test_of_a_success_runs_everything_again(self):
        self.notebook("print(1)")
        self.assertEqual(self.run_kept().returncode, 0)
        self.assert_nothing_left()
        self.assertEqual(self.resume().returncode, 0)
        self.assertEqual(self.ran(), ["a", "a"])


class AKeptKernel(ResumeTest):
    kernel = "tiny"

    def test_ends_with_all_it_has_started_when_its_time_is_over(self):
        self.notebook("import subprocess\nsubprocess.Popen(['sleep', '600'])", "assert False")
        self.assertEqual(self.run_kept(keep="1s").returncode, 1)
        self.assertEqual(self.place.left_after(10), [])

    def test_stays_for_its_time(self):
        self.notebook("assert False")
        self.assertEqual(self.run_kept(keep="1m").returncode, 1)
        kernel = json.loads((self.work / ".out.ipynb.nightjar-kernel").read_text())["pid"]
        wait_for_end(kernel, 2)
        self.assertIn(kernel, self.place.processes())
        self.assertEqual(self.place.hidden(), [".out.ipynb.nightjar-kernel"])

    def test_is_ended_by_a_run_that_resumes_it_and_is_killed_without_any_time_left(self):
        self.notebook("x = 1", "import os, time\nif os.path.exists('go'):\n  open('there', 'w').close()\n  time.sleep(600)\nassert False")
        self.assertEqual(self.run_kept(keep="2s").returncode, 1)
        (self.work / "go").touch()
        with self.place.start("--resume", "out.ipynb") as run:
            self.place.exists("there")
            run.kill()
            run.communicate(timeout=PATIENCE)
        self.assertEqual(self.place.left_after(10), [])

    def test_lives_as_long_as_the_run_that_resumes_it(self):
        self.notebook("x = 1", "import os, time\nif os.path.exists('go'): time.sleep(9)\nelse: assert False", "print(x)")
        self.assertEqual(self.run_kept(keep="8s").returncode, 1)
        (self.work / "go").touch()
        resumed = self.resume()
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.ran(), ["a", "b", "b", "c"])
        self.assert_nothing_left()

    def test_is_not_taken_from_the_run_that_uses_it(self):
        self.notebook("import os, time\nopen('there', 'w').close()\nwhile not os.path.exists('end'): time.sleep(0.01)")
        with self.place.start("in.ipynb", "out.ipynb", "--keep-kernel") as run:
            self.place.exists("there")
            resumed = self.resume()
            (self.work / "end").touch()
            _, err = run.communicate(timeout=PATIENCE)
        self.assertEqual((run.returncode, resumed.returncode), (0, 1), err + resumed.stderr)
        self.assertIn("the run that started it has not ended", resumed.stderr)
        self.assertEqual(self.ran(), ["a"])
        self.assert_nothing_left()

    def test_is_not_resumed_by_two_at_once(self):
        waits = "import os, time\nif os.path.exists('go'):\n  open('there', 'w').close()\n  while not os.path.exists('end'): time.sleep(0.01)\nelse: assert False"
        self.notebook("x = 1", waits)
        self.assertEqual(self.run_kept().returncode, 1)
        (self.work / "go").touch()
        with self.place.start("--resume", "out.ipynb") as first:
            self.place.exists("there")
            second = self.resume()
            (self.work / "end").touch()
            _, err = first.communicate(timeout=PATIENCE)
        self.assertEqual((first.returncode, second.returncode), (0, 1), err + second.stderr)
        self.assertIn("its run is being resumed already", second.stderr)
        self.assertEqual(self.ran(), ["a", "b", "b"])
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
