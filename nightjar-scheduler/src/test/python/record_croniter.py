"""Writes croniter.json: what croniter makes of random cron expressions, without any change of clocks.

Usage: record_croniter.py 1.3.5 > older.json, with a Python that has croniter 1.3.5, then
record_croniter.py 6.2.4 older.json | gzip -9n > ../resources/dev/nightjar/schedule/croniter.json.gz, with one that has
6.2.4. A case is: expression, start, the three times after it, the three before it (null where croniter refuses the
expression); then those of the older version where they differ.
"""

import json
import random
import sys
from datetime import datetime, timedelta

from croniter import croniter

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "sun mon tue wed thu fri sat".split()


def value(rng, low, high, names):
    number = rng.randint(low, high)
    if names and rng.random() < 0.4:
        name = names[(number - low) % len(names)]
        return rng.choice([name, name.upper(), name.title()])
    return str(number)


def item(rng, low, high, names):
    kind = rng.random()
    if kind < 0.45:
        return value(rng, low, high, names)
    if kind < 0.7:
        a, b = rng.randint(low, high), rng.randint(low, high)
        if rng.random() < 0.15 and a != b:
            return f"{max(a, b)}-{min(a, b)}"
        text = f"{min(a, b)}-{max(a, b)}" if a != b else str(a)
        return text + (f"/{rng.randint(1, 5)}" if "-" in text and rng.random() < 0.5 else "")
    if kind < 0.9:
        return f"*/{rng.randint(2, max(2, (high - low) // 2))}"
    return f"{rng.randint(low, high - 1)}/{rng.randint(2, 7)}"


def field(rng, low, high, names=None, any_share=0.5):
    if rng.random() < any_share:
        return "*"
    return ",".join(item(rng, low, high, names) for _ in range(rng.choice([1, 1, 1, 2, 3])))


def day_of_week(rng):
    if rng.random() < 0.2:
        day = rng.choice([str(rng.randint(0, 6)), rng.choice(DAYS)])
        return rng.choice([f"{day}#{rng.randint(1, 5)}", f"L{rng.randint(0, 6)}"])
    return field(rng, 0, 6, DAYS, 0.6)


def day_of_month(rng):
    return rng.choice(["L", "l", "1,L", "15,l"]) if rng.random() < 0.1 else field(rng, 1, 31, None, 0.6)


def expression(rng):
    fields = [field(rng, 0, 59, any_share=0.2), field(rng, 0, 23), day_of_month(rng), field(rng, 1, 12, MONTHS, 0.6), day_of_week(rng)]
    if "#" in fields[4] or "L" in fields[4]:
        fields[2] = "*"  # croniter overlooks the day of month beside these, or finds nothing
    return " ".join(fields + ([field(rng, 0, 59)] if rng.random() < 0.15 else []))


def times(expression, start, step):
    found = []
    try:
        it = croniter(expression, start, ret_type=datetime)
    except Exception:
        return None
    try:
        for _ in range(3):
            found.append(f"{getattr(it, step)():%Y-%m-%dT%H:%M:%SZ}")
    except Exception:
        pass
    return found


def main():
    version, older = sys.argv[1], sys.argv[2:]
    rng = random.Random(20261121)
    cases = []
    for _ in range(4000):
        text = expression(rng)
        start = datetime(2020, 1, 1) + timedelta(seconds=rng.randint(0, 10 * 365 * 86400))
        cases.append([text, f"{start:%Y-%m-%dT%H:%M:%SZ}", times(text, start, "get_next"), times(text, start, "get_prev")])
    if older:
        with open(older[0], encoding="utf-8") as file:
            for case, other in zip(cases, json.load(file)["cases"]):
                case += other[2:] if case != other else []
    json.dump({"croniter": version, "cases": cases}, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
