"""The launcher, with a JDK and a Maven that only write down how they were called."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent

JAVA = """#!/bin/sh
for word; do
  case $word in
    -XX:AOTMode=record) echo record >>"$LOG"; sleep 0.3 ;;
    -XX:AOTMode=create) create=yes ;;
    -XX:AOTCache=*) cache=${word#*=} ;;
  esac
done
if [ "${create-}" ]; then
  [ -f "$HOME/no-aot" ] && exit 1
  echo made >"$cache"
  exit 0
fi
printf '%s\\n' "${0%/bin/java}" "$@"
"""

MAVEN = """#!/bin/sh
echo "mvn $JAVA_HOME" >>"$LOG"
[ -f broken ] && echo "this is broken" && exit 1
mkdir -p nightjar-app/target/lib
echo built >nightjar-app/target/lib/nightjar-app.jar
"""

TOOLS = "cat find mkdir mv nice readlink rm sh sleep touch".split()


class LauncherTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nightjar ")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        self.home = self.root / "home"
        self.home.mkdir()
        self.bin = self.root / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.log = self.root / "log"
        self.log.touch()

    def launch(self, program, *words, shell=(), **more):
        with self.start(program, *words, shell=shell, **more) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out.splitlines(), err

    def start(self, program, *words, shell=(), cwd=None, user=None, **environment):
        return subprocess.Popen(
            [*shell, str(program), *words],
            cwd=cwd,
            user=user,
            env={"HOME": str(self.home), "PATH": str(self.bin), "LOG": str(self.log), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def jdk(self, folder, version="25.0.3", tools=("java", "javac")):
        folder = self.root / folder
        (folder / "bin").mkdir(parents=True)
        for tool in tools:
            (folder / "bin" / tool).write_text(JAVA)
            (folder / "bin" / tool).chmod(0o755)
        (folder / "release").write_text(
            'IMPLEMENTOR="Nobody"\nJAVA_RUNTIME_VERSION="%s+9"\nJAVA_VERSION="%s"\nMODULES="java.base"\n'
            % (version, version)
        )
        return folder

    def install(self, folder):
        """The launcher in `folder`, searching for JDKs below self.root only."""
        folder.mkdir(parents=True)
        shutil.copytree(PROJECT / "launcher", folder / "launcher")
        search = folder / "launcher" / "find-jdk.sh"
        text = search.read_text()
        search.write_text(re.sub(r"(?<=\s)/(?=(usr|opt|Library)/)", '"%s"/' % self.root, text))
        return folder

    def distribution(self, folder="nightjar-0.1.0"):
        folder = self.install(self.root / folder)
        for name in ("bin", "lib"):
            (folder / name).mkdir()
        shutil.copy(PROJECT / "nightjar", folder / "bin")
        (folder / "lib" / "nightjar-a.jar").touch()
        (folder / "lib" / "b.jar").touch()
        return folder

    def checkout(self):
        folder = self.install(self.root / "checkout")
        shutil.copy(PROJECT / "nightjar", folder)
        (folder / "pom.xml").touch()
        source = folder / "nightjar-app" / "src" / "main" / "java" / "Main.java"
        source.parent.mkdir(parents=True)
        source.touch()
        (self.bin / "mvn").write_text(MAVEN)
        (self.bin / "mvn").chmod(0o755)
        return folder

    def logged(self):
        return self.log.read_text().splitlines()


class JdkSearch(LauncherTest):
    def found(self, **environment):
        code, out, err = self.launch(self.program, "x", **environment)
        return pathlib.Path(out[0]) if code == 0 else err

    def setUp(self):
        super().setUp()
        self.program = self.distribution() / "bin" / "nightjar"

    def test_takes_java_home_first(self):
        self.jdk("usr/lib/jvm/jdk-25")
        mine = self.jdk("my jdk", "26-ea")
        self.assertEqual(self.found(JAVA_HOME=str(mine)), mine)

    def test_passes_over_a_java_home_that_is_too_old(self):
        jdk = self.jdk("usr/lib/jvm/jdk-25")
        self.assertEqual(self.found(JAVA_HOME=str(self.jdk("old", "17.0.15"))), jdk)

    def test_follows_the_java_on_path_to_its_folder(self):
        jdk = self.jdk("elsewhere/jdk")
        (self.bin / "java").symlink_to(jdk / "bin" / "java")
        self.jdk("usr/lib/jvm/jdk-25")
        self.assertEqual(self.found(), jdk)

    def test_looks_into_the_usual_folders(self):
        for folder in (
            "usr/lib/jvm/temurin-25-jdk-amd64",
            "opt/jdk-25",
            "Library/Java/JavaVirtualMachines/25.jdk/Contents/Home",
            "home/.sdkman/candidates/java/25.0.3-tem",
            "home/.jdks/temurin-25",
        ):
            with self.subTest(folder):
                jdk = self.jdk(folder)
                self.assertEqual(self.found(), jdk)
                shutil.rmtree(jdk)

    def test_takes_none_that_is_too_old_from_them(self):
        self.jdk("usr/lib/jvm/java-17", "17.0.15")
        self.jdk("usr/lib/jvm/java-1.8", "1.8.0_402")
        jdk = self.jdk("usr/lib/jvm/zulu-25")
        self.assertEqual(self.found(), jdk)

    def test_reads_mavens_toolchains(self):
        jdk = self.jdk("tool chains/jdk")
        (self.home / ".m2").mkdir()
        (self.home / ".m2" / "toolchains.xml").write_text(
            "<toolchains><toolchain><configuration>\n  <jdkHome>%s</jdkHome>\n</configuration></toolchain></toolchains>"
            % jdk
        )
        self.assertEqual(self.found(), jdk)

    def test_says_on_one_line_what_to_do_when_there_is_none(self):
        self.jdk("usr/lib/jvm/java-17", "17.0.15")
        code, out, err = self.launch(self.program, "--version")
        self.assertEqual((code, out, err.count("\n")), (1, [], 1))
        self.assertRegex(err, r"needs Java 25 or newer, found Java 17\.0\.15 in .*java-17\. Install one")

    def test_is_content_with_a_runtime_where_nothing_is_to_be_built(self):
        jre = self.jdk("opt/jre", tools=["java"])
        self.assertEqual(self.found(), jre)


class Start(LauncherTest):
    def setUp(self):
        super().setUp()
        self.jdk("usr/lib/jvm/jdk-25")

    def test_hands_on_every_argument_as_it_is(self):
        words = ["run", "a b.ipynb", "", "*", "@file", "-p", "x", '"quoted" $HOME \\']
        code, out, err = self.launch(self.distribution() / "bin" / "nightjar", *words)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out[out.index("dev.nightjar.app.Main") + 1 :], words)

    def test_works_through_links_from_anywhere_and_in_every_shell(self):
        home = self.distribution("night jar")
        (self.root / "links").mkdir()
        (self.root / "links" / "second").symlink_to("../first")
        (self.root / "first").symlink_to(home / "bin" / "nightjar")
        for shell in filter(None, map(shutil.which, ("dash", "bash", "busybox"))):
            for cwd, program in (("/", self.root / "links" / "second"), (home, "bin/nightjar"), (home / "bin", "nightjar")):
                with self.subTest(shell=shell, program=program):
                    words = [shell, "sh"] if "busybox" in shell else [shell]
                    code, out, err = self.launch(program, "x", shell=words, cwd=cwd, CDPATH="/tmp")
                    self.assertEqual((code, err), (0, ""))
                    self.assertIn("-Dnightjar.home=%s" % home, out)
                    self.assertIn("%s/lib/nightjar-a.jar:%s/lib/b.jar" % (home, home), out)

    def test_leaves_the_choice_of_a_collector_to_the_user(self):
        program = self.distribution() / "bin" / "nightjar"
        self.assertIn("-XX:+UseSerialGC", self.launch(program)[1])
        self.assertNotIn("-XX:+UseSerialGC", self.launch(program, JDK_JAVA_OPTIONS="-XX:+UseZGC")[1])


class AotCache(LauncherTest):
    def setUp(self):
        super().setUp()
        self.jdk("usr/lib/jvm/jdk-25")
        self.dist = self.distribution()
        self.lib = self.dist / "lib"
        self.program = self.dist / "bin" / "nightjar"
        self.cache = self.lib / "nightjar-25.0.3+9.aot"
        self.server_cache = self.lib / "nightjar-server-25.0.3+9.aot"

    def cache_of_a_start(self, command="x", **more):
        code, out, err = self.launch(self.program, command, **more)
        self.assertEqual((code, err), (0, ""))
        return next((word.partition("=")[2] for word in out if word.startswith("-XX:AOTCache=")), None)

    def made(self, **more):
        """Waits for the one that a start is making."""
        return self.launch(self.program, "aot-cache", **more)

    def test_is_made_beside_the_first_start_and_used_by_the_next(self):
        self.assertIsNone(self.cache_of_a_start())
        self.assertEqual(self.made()[0], 0)
        self.assertEqual(self.cache_of_a_start(), str(self.cache))
        self.assertEqual(self.logged(), ["record", "record"])

    def test_of_a_server_is_another_one(self):
        self.assertIsNone(self.cache_of_a_start("server"))
        self.made()
        self.assertEqual([self.cache_of_a_start(command) for command in ("server", "worker", "jobs")],
                         [str(self.server_cache), str(self.server_cache), str(self.cache)])

    def test_is_made_once_by_starts_that_come_together(self):
        starts = [self.start(self.program, "x") for _ in range(8)]
        for start in starts:
            with start:
                start.communicate(timeout=60)
        self.made()
        self.assertEqual(self.logged(), ["record", "record"])
        self.assertEqual({file.name for file in self.lib.iterdir()},
                         {"nightjar-a.jar", "b.jar", self.cache.name, self.server_cache.name})

    def test_is_made_again_when_a_jar_is_newer(self):
        self.made()
        later = self.cache.stat().st_mtime + 10
        os.utime(self.lib / "b.jar", (later, later))
        self.assertIsNone(self.cache_of_a_start())
        self.made()
        self.assertEqual(self.cache_of_a_start(), str(self.cache))
        self.assertEqual(self.logged(), ["record"] * 4)

    def test_is_one_per_jdk(self):
        self.made()
        newer = self.jdk("newer", "26.0.1")
        self.assertIsNone(self.cache_of_a_start(JAVA_HOME=str(newer)))
        self.made(JAVA_HOME=str(newer))
        self.assertEqual(self.cache_of_a_start(JAVA_HOME=str(newer)), str(self.lib / "nightjar-26.0.1+9.aot"))

    def test_is_not_tried_again_where_none_can_be_made(self):
        (self.home / "no-aot").touch()
        code, out, err = self.made()
        self.assertEqual((code, out), (1, []))
        self.assertIn("can't make an AOT cache", err)
        self.assertIsNone(self.cache_of_a_start())
        self.made()
        self.assertEqual(self.logged(), ["record"])

    def test_does_not_wait_for_one_whose_maker_was_killed(self):
        making = self.lib / (self.cache.name + ".making")
        making.mkdir()
        os.utime(making, (0, 0))
        self.assertEqual(self.made()[0], 0)
        self.assertFalse(making.exists())

    @unittest.skipUnless(os.getuid() == 0, "needs root, to start as somebody else")
    def test_goes_to_the_users_folder_where_the_installation_is_not_his(self):
        self.root.chmod(0o755)
        for path in (self.home, self.log):
            os.chown(path, 65534, 65534)
        self.assertIsNone(self.cache_of_a_start(user=65534))
        self.assertEqual(self.made(user=65534)[0], 0)
        expected = "%s/.cache/nightjar%s" % (self.home, self.cache)
        self.assertEqual(self.cache_of_a_start(user=65534), expected)
        self.assertFalse(self.cache.exists())


class Checkout(LauncherTest):
    def setUp(self):
        super().setUp()
        self.jdk("opt/a-jre", tools=["java"])
        self.java_home = self.jdk("usr/lib/jvm/jdk-25")
        self.folder = self.checkout()
        self.program = self.folder / "nightjar"

    def builds(self):
        return [line for line in self.logged() if line.startswith("mvn")]

    def test_is_built_on_first_use_with_the_jdk(self):
        code, out, err = self.launch(self.program, "x")
        self.assertEqual((code, out[-1]), (0, "x"))
        self.assertIn("nightjar: building", err)
        self.assertEqual(self.builds(), ["mvn %s" % self.java_home])

    def test_is_not_built_again_without_a_change(self):
        self.launch(self.program, "x")
        code, out, err = self.launch(self.program, "x")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(len(self.builds()), 1)

    def test_is_built_again_after_an_edit_and_after_a_removal(self):
        source = self.folder / "nightjar-app" / "src" / "main" / "java" / "Main.java"
        self.launch(self.program, "x")
        source.write_text("edited")
        self.launch(self.program, "x")
        source.unlink()
        self.launch(self.program, "x")
        self.assertEqual(len(self.builds()), 3)

    def test_is_built_once_by_starts_that_come_together(self):
        starts = [self.start(self.program, "x") for _ in range(3)]
        for start in starts:
            with start:
                out, _ = start.communicate(timeout=60)
            self.assertEqual(out.splitlines()[-1], "x")
        self.assertEqual(len(self.builds()), 1)

    def test_that_cannot_be_built_says_why_and_starts_nothing(self):
        (self.folder / "broken").touch()
        code, out, err = self.launch(self.program, "x")
        self.assertEqual((code, out), (1, []))
        self.assertIn("this is broken", err)
        self.assertIn("the build failed", err)
        (self.folder / "broken").unlink()
        self.assertEqual(self.launch(self.program, "x")[0], 0)

    def test_without_maven_says_so_on_one_line(self):
        (self.bin / "mvn").unlink()
        code, out, err = self.launch(self.program, "x")
        self.assertEqual((code, out, err.count("\n")), (1, [], 1))
        self.assertIn("needs Maven", err)


if __name__ == "__main__":
    unittest.main()
