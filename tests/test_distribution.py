"""What `mvn -Pdist deploy` made: the archives, used without Maven, and the library, used as a dependency."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
NAME = "nightjar-0.1.0"
ARCHIVES = PROJECT / "nightjar-app" / "target"
REPOSITORY = PROJECT / "target" / "repository"
PROGRAMS = ["bin/nightjar", "launcher/demo", "launcher/make-aot-cache"]

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>some.user</groupId>
  <artifactId>program</artifactId>
  <version>1</version>
  <repositories>
    <repository><id>nightjar</id><url>%s</url></repository>
  </repositories>
  <dependencies>
    <dependency><groupId>dev.nightjar</groupId><artifactId>nightjar-notebook</artifactId><version>0.1.0</version></dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.11.0</version></plugin>
    </plugins>
  </build>
</project>
"""

EXAMPLE = PROJECT / "examples" / "java"


def tools(folder):
    """A PATH with what the launcher may use, and neither a java nor a mvn."""
    folder.mkdir()
    for tool in "bash cat env find mkdir mv nice readlink rm sh sleep touch python3".split():
        found = shutil.which(tool, path="/usr/bin:/bin")
        (folder / tool).symlink_to(found)
    return str(folder)


class Unpacked(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="nightjar dist ")
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name).resolve()
        with tarfile.open(ARCHIVES / (NAME + ".tar.gz")) as archive:
            archive.extractall(cls.root)
        cls.home = cls.root / NAME
        cls.link = cls.root / "nightjar"
        cls.link.symlink_to(cls.home / "bin" / "nightjar")
        cls.path = tools(cls.root / "tools")

    def nightjar(self, *words, **environment):
        ended = subprocess.run(
            [str(self.link), *words],
            cwd="/",
            env={**os.environ, "PATH": self.path, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ended.returncode, ended.stdout, ended.stderr

    def test_answers_at_the_first_start_and_from_its_cache(self):
        first = self.nightjar("--version")
        self.assertEqual((first[0], first[2]), (0, ""))
        self.assertIn("0.1.0", first[1])
        code, out, err = self.nightjar("aot-cache")
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.rstrip().endswith(".aot"), out)
        self.assertEqual(self.nightjar("--version"), first)

    def test_says_nothing_of_a_cache_that_does_not_fit(self):
        expected = self.nightjar("--version")
        self.nightjar("aot-cache")
        (cache,) = self.home.glob("lib/nightjar-2*.aot")
        whole = cache.read_bytes()
        for broken in (b"garbage", whole[: len(whole) // 2], b"\0" * len(whole)):
            with self.subTest(size=len(broken)):
                cache.write_bytes(broken)
                self.assertEqual(self.nightjar("--version"), expected)
        cache.write_bytes(whole)
        jar = self.home / "lib" / (NAME.replace("nightjar", "nightjar-app") + ".jar")
        before, times = jar.read_bytes(), jar.stat()
        try:
            with zipfile.ZipFile(jar, "a") as archive:
                archive.writestr("another", "entry")
            os.utime(jar, ns=(times.st_atime_ns, times.st_mtime_ns))
            self.assertEqual(self.nightjar("--version"), expected)
        finally:
            jar.write_bytes(before)
            os.utime(jar, ns=(times.st_atime_ns, times.st_mtime_ns))

    def test_runs_a_notebook(self):
        output = self.root / "out put.ipynb"
        code, _, err = self.nightjar(
            "run", str(self.home / "launcher" / "training.ipynb"), str(output),
            "-p", "day", "2026-02-03",
        )
        self.assertEqual(code, 0, err)
        cells = json.loads(output.read_text())["cells"]
        printed = "".join(
            text for cell in cells for out in cell.get("outputs", ()) for text in out.get("text", ())
        )
        self.assertIn("2026-02-03 2", printed)

    def test_the_demo_writes_a_notebook_and_a_page(self):
        ended = subprocess.run(
            [str(self.link), "demo", "2019-11-07"],
            cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        )
        self.assertEqual(ended.returncode, 0, ended.stderr)
        path = self.root / "nightjar-demo" / "bikeshare-2019-11-07.ipynb"
        self.assertIn(str(path), ended.stdout)
        self.assertIn("image/png", path.read_text())
        page = path.with_suffix(".html")
        self.assertIn(str(page), ended.stdout)
        self.assertIn("<html", page.read_text())


class Archives(unittest.TestCase):
    def test_hold_the_same_files_and_know_which_are_programs(self):
        with tarfile.open(ARCHIVES / (NAME + ".tar.gz")) as archive:
            in_tar = {m.name: m.mode & 0o111 for m in archive.getmembers() if m.isfile()}
        with zipfile.ZipFile(ARCHIVES / (NAME + ".zip")) as archive:
            in_zip = {m.filename: m.external_attr >> 16 & 0o111 for m in archive.infolist() if not m.is_dir()}
        self.assertEqual(in_zip, in_tar)
        programs = sorted(name for name, mode in in_tar.items() if mode)
        self.assertEqual(programs, ["%s/%s" % (NAME, program) for program in PROGRAMS])

    def test_name_in_the_notice_every_jar_that_is_not_ours(self):
        with tarfile.open(ARCHIVES / (NAME + ".tar.gz")) as archive:
            notice = archive.extractfile(NAME + "/NOTICE").read().decode()
            jars = [pathlib.PurePath(name).name for name in archive.getnames() if name.endswith(".jar")]
        self.assertGreater(len(jars), 5)
        families = tuple(re.findall(r"([\w.-]+)\*", notice))
        for jar in jars:
            if jar.startswith("nightjar-"):
                continue
            artifact = jar[: jar.rindex("-")]
            with self.subTest(jar):
                self.assertTrue(artifact in notice or artifact.startswith(families))


class Library(unittest.TestCase):
    def test_comes_with_sources_and_javadoc(self):
        folder = REPOSITORY / "dev" / "nightjar" / "nightjar-notebook" / "0.1.0"
        for classifier, entry in (
            ("", "dev/nightjar/notebook/Notebook.class"),
            ("-sources", "dev/nightjar/notebook/Notebook.java"),
            ("-javadoc", "dev/nightjar/notebook/Notebook.html"),
        ):
            with self.subTest(classifier), zipfile.ZipFile(
                folder / ("nightjar-notebook-0.1.0%s.jar" % classifier)
            ) as jar:
                self.assertIn(entry, jar.namelist())
                self.assertIn("META-INF/LICENSE", jar.namelist() if not classifier else ["META-INF/LICENSE"])

    def test_can_be_used_as_a_dependency(self):
        with tempfile.TemporaryDirectory(prefix="nightjar-user-") as folder:
            folder = pathlib.Path(folder)
            (folder / "pom.xml").write_text(POM % REPOSITORY.as_uri())
            resolved = subprocess.run(
                ["mvn", "-B", "-q", "-ntp", "-Dmaven.repo.local=%s" % self.local_repository(folder),
                 "dependency:build-classpath", "-Dmdep.outputFile=classpath"],
                cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            )
            self.assertEqual(resolved.returncode, 0, resolved.stdout + resolved.stderr)
            classpath = (folder / "classpath").read_text().strip()
            self.assertIn(str(folder), classpath)
            tool = os.path.join(os.environ["JAVA_HOME"], "bin", "")
            output = folder / "out.ipynb"
            printed = subprocess.run(
                [tool + "java", "-cp", classpath, str(EXAMPLE / "RunNotebook.java"), str(EXAMPLE / "double.ipynb"), str(output)],
                cwd=folder, check=True, capture_output=True, text=True, timeout=120,
            )
            self.assertIn("parameter x = 1", printed.stdout)
            self.assertIn("cell 3: 40\n", printed.stdout)
            self.assertTrue(printed.stdout.endswith("completed\n"), printed.stdout)
            self.assertIn("40", output.read_text())
            self.assertIn("<html", output.with_name("out.ipynb.html").read_text())

    @staticmethod
    def local_repository(folder):
        """The machine's own, but for our artifacts: what others made is not fetched again."""
        mine = folder / "local"
        theirs = pathlib.Path.home() / ".m2" / "repository"
        (mine / "dev").mkdir(parents=True)
        for group in theirs.iterdir():
            if group.name != "dev":
                (mine / group.name).symlink_to(group)
        return mine


if __name__ == "__main__":
    unittest.main()
