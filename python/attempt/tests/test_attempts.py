import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "nightjar_attempts.py"


class Forks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, python=sys.executable):
        server = subprocess.Popen([python, "-I", "-S", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        if not server.stdin.closed:
            server.stdin.close()
        server.wait(30)
        server.stdout.close()

    def ask(self, server, name, command):
        folder = self.folder / name
        folder.mkdir()
        order = {"version": 1, "host": "0123-4567", "task": name, "limits": {},
                 "shell": {"command": command, "whole_environment": True, "environment": {}, "skip_codes": []}}
        (folder / "order.json").write_text(json.dumps(order))
        server.stdin.write(json.dumps([str(folder)]).encode() + b"\n")
        server.stdin.flush()
        return folder

    def answer(self, server, word):
        said, _, rest = server.stdout.readline().decode().strip().partition(" ")
        self.assertEqual(word, said)
        return rest

    def test_an_attempt_is_a_process_in_a_session_of_its_own(self):
        server = self.serve()
        folder = self.ask(server, "a", "cut -d' ' -f6 /proc/$PPID/stat; ls /proc/$$/fd | wc -l; echo warned >&2")
        child = self.answer(server, "started")
        self.assertEqual(child, self.answer(server, "ended"))
        log = (folder / "log.txt").read_text().splitlines()
        self.assertEqual([child, "3", "warned"], log[2:5])
        self.assertEqual("succeeded", json.loads((folder / "outcome.json").read_text())["outcome"])

    def test_many_run_side_by_side(self):
        server = self.serve()
        folders = [self.ask(server, str(number), "echo %d" % number) for number in range(50)]
        said = [server.stdout.readline().split() for _ in range(100)]
        started, ended = ([line[1] for line in said if line[0] == word] for word in (b"started", b"ended"))
        self.assertEqual((50, set(started)), (len(ended), set(ended)))
        values = [json.loads((folder / "outcome.json").read_text())["values"][0]["value"] for folder in folders]
        self.assertEqual([str(number) for number in range(50)], values)

    def test_attempts_go_on_when_it_ends(self):
        gate = self.folder / "gate"
        os.mkfifo(gate)
        server = self.serve()
        folder = self.ask(server, "a", "read line <%s; echo $line" % gate)
        ended = os.pidfd_open(int(self.answer(server, "started")))
        self.addCleanup(os.close, ended)
        server.communicate(timeout=30)
        self.assertEqual(0, server.returncode)
        gate.write_text("opened\n")
        self.assertTrue(select.select([ended], [], [], 30)[0])
        self.assertEqual("opened", json.loads((folder / "outcome.json").read_text())["values"][0]["value"])

    def test_a_new_interpreter_is_told_of(self):
        python = self.folder / "python3"
        shutil.copy(os.path.realpath("/usr/bin/python3"), python)
        server = self.serve(str(python))
        self.ask(server, "a", "true")
        self.answer(server, "started")
        self.answer(server, "ended")
        os.utime(python, (1, 1))
        self.ask(server, "b", "true")
        self.answer(server, "again")
        self.assertEqual(0, server.wait(30))
        self.assertFalse((self.folder / "b" / "process").exists())


if __name__ == "__main__":
    unittest.main()
