"""The DAG files of others on a Nightjar server: DAGs, tasks, runs, rendered fields and XComs as Airflow 2.9.3 has them."""

import contextlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tests import servers
from tests.program import PROJECT

CHECKER = PROJECT / "tests" / "airflow" / "dagcheck.py"
CASES = PROJECT / "python" / "airflow_shim" / "tests" / "cases"
PATIENCE = 900
ALL = 39


class AirflowDagsTest(unittest.TestCase):
    @staticmethod
    def start(stack, folder, cases):
        root, workflows = folder / "root", folder / "workflows"
        root.mkdir(parents=True)
        workflows.mkdir()
        address = stack.enter_context(
            servers.nightjar(root, "--workflows", workflows, environment={"NIGHTJAR_AIRFLOW_PYTHON": sys.executable}))
        return stack.enter_context(
            subprocess.Popen(
                [sys.executable, CHECKER, address, workflows, CASES, "--only", cases, "--timeout", "300"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))

    def test_all_are_as_in_airflow(self):
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            # a server for those of 1.10 and one for the others, which have the same names
            checks = [self.start(stack, folder / name, some) for name, some in (("old", "^af1"), ("new", "^(?!af1)"))]
            passed = 0
            for check in checks:
                lines = check.communicate(timeout=PATIENCE)[0].splitlines()
                self.assertEqual([line for line in lines[:-1] if not line.startswith("PASS")], [])
                self.assertTrue(lines[-1].endswith(" passed, 0 failed"), lines[-1])
                passed += int(lines[-1].split()[0])
            self.assertEqual(passed, ALL)


if __name__ == "__main__":
    unittest.main()
