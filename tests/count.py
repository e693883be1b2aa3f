"""Adds up what ./verify ran: steps that failed, logs of unittest, reports of Surefire.

Prints what failed and what only a second try passed, a line each, and last "N passed, N failed, N skipped";
the exit code is 1 if anything failed.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def of_unittest(log):
    """(run, names that failed, skipped) as the log tells; a log without its last lines is a failure."""
    text = log.read_text(errors="replace")
    names = re.findall(r"^(?:FAIL|ERROR|UNEXPECTED SUCCESS): (.*)$", text, re.MULTILINE)
    ran = re.findall(r"^Ran (\d+) tests?", text, re.MULTILINE)
    if not ran:
        return 1, [log.stem + " did not come to its end"], 0
    end = text[text.rindex("\nRan "):]
    counts = dict(re.findall(r"(failures|errors|unexpected successes|skipped)=(\d+)", end))
    skipped = int(counts.pop("skipped", 0))
    failed = sum(map(int, counts.values()))
    if "FAILED STEP" in end and not failed:
        return int(ran[-1]) + 1, [log.stem + " failed after its tests"], skipped
    # Each sub-test that fails has a name of its own, where unittest counts each of them too.
    return int(ran[-1]), (names + [log.stem] * failed)[:failed], skipped


def of_surefire(report):
    """(run, names that failed, skipped, names that only a second try passed)"""
    suite = ElementTree.parse(report).getroot()
    failed, flaky = [], []
    for case in suite.iter("testcase"):
        name = "%s.%s" % (case.get("classname"), case.get("name"))
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(name)
        elif case.find("flakyFailure") is not None or case.find("flakyError") is not None:
            flaky.append(name)
    count = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    return int(suite.get("tests", 0)), (failed + [suite.get("name")] * count)[:count], int(suite.get("skipped", 0)), flaky


def main(failed_steps, logs, *reports):
    run, skipped, failed, flaky = 0, 0, [], []
    logs = pathlib.Path(logs)
    for log in sorted(logs.glob("*.log")):
        again = log.with_suffix(".again.log")
        if log.name.endswith(".again.log"):
            continue
        if again.exists():
            names = of_unittest(log)[1]
            log = again
            flaky += [name for name in names if name not in of_unittest(again)[1]]
        log_run, log_failed, log_skipped = of_unittest(log)
        run, skipped, failed = run + log_run, skipped + log_skipped, failed + log_failed
    suites = [of_surefire(path) for folder in reports for path in pathlib.Path(folder).glob("TEST-*.xml")]
    for suite_run, suite_failed, suite_skipped, suite_flaky in suites:
        run, skipped = run + suite_run, skipped + suite_skipped
        failed, flaky = failed + suite_failed, flaky + suite_flaky
    # A test that fails makes its Maven step fail too; the step counts only where no test says why.
    steps = [step for step in failed_steps.splitlines() if step]
    steps = [step for step in steps if "mvn" not in step or not any(suite[1] for suite in suites)]
    run, failed = run + len(steps), failed + steps
    for name in flaky:
        print("passed at its second try: " + name)
    for name in failed:
        print("failed: " + name)
    print("%d passed, %d failed, %d skipped" % (run - len(failed) - skipped, len(failed), skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
