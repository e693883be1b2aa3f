"""Where the output goes: odd files, full disks, folders that vanish. The notebook is whole or the message is clear."""

import os
import pathlib
import stat
import subprocess
import threading
import unittest

from tests.program import PATIENCE, ProgramTest, read, text

STEPS = "import os, time\nopen('there', 'w').close()\nwhile not os.path.exists('go'): time.sleep(0.01)"


class OutputTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.place.notebook("print('first')", "print('second')")
        self.out = self.work / "out.ipynb"

    def assert_done(self, run, path=None):
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual([text(cell) for cell in read(path or self.out)["cells"]], ["first\n", "second\n"])
        self.assert_nothing_left()

    def assert_says(self, run, message):
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertNotIn("\tat ", run.stderr)
        self.assertRegex(run.stderr.splitlines()[-1], "^nightjar: .*" + message)
        self.assertEqual(self.place.left_after(3), [])


class Outputs(OutputTest):
    def test_a_link_is_followed_and_stays(self):
        (self.work / "elsewhere").mkdir()
        target = self.work / "elsewhere" / "target.ipynb"
        for exists in (False, True):
            with self.subTest(exists=exists):
                self.out.unlink(missing_ok=True)
                self.out.symlink_to("elsewhere/target.ipynb")
                self.assert_done(self.place.run("in.ipynb", "out.ipynb"), target)
                self.assertTrue(self.out.is_symlink())
                self.assertEqual([path.name for path in target.parent.iterdir()], ["target.ipynb"])

    def test_permissions_are_kept(self):
        for mode in (0o600, 0o640, 0o664):
            self.out.touch()
            self.out.chmod(mode)
            self.assert_done(self.place.run("in.ipynb", "out.ipynb"))
            self.assertEqual(stat.S_IMODE(self.out.stat().st_mode), mode)

    def test_a_new_file_has_the_permissions_that_the_user_gives_to_files(self):
        self.assert_done(self.place.run("in.ipynb", "out.ipynb", umask=0o027))
        self.assertEqual(stat.S_IMODE(self.out.stat().st_mode), 0o640)

    def test_the_input_can_be_the_output(self):
        self.assert_done(self.place.run("in.ipynb", "in.ipynb"), self.work / "in.ipynb")
        self.assert_done(self.place.run("in.ipynb", "in.ipynb"), self.work / "in.ipynb")

    def test_a_pipe_is_written_once(self):
        os.mkfifo(self.out)
        got = []
        reader = threading.Thread(target=lambda: got.append(self.out.read_bytes()))
        reader.start()
        run = self.place.run("in.ipynb", "out.ipynb", "--no-request-save-on-cell-execute")
        reader.join(PATIENCE)
        (self.work / "copy.ipynb").write_bytes(got[0])
        self.assert_done(run, self.work / "copy.ipynb")
        self.assertTrue(stat.S_ISFIFO(self.out.stat().st_mode))

    def test_standard_output_gets_the_notebook_alone(self):
        for words in (["-"], ["/dev/stdout", "--no-request-save-on-cell-execute"], []):
            with self.subTest(words):
                run = self.place.run("in.ipynb", *words)
                (self.work / "copy.ipynb").write_text(run.stdout)
                self.assert_done(run, self.work / "copy.ipynb")

    def test_nowhere_is_a_place(self):
        self.assertEqual(self.place.run("in.ipynb", "/dev/null").returncode, 0)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
        self.assert_nothing_left()

    def test_a_folder_that_is_not_there_is_reported_before_anything_runs(self):
        self.place.notebook("open('ran', 'w').close()")
        self.assert_says(self.place.run("in.ipynb", "none/out.ipynb"), "The output folder .*none doesn't exist")
        self.assertFalse((self.work / "ran").exists())

    def test_a_folder_as_output_is_reported(self):
        (self.work / "folder").mkdir()
        self.assert_says(self.place.run("in.ipynb", "folder"), "is a directory")

    def test_a_folder_that_is_removed_on_the_way_is_reported(self):
        self.place.notebook("print('first')", STEPS, "print('never')")
        folder = self.work / "folder"
        folder.mkdir()
        with self.place.start("in.ipynb", "folder/out.ipynb") as run:
            self.place.exists("there")
            subprocess.run(["rm", "-rf", folder], check=True)
            (self.work / "go").touch()
            out, err = run.communicate(timeout=PATIENCE)
        self.assert_says(subprocess.CompletedProcess([], run.returncode, out, err), "folder")

    def test_a_run_after_a_killed_one_forgets_its_journal(self):
        (self.work / ".out.ipynb.nightjar-journal").write_text("\n  {\n   \"id\": \"cell-0\"\n  },\n  {\"hal")
        (self.work / ".out.ipynb.nightjar-tmp").write_text("{")
        self.assert_done(self.place.run("in.ipynb", "out.ipynb"))


@unittest.skipUnless(os.getuid() == 0, "needs root, to mount a small disk and to be somebody else")
class RootsOutputs(OutputTest):
    def mount(self, size):
        disk = self.work / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk], capture_output=True)
        if mounted.returncode:
            self.skipTest("mounts are not allowed here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        return disk

    def test_a_full_disk_is_reported_and_leaves_the_last_whole_notebook(self):
        disk = self.mount("400k")
        self.place.notebook("print('first')", *["print('x' * 60_000)"] * 9)
        run = self.place.run("in.ipynb", "disk/out.ipynb")
        self.assert_says(run, "(No space left|disk full)")
        cells = read(disk / "out.ipynb")["cells"]
        self.assertEqual(text(cells[0]), "first\n")
        self.assertEqual([path.name for path in disk.iterdir() if path.name.endswith("-tmp")], [])

    def test_a_device_that_is_full_is_reported(self):
        self.assert_says(self.place.run("in.ipynb", "/dev/full"), "(No space left|disk full)")

    def test_in_a_folder_that_cannot_be_written_a_file_that_can_is_written_in_place(self):
        folder = self.work / "folder"
        folder.mkdir()
        out = folder / "out.ipynb"
        out.touch()
        out.chmod(0o666)
        folder.chmod(0o555)
        for path in (self.place.folder.parent, self.place.folder, self.work):
            path.chmod(0o755)
        self.place.runtime.mkdir()
        os.chown(self.place.runtime, 65534, 65534)
        run = self.place.run("in.ipynb", "folder/out.ipynb", user=65534)
        self.assert_done(run, out)
        self.assertEqual([path.name for path in folder.iterdir()], ["out.ipynb"])


if __name__ == "__main__":
    unittest.main()
