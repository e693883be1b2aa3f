"""The program killed by SIGKILL at random moments: no finished cell is lost, nothing is left behind.

NIGHTJAR_CRASHES kills it so many times, NIGHTJAR_CRASH_SEED repeats the moments of a failure.
"""

import concurrent.futures
import os
import pathlib
import random
import shutil
import signal
import tempfile
import time
import unittest

from tests.program import PATIENCE, Place, read, text, wait_until

CRASHES = int(os.environ.get("NIGHTJAR_CRASHES") or 110)
OF_REAL_KERNELS = 10
SEED = int(os.environ.get("NIGHTJAR_CRASH_SEED") or time.time())
AT_ONCE = 3
CELLS = 60

FIRST = "import os, time\nfinished = os.open('finished', os.O_WRONLY | os.O_APPEND | os.O_CREAT)\n"
CELL = "%stime.sleep(%.3f)\nprint('cell %d', '%s')\n_ = os.write(finished, b'%d\\n')"


class Crash:
    """One run, killed once a number of cells has finished and a moment more has passed."""

    def __init__(self, folder, seed, kernel="tiny"):
        self.random = random.Random(seed)
        self.place = Place(folder)
        self.kernel = kernel
        self.finished = self.place.work / "finished"
        self.output = self.place.work / "out.ipynb"
        sources = [
            CELL % (FIRST if n == 0 else "", self.random.choice((0, 0, 0.01)), n, "x" * self.random.choice((0, 200, 90000)), n)
            for n in range(CELLS)
        ]
        self.place.notebook(*sources, kernel=kernel)

    def count(self):
        return self.finished.read_text().count("\n") if self.finished.exists() else 0

    def happen(self):
        """Kills the run; false if it was faster. Raises AssertionError if anything is lost or left."""
        before = self.random.randint(-15, CELLS)
        with self.place.start("in.ipynb", "out.ipynb") as process:
            if before > 0:
                wait_until(lambda: self.count() >= before or process.poll() is not None, "cell %d never ends" % before)
            time.sleep(self.random.uniform(0, 0.5 if before < 0 else 0.02))
            process.kill()
            process.communicate(timeout=PATIENCE)
        if process.returncode != -signal.SIGKILL:
            return False
        left = self.place.left_after(3)
        assert not left, "still running: %s" % left
        finished = self.count()
        if self.output.exists():
            read(self.output)
            self.check_restored(finished)
        else:
            assert finished == 0, "%d cells finished, and there is no output" % finished
        if self.random.random() < 0.1:
            self.check_next_run()
        return True

    def check_restored(self, finished):
        """All but the last finished cell surely ended: the next one began."""
        restoring = self.place.run("--prepare-only", "out.ipynb", "restored.ipynb")
        assert restoring.returncode == 0, restoring.stderr
        cells = read(self.place.work / "restored.ipynb")["cells"]
        for number in range(finished - 1):
            cell = cells[number]
            assert text(cell).startswith("cell %d " % number), "cell %d of %d is lost: %.200r" % (number, finished, cell)
            assert cell["metadata"]["papermill"]["status"] == "completed", cell["metadata"]
            assert cell["execution_count"] == number + 1

    def check_next_run(self):
        self.finished.unlink(missing_ok=True)
        again = self.place.run("in.ipynb", "out.ipynb")
        assert again.returncode == 0, again.stderr
        assert self.count() == CELLS
        assert all(text(cell) for cell in read(self.output)["cells"])
        assert not self.place.hidden(), self.place.hidden()


class Crashes(unittest.TestCase):
    def test_no_finished_cell_is_lost_and_no_process_left_wherever_the_program_is_killed(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="nightjar-crash-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        killed, failures, number = 0, [], 0

        def one(number):
            seed = "%d-%d" % (SEED, number)
            crash = Crash(folder / str(number), seed, "python3" if number < OF_REAL_KERNELS else "tiny")
            try:
                return crash.happen()
            except Exception as error:  # a dead thread would hide which moment it was
                return "NIGHTJAR_CRASH_SEED=%d, moment %d: %s: %s" % (SEED, number, type(error).__name__, error)
            finally:
                shutil.rmtree(crash.place.folder, ignore_errors=True)

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
            while killed < CRASHES and not failures and number < 3 * CRASHES:
                batch = range(number, number + CRASHES - killed)
                number = batch.stop
                results = list(threads.map(one, batch))
                killed += results.count(True)
                failures += [result for result in results if isinstance(result, str)]
        self.assertEqual(failures, [])
        self.assertGreaterEqual(killed, CRASHES)


if __name__ == "__main__":
    unittest.main()
