"""The part of pendulum that DAG files use, for a Python that does not have pendulum itself.

Nightjar appends this folder at the end of sys.path, so that the real one, where installed, comes first.
"""

import datetime as _datetime

from .datetime import Date, DateTime, Time, zone as _zone
from .duration import Duration, Interval, Period
from .formatting import parse_by_format as _parse_by_format, parse_fields as _parse_fields
from .tz import UTC, FixedTimezone, Timezone, fixed_timezone, local_timezone, timezone

__version__ = "3.0.0+nightjar"

SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(7)
YEARS_PER_CENTURY, YEARS_PER_DECADE, MONTHS_PER_YEAR = 100, 10, 12
WEEKS_PER_YEAR, DAYS_PER_WEEK, HOURS_PER_DAY = 52, 7, 24
MINUTES_PER_HOUR, SECONDS_PER_MINUTE, SECONDS_PER_HOUR, SECONDS_PER_DAY = 60, 60, 3600, 86400


def datetime(year, month, day, hour=0, minute=0, second=0, microsecond=0, tz=UTC, fold=1, **_):
    made = DateTime(year, month, day, hour, minute, second, microsecond, _zone(tz), fold=fold)
    return made._of(made)


create = datetime


def local(year, month, day, hour=0, minute=0, second=0, microsecond=0):
    return datetime(year, month, day, hour, minute, second, microsecond, tz=local_timezone())


def naive(year, month, day, hour=0, minute=0, second=0, microsecond=0, fold=1):
    return DateTime(year, month, day, hour, minute, second, microsecond, fold=fold)


def date(year, month, day):
    return Date(year, month, day)


def time(hour, minute=0, second=0, microsecond=0):
    return Time(hour, minute, second, microsecond)


def instance(obj, tz=UTC):
    if isinstance(obj, _datetime.datetime):
        return obj if isinstance(obj, DateTime) and obj.tzinfo is not None else DateTime.instance(obj, tz)
    if isinstance(obj, _datetime.date):
        return Date(obj.year, obj.month, obj.day)
    return Time(obj.hour, obj.minute, obj.second, obj.microsecond)


def now(tz=None):
    return DateTime.now(tz)


def utcnow():
    return DateTime.now(UTC)


def today(tz="local"):
    return now(None if tz == "local" else tz).start_of("day")


def tomorrow(tz="local"):
    return today(tz).add(days=1)


def yesterday(tz="local"):
    return today(tz).add(days=-1)


def from_timestamp(timestamp, tz=UTC):
    return instance(_datetime.datetime.fromtimestamp(timestamp, UTC)).in_timezone(_zone(tz))


def from_format(text, fmt, tz=UTC, locale=None):
    fields, zone = _parse_by_format(text, fmt)
    return datetime(tz=zone or tz, **fields)


def parse(text, tz=UTC, strict=True, exact=False, **_):
    if text == "now":
        return now(tz)
    parsed = _parse_fields(text)
    if parsed is None:
        try:
            from dateutil import parser
        except ImportError:
            raise ValueError("Unable to parse string [%s]" % text) from None
        return instance(parser.parse(text), tz)
    fields, zone = parsed
    return datetime(*fields, tz=zone or tz)


def duration(**units):
    return Duration(**units)


def interval(start, end, absolute=False):
    return Interval(instance(start), instance(end), absolute)


period = interval
