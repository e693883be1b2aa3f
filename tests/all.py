"""Runs every Python test of the checkout: each module in a process of its own, two at a time.

A module that fails is run once more at the end, alone: a machine that others load may have been too slow for it, and count.py lists what
only a second try passed. Each log is <folder of logs>/<module>.log, the second one <module>.again.log.
"""

import concurrent.futures
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The longest first, so that none of them is left alone at the end.
LONGEST = ("test_examples", "test_jupyter_scheduler", "test_ml_airflow", "test_papermill", "test_crash", "test_airflow_dags", "test_distribution")

# One that hangs is ended with its stack in the log, and the others still run.
SECONDS = 1200


def modules():
    found = sorted(ROOT.glob("python/*/tests/test_*.py")) + sorted(ROOT.glob("tests/test_*.py"))
    return sorted(found, key=lambda module: LONGEST.index(module.stem) if module.stem in LONGEST else len(LONGEST))


def run(module, log):
    command = ["timeout", "-s", "ABRT", "-k", "60", str(SECONDS)]
    command += ["/usr/bin/python3", "-X", "faulthandler", "-m", "unittest", "-v", "tests." + module.stem]
    with open(log, "wb") as out:
        ended = subprocess.run(command, cwd=module.parent.parent, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        if ended.returncode:
            out.write(b"\nFAILED STEP\n")
    print("verify: %s %s" % (module.relative_to(ROOT), "failed" if ended.returncode else "passed"), flush=True)
    return ended.returncode == 0


def main(logs):
    logs = pathlib.Path(logs)

    def first(module):
        name = "-".join(module.relative_to(ROOT).with_suffix("").parts)
        return run(module, logs / (name + ".log")) or (module, logs / (name + ".again.log"))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failed = [again for again in pool.map(first, modules()) if again is not True]
    for module, log in failed:
        run(module, log)
    for log in sorted(logs.glob("*.log")):
        print(log.read_text(errors="replace"))


if __name__ == "__main__":
    main(sys.argv[1])
