"""`nightjar kernels warm`: runs take their kernels from a fork server, and know nothing of each other."""

import json
import subprocess
import unittest

from tests.program import COMMAND, PATIENCE, ProgramTest, text


class WarmKernels(ProgramTest):
    def kernels(self, *words):
        ended = subprocess.run(
            [*COMMAND, "kernels", *words], cwd=self.work, env=self.place.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=PATIENCE,
        )
        return ended.returncode, ended.stdout, ended.stderr

    def setUp(self):
        super().setUp()
        self.place.kernelspec(
            "python", ["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        )
        self.place.notebook(
            "import os", "print('left' in dir(os), open('/proc/self/cmdline').read())", "os.left = 1", kernel="python"
        )

    def is_warm(self):
        """Whether a run's kernel came from a fork server; it never knows what the run before left."""
        ended = self.place.run("in.ipynb", "out.ipynb")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        printed = text(json.loads((self.work / "out.ipynb").read_text())["cells"][1])
        self.assertTrue(printed.startswith("False"), printed)
        return "nightjar_forkserver" in printed

    def test_are_used_by_runs_until_they_are_stopped(self):
        code, out, err = self.kernels("warm", "-k", "python")
        self.assertEqual(code, 0, err)
        self.assertIn("/usr/bin/python3 are warm", out)
        self.assertTrue(self.is_warm())
        self.assertTrue(self.is_warm())
        self.assertIn("already", self.kernels("warm", "-k", "python")[1])
        self.assertEqual(self.kernels("stop")[0], 0)
        self.assertEqual(self.place.left_after(3), [])
        self.assertFalse(self.is_warm())
        self.assertIn("No kernels are kept warm", self.kernels("stop")[1])

    def test_are_each_specs_own_if_its_command_has_other_options(self):
        self.place.kernelspec(
            "optimised", ["/usr/bin/python3", "-O", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        )
        self.assertEqual(self.kernels("warm", "-k", "python")[0], 0)
        self.assertNotIn("already", self.kernels("warm", "-k", "optimised")[1])
        self.assertIn("already", self.kernels("warm", "-k", "optimised")[1])
        self.place.notebook("print(__debug__)", kernel="optimised")
        self.assertEqual(self.place.run("in.ipynb", "out.ipynb").returncode, 0)
        self.assertEqual(text(json.loads((self.work / "out.ipynb").read_text())["cells"][0]), "False\n")
        self.kernels("stop")

    def test_say_why_they_can_not_be(self):
        self.assertIn("not an ipykernel", self.kernels("warm", "-k", "tiny")[2])
        code, _, err = self.kernels("warm", "-k", "python", "--preload", "no_such_module")
        self.assertEqual(code, 1)
        self.assertIn("no_such_module", err)


if __name__ == "__main__":
    unittest.main()
