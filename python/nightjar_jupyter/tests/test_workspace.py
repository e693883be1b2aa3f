"""What leaves the Jupyter server's folder, and what comes into it."""

import base64
import os
import pathlib
import tempfile
import unittest

from nightjar_jupyter.server import Answer
from nightjar_jupyter.workspace import InputError, Workspace

JOB = {"job_id": "a-b", "input_filename": "n.ipynb", "job_files": [{"file_format": "ipynb"}, {"file_format": "input"}]}


class Recorded:
    """A server that answers with what it is given."""

    def __init__(self, files):
        self.files = files

    def get(self, path):
        if path.endswith("/files"):
            return {"files": [{"name": name, "file_format": kind} for name, kind, _ in self.files]}
        return JOB

    def ask(self, method, path):
        name = path.split("/files/")[1]
        return Answer(200, "", next(content for known, _, content in self.files if known == name))


class WorkspaceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "root"
        (self.root / "sub" / ".git").mkdir(parents=True)
        (self.root / "sub" / "n.ipynb").write_text("{}")
        (self.root / "sub" / "data.csv").write_text("1,2")
        (self.root / "sub" / ".git" / "secret").write_text("no")
        (self.root.parent / "outside.ipynb").write_text("outside")
        (self.root.parent / "root-evil").mkdir()
        (self.root.parent / "root-evil" / "x.ipynb").write_text("evil")
        (self.root / "link.ipynb").symlink_to(self.root.parent / "outside.ipynb")

    def workspace(self, *files):
        return Workspace(self.root, Recorded(files))

    def test_a_notebook_goes_along_by_its_name(self):
        sent = self.workspace().with_files({"name": "j", "input_uri": "sub/n.ipynb"})
        self.assertEqual(sent["input_uri"], "n.ipynb")
        self.assertEqual(sent["input_files"], {"n.ipynb": base64.b64encode(b"{}").decode()})

    def test_a_packaged_folder_goes_along_without_what_is_hidden(self):
        sent = self.workspace().with_files({"input_uri": "sub/n.ipynb", "package_input_folder": True})
        self.assertEqual(sorted(sent["input_files"]), ["data.csv", "n.ipynb"])

    def test_nothing_outside_the_root_goes_along(self):
        for path in ("../outside.ipynb", "link.ipynb", "/etc/passwd", "../root-evil/x.ipynb", "sub", "", "sub/../../outside.ipynb"):
            with self.subTest(path):
                self.assertNotIn("input_files", self.workspace().with_files({"input_uri": path}))

    def test_what_is_too_large_is_refused_in_one_line(self):
        with open(self.root / "sub" / "large", "wb") as large:
            large.truncate(41 << 20)
        with self.assertRaisesRegex(InputError, "larger than 40 MiB"):
            self.workspace().with_files({"input_uri": "sub/n.ipynb", "package_input_folder": True})

    def test_outputs_come_into_the_folder_of_the_job(self):
        workspace = self.workspace(("out.ipynb", "ipynb", b"out"), ("n.ipynb", "input", b"in"))
        self.assertFalse(workspace.localised(JOB)["downloaded"])
        workspace.download("a-b")
        self.assertEqual((self.root / "jobs" / "n-a-b" / "out.ipynb").read_bytes(), b"out")
        job = workspace.localised(JOB)
        self.assertTrue(job["downloaded"])
        self.assertEqual([file["file_path"] for file in job["job_files"]], ["jobs/n-a-b/out.ipynb", "jobs/n-a-b/n.ipynb"])

    def test_what_is_there_is_replaced_only_on_demand(self):
        workspace = self.workspace(("out.ipynb", "ipynb", b"out"))
        workspace.download("a-b")
        file = self.root / "jobs" / "n-a-b" / "out.ipynb"
        file.write_text("edited")
        workspace.download("a-b")
        self.assertEqual(file.read_text(), "edited")
        workspace.download("a-b", again=True)
        self.assertEqual(file.read_text(), "out")

    def test_a_server_cannot_write_outside_the_root(self):
        with self.assertRaisesRegex(InputError, "not below"):
            self.workspace(("../../../evil", "ipynb", b"evil")).download("a-b")
        os.makedirs(self.root / "jobs")
        (self.root / "jobs" / "n-a-b").symlink_to(self.root.parent)
        with self.assertRaisesRegex(InputError, "not below"):
            self.workspace(("evil", "ipynb", b"evil")).download("a-b")
        self.assertFalse((self.root.parent / "evil").exists())
