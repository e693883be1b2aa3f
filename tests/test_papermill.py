"""What papermill did, case by case, and `nightjar run` beside it: see nightjar-app/src/test/resources/papermill/SOURCE.md."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tests.program import PROJECT

RECORDINGS = PROJECT / "nightjar-app" / "src" / "test" / "resources" / "papermill"
TRANSLATORS = PROJECT / "nightjar-app" / "src" / "test" / "resources" / "dev" / "nightjar" / "yaml" / "translators.json"
PARITY = pathlib.Path(__file__).parent / "papermill" / "parity.py"
COMMAND = ["--cmd", "'%s' run" % (PROJECT / "nightjar")]


def parity(*words):
    return subprocess.run([sys.executable, PARITY, *words], capture_output=True, text=True, check=False)


class Recorded(unittest.TestCase):
    """One test a case; all of them run, two at a time, before the first."""

    @classmethod
    def setUpClass(cls):
        cls.results = {}
        for folder in cls.folders:
            with tempfile.NamedTemporaryFile() as report:
                run = parity("check", *COMMAND, folder, "-j", "2", "--json", report.name)
                cls.results.update(json.loads(pathlib.Path(report.name).read_text() or "{}"))
            if not cls.results:
                raise AssertionError(run.stdout + run.stderr)

    folders = ()

    def compare(self, case):
        result = self.results[case]
        if not result["pass"]:
            where, expected, found = result["difference"]
            self.fail("at %s:\nexpected %.2000s\nfound    %.2000s" % (where, expected, found))


def with_a_test_for_each_case(*folders):
    def method(case):
        return lambda self: self.compare(case)

    def decorate(cls):
        cls.folders = folders
        for folder in folders:
            for case in json.loads((folder / "cases.json").read_text()):
                setattr(cls, "test_" + case["name"], method(case["name"]))
        return cls

    return decorate


@with_a_test_for_each_case(RECORDINGS, RECORDINGS / "corpus")
class Papermill(Recorded):
    pass


class Translators(unittest.TestCase):
    def test_values_are_injected_in_every_language_as_papermill_writes_them(self):
        run = parity("translators", *COMMAND, TRANSLATORS)
        self.assertEqual(run.returncode, 0, "\n".join(line for line in run.stdout.splitlines() if "PASS" not in line))


if __name__ == "__main__":
    unittest.main()
