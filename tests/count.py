"""Adds up what ./verify ran: steps that failed, logs of unittest, reports of Surefire.

Prints one line, "N passed, N failed, N skipped"; the exit code is 1 if anything failed.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def of_unittest(log):
    """(run, failed, skipped) as the log's last lines tell; a log without them is a failure."""
    ran = re.findall(r"^Ran (\d+) tests?", log, re.MULTILINE)
    if not ran:
        return 1, 1, 0
    end = log[log.rindex("\nRan "):]
    counts = dict(re.findall(r"(failures|errors|unexpected successes|skipped)=(\d+)", end))
    skipped = int(counts.pop("skipped", 0))
    failed = sum(map(int, counts.values()))
    if "FAILED STEP" in end and not failed:
        return int(ran[-1]) + 1, 1, skipped
    return int(ran[-1]), failed, skipped


def of_surefire(report):
    suite = ElementTree.parse(report).getroot()
    run, failures, errors, skipped = (
        int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
    )
    return run, failures + errors, skipped


def main(failed_steps, logs, *reports):
    # A test that fails makes its Maven step fail too; the step counts only where no test says why.
    logs = [of_unittest(log.read_text()) for log in sorted(pathlib.Path(logs).glob("*.log"))]
    suites = [of_surefire(path) for folder in reports for path in pathlib.Path(folder).glob("TEST-*.xml")]
    run, failed, skipped = (sum(column) for column in zip((0, 0, 0), *logs, *suites))
    if int(failed_steps) and not sum(suite[1] for suite in suites):
        run, failed = run + int(failed_steps), failed + int(failed_steps)
    print("%d passed, %d failed, %d skipped" % (run - failed - skipped, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
