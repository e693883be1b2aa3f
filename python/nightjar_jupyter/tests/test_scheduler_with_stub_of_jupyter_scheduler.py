"""nightjar_jupyter.scheduler, with a stub in the place of jupyter_scheduler, on a real Nightjar server."""

import asyncio
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "stub"))

from jupyter_scheduler.exceptions import IdempotencyTokenError, InputUriError, SchedulerError  # noqa: E402
from jupyter_scheduler.models import Model  # noqa: E402
from nightjar_jupyter.scheduler import Environments, JobFiles, Scheduler  # noqa: E402
from traitlets.config import Config  # noqa: E402

COMMAND = os.environ.get("NIGHTJAR_COMMAND")
NOTEBOOK = (
    '{"cells": [{"cell_type": "code", "id": "a", "execution_count": null, "metadata": {"tags": ["parameters"]},'
    ' "outputs": [], "source": "x = 1"}, {"cell_type": "code", "id": "b", "execution_count": null, "metadata": {},'
    ' "outputs": [], "source": "print(x * 2)"}], "metadata": {"kernelspec": {"name": "python3", "display_name": "P",'
    ' "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}'
)


@unittest.skipUnless(COMMAND, "needs a Nightjar server: set NIGHTJAR_COMMAND")
class SchedulerWithStub(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name) / "jupyter"
        cls.root.mkdir()
        (cls.root / "n.ipynb").write_text(NOTEBOOK)
        elsewhere = pathlib.Path(folder.name) / "elsewhere"
        elsewhere.mkdir()
        server = subprocess.Popen(
            [*shlex.split(COMMAND), "server", "--port", "0", "--root", str(elsewhere)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
        )
        cls.addClassCleanup(server.stdout.close)
        cls.addClassCleanup(server.wait, 60)
        cls.addClassCleanup(server.terminate)
        address = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
        cls.config = Config({"NightjarServer": {"url": address}})
        cls.scheduler = Scheduler(str(cls.root), None, db_url="sqlite://", config=cls.config)

    def job(self, **more):
        return self.scheduler.create_job(
            Model(name="j", input_uri="n.ipynb", runtime_environment_name="python3", output_formats=["ipynb"], **more)
        )

    def ended(self, job_id):
        end = time.monotonic() + 120
        while time.monotonic() < end:
            job = self.scheduler.get_job(job_id)
            if job.status in ("COMPLETED", "FAILED", "STOPPED"):
                return job
            time.sleep(0.1)
        raise AssertionError(f"job {job_id} does not end")

    def test_a_job_runs_and_its_files_come_back(self):
        job_id = self.job(parameters={"x": "21"})
        self.assertEqual(self.ended(job_id).status, "COMPLETED")
        asyncio.run(JobFiles(self.scheduler).copy_from_staging(job_id, redownload="true"))
        job = self.scheduler.get_job(job_id)
        self.assertTrue(job.downloaded)
        self.assertIn("42", (self.root / job.job_files[0]["file_path"]).read_text())
        self.scheduler.delete_job(job_id)
        with self.assertRaises(SchedulerError):
            self.scheduler.get_job(job_id)

    def test_what_is_wrong_is_raised_as_jupyter_scheduler_does(self):
        with self.assertRaisesRegex(InputUriError, "nope.ipynb"):
            self.scheduler.create_job(Model(name="j", input_uri="nope.ipynb", runtime_environment_name="python3"))
        self.job(idempotency_token="once")
        with self.assertRaisesRegex(IdempotencyTokenError, "once"):
            self.job(idempotency_token="once")

    def test_a_definition_is_made_paused_resumed_and_run(self):
        definition = self.scheduler.create_job_definition(
            Model(name="d", input_uri="n.ipynb", runtime_environment_name="python3", schedule="0 6 * * *", timezone="UTC")
        )
        self.scheduler.update_job_definition(definition, Model(active=False))
        self.assertFalse(self.scheduler.get_job_definition(definition).active)
        job_id = self.scheduler.create_job_from_definition(definition, Model(parameters={"x": "2"}))
        self.assertEqual(self.ended(job_id).job_definition_id, definition)
        listed = self.scheduler.list_job_definitions(
            Model(name="d", sort_by=[{"name": "name", "direction": "asc"}], max_items=10)
        )
        self.assertEqual([one.name for one in listed.job_definitions], ["d"])
        jobs = self.scheduler.list_jobs(Model(job_definition_id=definition, max_items=10))
        self.assertEqual(jobs.total_count, 1)
        self.scheduler.delete_job_definition(definition)

    def test_environments_are_the_servers(self):
        environments = Environments(config=self.config)
        self.assertIn("python3", [one.name for one in environments.list_environments()])
        self.assertEqual(environments.output_formats_mapping()["ipynb"], "Notebook")

    def test_a_server_that_is_not_there_is_told_in_one_line(self):
        away = Scheduler(str(self.root), None, config=Config({"NightjarServer": {"url": "http://127.0.0.1:9"}}))
        with self.assertRaisesRegex(SchedulerError, r"^The Nightjar server at http://127.0.0.1:9 does not answer: .*$"):
            away.count_jobs(Model(status="IN_PROGRESS"))


if __name__ == "__main__":
    unittest.main()
