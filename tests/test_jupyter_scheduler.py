"""What jupyter_scheduler answers, Nightjar answers: on SQLite, on PostgreSQL, and through a Jupyter server whose
files Nightjar does not see. The three run side by side, since most of the time they wait for jobs."""

import contextlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tests import servers

CHECKER = pathlib.Path(__file__).resolve().parent / "jupyter_scheduler" / "schedcheck.py"
PATIENCE = 900
ALL = 217
WITHOUT_SCHEDULES = 209


class JupyterScheduler(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        folder = pathlib.Path(cls.stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        roots = {name: folder / name for name in ("sqlite", "postgresql", "elsewhere", "jupyter")}
        for root in roots.values():
            root.mkdir()
        database = cls.stack.enter_context(servers.postgresql(folder / "database"))
        sqlite = cls.stack.enter_context(servers.nightjar(roots["sqlite"]))
        shared = cls.stack.enter_context(servers.nightjar(roots["postgresql"], "--db", database))
        elsewhere = cls.stack.enter_context(servers.nightjar(roots["elsewhere"]))
        jupyter, token = cls.stack.enter_context(servers.jupyter(roots["jupyter"], elsewhere))
        cls.checks = {
            "sqlite": cls.start(folder / "sqlite.out", sqlite, "--root", roots["sqlite"]),
            "postgresql": cls.start(folder / "postgresql.out", shared, "--root", roots["postgresql"], "--no-cron"),
            "jupyter": cls.start(
                folder / "jupyter.out", jupyter, "--token", token, "--root", roots["jupyter"], "--no-cron"
            ),
        }

    @classmethod
    def start(cls, log, *arguments):
        with open(log, "w", encoding="utf-8") as opened:
            child = subprocess.Popen([sys.executable, CHECKER, *map(str, arguments)], stdout=opened, stderr=opened)
        cls.stack.callback(child.kill)
        return child, log

    def assert_passes(self, name, total):
        child, log = self.checks[name]
        child.wait(PATIENCE)
        lines = log.read_text(encoding="utf-8").splitlines()
        self.assertEqual([line for line in lines if not line.startswith("PASS")], [f"{total} passed, 0 failed"])

    def test_on_sqlite_with_schedules_that_fire(self):
        self.assert_passes("sqlite", ALL)

    def test_on_postgresql(self):
        self.assert_passes("postgresql", WITHOUT_SCHEDULES)

    def test_through_a_jupyter_server_elsewhere(self):
        self.assert_passes("jupyter", WITHOUT_SCHEDULES)


if __name__ == "__main__":
    unittest.main()
