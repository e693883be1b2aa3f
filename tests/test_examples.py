"""The workflows of examples/, on a real server with real kernels, as their READMEs tell."""

import contextlib
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.request

import nbformat

from tests import servers
from tests.program import COMMAND, PROJECT

PATIENCE = 120


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.root = self.folder / "root"
        self.root.mkdir()

    def copy(self, name):
        """The files of an example, where its notebooks may write."""
        self.example = self.folder / name
        shutil.copytree(PROJECT / "examples" / name, self.example)

    def start(self):
        self.address = self.stack.enter_context(servers.nightjar(self.root, "--workflows", self.example))

    def get(self, path):
        with urllib.request.urlopen(self.address + "/api" + path, timeout=PATIENCE) as answer:
            return json.load(answer)

    def command(self, *words):
        """What a command prints."""
        done = subprocess.run(
            [*COMMAND, *words], check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "NIGHTJAR_SERVER": self.address}, timeout=PATIENCE)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def until(self, found):
        """What is found, once it is something."""
        end = time.monotonic() + PATIENCE
        while not (one := found()):
            self.assertLess(time.monotonic(), end, self.get("/import-errors"))
            time.sleep(0.1)
        return one

    def runs(self, workflow, *states):
        found = self.get(f"/runs?workflow={workflow}&limit=100")["items"]
        return [run for run in found if not states or run["state"] in states]

    def until_read(self, workflow):
        self.until(lambda: any(one["key"] == workflow for one in self.get("/workflows")["items"]))

    def tasks(self, run):
        return {task["name"]: task for task in self.get("/runs/" + run)["tasks"]}

    def trigger(self, workflow, *words):
        """A run that somebody asks for, to its end; its tasks."""
        run = self.command("workflows", "trigger", workflow, "--wait", *words).split()[0]
        return self.tasks(run)

    def shown(self, run, task, source):
        """What the cell with this source showed, as text."""
        notebook, = pathlib.Path(f"{self.root}-data").glob(f"artifacts/runs/*/{run}/{task}/1/outputs/*.ipynb")
        cell, = [cell for cell in nbformat.read(notebook, 4).cells if cell.source == source]
        return cell.outputs[0].data["text/plain"]

    def check_gantner(self, workflow):
        """The only run of it, when that has ended: what its notebooks found, and that they did so at the same time."""
        run, = self.until(lambda: self.runs(workflow, "SUCCESS", "FAILED"))
        tasks = self.tasks(run["id"])
        self.assertEqual({"SUCCESS"}, {task["state"] for task in tasks.values()}, tasks)
        self.assertEqual({"samples": 96, "hottest": 28.0}, tasks["statistics"]["values"])
        times = [datetime.datetime.fromisoformat(tasks[name][when]) for when in ("started_at", "ended_at")
                 for name in ("statistics", "plot")]
        self.assertLess(max(times[:2]), min(times[2:]), "not at the same time")
        return run, tasks

    def test_gantner_runs_two_notebooks_when_a_file_arrives_and_each_night(self):
        self.copy("gantner")
        self.start()
        self.until_read("gantner")
        night = self.until(lambda: self.runs("gantner_daily"))[0]
        self.assertEqual("schedule", night["trigger"])
        self.until(lambda: self.tasks(night["id"])["arrived"]["started_at"])
        self.assertIsNone(self.tasks(night["id"])["plot"]["started_at"])
        (self.example / "in").mkdir()
        shutil.copy(self.example / "measured.csv", self.example / "in" / "2026-11-01.csv")
        run, tasks = self.check_gantner("gantner")
        self.assertEqual("event", run["trigger"])
        self.assertEqual("96 samples", tasks["archive"]["values"]["return_value"])
        self.assertTrue((self.example / "done" / "2026-11-01.csv").exists())

        (self.example / "daily").mkdir()
        shutil.copy(self.example / "measured.csv", self.example / "daily" / f"{night['logical_time'][:10]}.csv")
        self.check_gantner("gantner_daily")

    def test_bikeshare_reports_on_each_date_of_the_past(self):
        self.copy("bikeshare")
        file = self.example / "by_date.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("end: 2019-11-30", "end: 2019-11-03"), encoding="utf-8")
        self.start()
        self.until_read("bikeshare_by_date")
        self.until(lambda: len(self.runs("bikeshare_by_date", "SUCCESS", "FAILED")) == 3)
        runs = self.runs("bikeshare_by_date")
        self.assertEqual(["2019-11-01", "2019-11-02", "2019-11-03"], sorted(run["logical_time"][:10] for run in runs))
        for run in runs:
            self.assertEqual("SUCCESS", run["state"], run)
            self.assertIn(run["logical_time"][:10], self.shown(run["id"], "report", "filter_df.head()"))

    def test_a_grid_finds_the_best_point(self):
        self.copy("grid")
        self.start()
        self.until_read("grid")
        tasks = self.trigger("grid")
        errors = tasks["fit"]["values"]["error"]
        best = tasks["fit"]["values"]["best"]
        self.assertEqual(8, len(errors))
        self.assertEqual(min(errors), tasks["fit"]["values"]["best_error"])
        self.assertEqual(errors.index(min(errors)), best["point"])
        degree = best["parameters"]["degree"]
        self.assertEqual(
            f"degree {degree} is off by {round(min(errors), 3)}", tasks["tell"]["values"]["return_value"])
        again = self.trigger("grid", "-y", "degrees: [2, 4]")
        self.assertEqual(4, len(again["fit"]["values"]["error"]))

    def test_training_skips_what_is_done(self):
        self.copy("training")
        self.start()
        self.until_read("training")
        self.until(lambda: self.runs("training", "SUCCESS", "FAILED"))
        first = self.runs("training")[0]["id"]
        self.assertEqual([None, None], self.reused(self.tasks(first)))
        self.assertEqual([first, first], self.reused(self.trigger("training")))
        flat = self.trigger("training", "-p", "penalty", "50")
        self.assertEqual([None, None], self.reused(flat))
        self.assertLess(flat["train"]["values"]["slope"], self.tasks(first)["train"]["values"]["slope"])
        back = self.trigger("training")
        self.assertEqual([first, first], self.reused(back))
        self.assertEqual(self.tasks(first)["test"]["values"], back["test"]["values"])
        samples = self.example / "samples.csv"
        samples.write_text(samples.read_text(encoding="utf-8") + "10.0,\n", encoding="utf-8")
        self.assertEqual([first, first], self.reused(self.trigger("training")), "no complete row is new")
        samples.write_text(samples.read_text(encoding="utf-8") + "10.25,21.5\n", encoding="utf-8")
        self.assertEqual([None, None], self.reused(self.trigger("training")))
        self.assertEqual([None, None], self.reused(self.trigger("training", "--no-reuse")))

    def reused(self, tasks):
        self.assertIsNone(tasks["clean"]["reused_from"])
        return [tasks["train"]["reused_from"], tasks["test"]["reused_from"]]


if __name__ == "__main__":
    unittest.main()
