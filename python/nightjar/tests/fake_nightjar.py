"""A program that stands in for nightjar: it does what the JSON file named by FAKE_NIGHTJAR says and
adds to that file how it was called."""

import json
import os
import pathlib
import signal
import sys

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
script = pathlib.Path(os.environ["FAKE_NIGHTJAR"])
play = json.loads(script.read_text())
arguments = sys.argv[1:]
call = {"arguments": arguments}
if "-" in arguments[-2:-1]:
    call["stdin"] = sys.stdin.read()
for argument in arguments:
    option, _, value = argument.partition("=")
    if option == "--parameters_file":
        call["parameters"] = pathlib.Path(value).read_text()
    elif option in ("--stdout-file", "--stderr-file") and option in play:
        pathlib.Path(value).write_text(play[option], encoding="utf-8")
play.setdefault("calls", []).append(call)
script.write_text(json.dumps(play))

sys.stderr.write(play.get("stderr", ""))
sys.stderr.flush()
if play.get("wait for an interrupt"):
    signal.sigwait([signal.SIGINT])
if "stdout" in play:
    sys.stdout.write(play["stdout"])
elif "output" in play:
    text = json.dumps(play["output"])
    if arguments[-1] == "-":
        sys.stdout.write(text)
    elif "://" not in arguments[-1]:
        pathlib.Path(arguments[-1].format()).write_text(text)
sys.exit(play.get("exit code", 0))
