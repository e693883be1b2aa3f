#!/usr/bin/python3
"""What Nightjar costs beside the least that any client can cost, in one run.

    benchmarks/compare.py [--runs 5] [--only REGEX] [--json FILE]

For each work, Nightjar and the floor (floor.py: start a kernel, send the cells, save once) take turns, so that both see
the same machine. Printed are medians of wall time, JVM start included, their ratio, the bound of the ratio, and the peak
of Nightjar's resident memory. Needs Debian's python3-ipykernel, python3-zmq and, for --help, the packages that papermill
imports: python3-nbclient, -nbformat, -click, -yaml, -requests, -tenacity, -tqdm, -entrypoints.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
NIGHTJAR = str(HERE.parent / "nightjar")
PYTHON = "/usr/bin/python3"
IMPORTS = "import nbclient, nbformat, click, yaml, requests, tenacity, tqdm, entrypoints"
RUN = [NIGHTJAR, "run", "{in}", "{out}", "--no-progress-bar", "--log-level", "ERROR"]
COLD = RUN + ["--no-warm"]
FLOOR = [PYTHON, str(HERE / "floor.py"), "{in}", "{out}"]

# name, notebook, ours, theirs, most of ours / theirs, most seconds, most MB resident
WORKS = [
    ("--help", None, [NIGHTJAR, "run", "--help"], [PYTHON, "-c", IMPORTS], 0.6, None, None),
    ("2 cells", "tiny", COLD, FLOOR, 1.15, None, None),
    ("200 cells", "cells200", COLD, FLOOR, 1.15, None, None),
    ("1,000 cells", "cells1000", COLD, FLOOR, 1.15, None, None),
    ("10,000 cells", "cells10000", COLD, FLOOR, None, None, None),
    ("2 cells, warm kernel", "tiny", RUN, FLOOR, None, 0.4, None),
    ("20,000 flushed lines", "flushed20k", COLD, FLOOR, 1.0, None, 200),
    ("50,000 lines", "lines50k", COLD, FLOOR, 1.15, None, 200),
    ("50 images of 0.5 MB", "images50", COLD, FLOOR, 1.2, None, 250),
    ("one output of 50 MB", "output50mb", COLD, FLOOR, 1.2, None, 400),
]


def run(command):
    """Wall seconds, CPU seconds of the whole family, peak MB resident of the program itself."""
    peak = [0]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )

    def watch():
        while process.returncode is None:
            try:
                text = pathlib.Path("/proc/%d/status" % process.pid).read_text()
            except OSError:
                return
            found = re.search(r"VmHWM:\s+(\d+)", text)
            peak[0] = max(peak[0], int(found.group(1)) / 1024 if found else 0)
            time.sleep(0.01)

    threading.Thread(target=watch, daemon=True).start()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    if status:
        sys.exit("%s failed: %s" % (" ".join(command), errors.decode()[-2000:]))
    return wall, usage.ru_utime + usage.ru_stime, peak[0]


def warm(wanted):
    subprocess.run([NIGHTJAR, "kernels", "warm" if wanted else "stop"], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--json")
    options = parser.parse_args()
    subprocess.run([NIGHTJAR, "aot-cache"], check=True, stdout=subprocess.DEVNULL)
    results = []
    print("| work | Nightjar, s | floor, s | ratio | bound | resident, MB | bound |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PYTHON, str(HERE / "notebooks.py"), folder], check=True)
        for name, notebook, ours, theirs, ratio, seconds, memory in WORKS:
            if not re.search(options.only, name):
                continue
            warm("warm" in name)
            paths = {"{in}": "%s/%s.ipynb" % (folder, notebook), "{out}": folder + "/out.ipynb"}
            measured = {"ours": [], "theirs": []}
            for _ in range(options.runs):
                for who, command in (("ours", ours), ("theirs", theirs)):
                    measured[who].append(run([paths.get(word, word) for word in command]))
            wall = {who: statistics.median(m[0] for m in runs) for who, runs in measured.items()}
            resident = statistics.median(m[2] for m in measured["ours"])
            bound = "≤ %.2f" % ratio if ratio else "≤ %.1f s" % seconds if seconds else ""
            print(
                "| %s | %.2f | %.2f | %.2f | %s | %.0f | %s |"
                % (name, wall["ours"], wall["theirs"], wall["ours"] / wall["theirs"], bound, resident,
                   "≤ %d" % memory if memory else ""),
                flush=True,
            )
            results.append({"work": name, "ours": measured["ours"], "theirs": measured["theirs"]})
    warm(False)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
