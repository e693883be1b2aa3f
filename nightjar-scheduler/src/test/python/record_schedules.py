"""Writes schedules.json: when a dozen schedules are due during 400 days, in zones that change their clocks.

By brute force: every minute is looked at, and each expression is a hand-written predicate; there is no parser and
no search here. Needs Python 3.9 or later. Usage: record_schedules.py > ../resources/dev/nightjar/schedule/schedules.json
"""

import hashlib
import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# expression, whether it is due in every hour of its days, when a local minute is due
SCHEDULES = [
    ("30 2 * * *", False, lambda t: t.hour == 2 and t.minute == 30),
    ("0 0 * * *", False, lambda t: t.hour == 0 and t.minute == 0),
    ("15 1 * * *", False, lambda t: t.hour == 1 and t.minute == 15),
    ("45 23 * * *", False, lambda t: t.hour == 23 and t.minute == 45),
    ("0 */2 * * *", False, lambda t: t.hour % 2 == 0 and t.minute == 0),
    ("*/20 0-3 * * *", False, lambda t: t.hour <= 3 and t.minute % 20 == 0),
    ("0 6 * * MON-FRI", False, lambda t: t.weekday() < 5 and t.hour == 6 and t.minute == 0),
    ("30 1,2 * * SUN", False, lambda t: t.weekday() == 6 and t.hour in (1, 2) and t.minute == 30),
    ("0 3 1,L * FRI", False, lambda t: (t.day == 1 or (t + DAY).day == 1 or t.weekday() == 4) and t.hour == 3 and t.minute == 0),
    ("10 2 * * 0#2", False, lambda t: t.weekday() == 6 and 8 <= t.day <= 14 and t.hour == 2 and t.minute == 10),
    ("20 2 * * L0", False, lambda t: t.weekday() == 6 and (t + 7 * DAY).month != t.month and t.hour == 2 and t.minute == 20),
    ("0 * * * *", True, lambda t: t.minute == 0),
    ("*/15 * * * *", True, lambda t: t.minute % 15 == 0),
    ("50 */1 * * SAT,SUN", True, lambda t: t.weekday() >= 5 and t.minute == 50),
]
ZONES = [
    ("America/New_York", date(2017, 9, 15)),
    ("Europe/London", date(2017, 9, 15)),
    ("Australia/Lord_Howe", date(2017, 9, 15)),  # half an hour
    ("America/Sao_Paulo", date(2017, 9, 15)),  # at midnight
    ("Asia/Tehran", date(2017, 9, 15)),  # at midnight, by half-hour offsets
    ("Africa/Casablanca", date(2017, 9, 15)),  # four times a year
    ("Asia/Kolkata", date(2017, 9, 15)),  # never
    ("Pacific/Apia", date(2011, 3, 1)),  # without 30 December 2011
]


def minutes(zone, start, end):
    """Every minute as (UTC, what the clocks show)."""
    at = start
    while at < end:
        yield at, at.astimezone(zone).replace(tzinfo=None)
        at += MINUTE


def once_each(shown, due):
    """Each local time once: the second time it is shown, or as if the clocks had not been put forward."""
    when = {local: utc for utc, local in shown}  # the last wins
    local, last = shown[0][1], shown[-1][1]
    found = set()
    at = shown[0][0] - MINUTE
    while local <= last:
        at = when.get(local, at + MINUTE)
        if due(local):
            found.add(at)
        local += MINUTE
    return found


def as_shown(shown, due):
    """Whatever is shown; after a change by a part of an hour, for its length also what would have been shown."""
    found = {utc for utc, local in shown if due(local)}
    for (utc, local), (utc_after, local_after) in zip(shown, shown[1:]):
        change = abs(local_after - local - MINUTE) // MINUTE
        if change % 60:
            found |= {utc_after + i * MINUTE for i in range(change) if due(local + (i + 1) * MINUTE)}
    return found


def main():
    zones = []
    for name, day in ZONES:
        start = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
        end = start + 400 * DAY
        shown = list(minutes(ZoneInfo(name), start - 2 * DAY, end + 2 * DAY))
        changes = [b for (a, x), (b, y) in zip(shown, shown[1:]) if y - x != MINUTE]
        schedules = []
        for expression, every_hour, due in SCHEDULES:
            found = (as_shown if every_hour else once_each)(shown, due)
            texts = [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in sorted(found) if start <= t < end]
            near = [t for t in sorted(found) if any(abs(t - c) < 5 * timedelta(hours=1) for c in changes)]
            schedules.append(
                {
                    "expression": expression,
                    "count": len(texts),
                    "sha256": hashlib.sha256("\n".join(texts).encode()).hexdigest(),
                    "near_changes": [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in near if start <= t < end],
                }
            )
        zones.append({"zone": name, "start": f"{start:%Y-%m-%dT%H:%M:%SZ}", "end": f"{end:%Y-%m-%dT%H:%M:%SZ}", "schedules": schedules})
    json.dump(zones, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
