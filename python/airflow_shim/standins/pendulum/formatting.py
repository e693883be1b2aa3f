"""DateTime.format() and parse()."""

import calendar
import datetime as _datetime
import re

from .tz import UTC, fixed_timezone, timezone

_TOKENS = re.compile(
    r"\[(?:[^\]]*)\]|\\.|LTS|LT|LLLL|LLL|LL|L|YYYY|YY|Y|Q|MMMM|MMM|MM|Mo|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|do|d|E"
    r"|HH|H|hh|h|mm|m|ss|s|S{1,6}|X|x|ZZ|Z|zz|z|A|a|WW|W"
)
_LOCALE = {
    "LTS": "h:mm:ss A", "LT": "h:mm A", "L": "MM/DD/YYYY", "LL": "MMMM D, YYYY",
    "LLL": "MMMM D, YYYY h:mm A", "LLLL": "dddd, MMMM D, YYYY h:mm A",
}


def _offset(dt, colon):
    seconds = int((dt.utcoffset() or _datetime.timedelta()).total_seconds())
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return "%s%02d%s%02d" % (sign, minutes // 60, ":" if colon else "", minutes % 60)


def ordinal(number):
    if 10 <= number % 100 <= 20:
        return "%dth" % number
    return "%d%s" % (number, {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


_VALUES = {
    "YYYY": lambda d: "%04d" % d.year,
    "YY": lambda d: "%02d" % (d.year % 100),
    "Y": lambda d: str(d.year),
    "Q": lambda d: str((d.month + 2) // 3),
    "MMMM": lambda d: calendar.month_name[d.month],
    "MMM": lambda d: calendar.month_abbr[d.month],
    "MM": lambda d: "%02d" % d.month,
    "Mo": lambda d: ordinal(d.month),
    "M": lambda d: str(d.month),
    "DDDD": lambda d: "%03d" % d.timetuple().tm_yday,
    "DDD": lambda d: str(d.timetuple().tm_yday),
    "Do": lambda d: ordinal(d.day),
    "DD": lambda d: "%02d" % d.day,
    "D": lambda d: str(d.day),
    "dddd": lambda d: calendar.day_name[d.weekday()],
    "ddd": lambda d: calendar.day_abbr[d.weekday()],
    "dd": lambda d: calendar.day_abbr[d.weekday()][:2],
    "do": lambda d: ordinal(d.isoweekday() % 7),
    "d": lambda d: str(d.isoweekday() % 7),
    "E": lambda d: str(d.isoweekday()),
    "WW": lambda d: "%02d" % d.isocalendar()[1],
    "W": lambda d: str(d.isocalendar()[1]),
    "HH": lambda d: "%02d" % d.hour,
    "H": lambda d: str(d.hour),
    "hh": lambda d: "%02d" % (d.hour % 12 or 12),
    "h": lambda d: str(d.hour % 12 or 12),
    "mm": lambda d: "%02d" % d.minute,
    "m": lambda d: str(d.minute),
    "ss": lambda d: "%02d" % d.second,
    "s": lambda d: str(d.second),
    "X": lambda d: str(int(d.timestamp())),
    "x": lambda d: str(int(d.timestamp() * 1000)),
    "ZZ": lambda d: _offset(d, False),
    "Z": lambda d: _offset(d, True),
    "zz": lambda d: d.tzname() or "",
    "z": lambda d: getattr(d.tzinfo, "name", d.tzname()) or "",
    "A": lambda d: "AM" if d.hour < 12 else "PM",
    "a": lambda d: "am" if d.hour < 12 else "pm",
}


def format_datetime(dt, pattern):
    def value(match):
        token = match.group()
        if token[0] == "[":
            return token[1:-1]
        if token[0] == "\\":
            return token[1]
        if token in _LOCALE:
            return format_datetime(dt, _LOCALE[token])
        if token[0] == "S":
            return ("%06d" % dt.microsecond)[: len(token)]
        return _VALUES[token](dt)

    return _TOKENS.sub(value, pattern)


_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?)?"
    r"(?:[T ](?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?)?)?"
    r"\s*(?P<zone>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$"
)


def zone_of(text):
    if text in ("Z", "z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return fixed_timezone(-seconds if text[0] == "-" else seconds) if seconds else UTC


def parse_fields(text):
    """(seven fields of the date and time, zone or None), or None if it does not look like ISO 8601."""
    match = _ISO.match(text.strip())
    if not match:
        return None
    part = match.groupdict()
    fraction = (part["fraction"] or "0").ljust(6, "0")[:6]
    fields = [int(part[name] or default) for name, default in (
        ("year", 1), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))]
    return fields + [int(fraction)], zone_of(part["zone"]) if part["zone"] else None


_NUMBER = {"YYYY": ("year", 4), "YY": ("year", 2), "MM": ("month", 2), "M": ("month", 0), "DD": ("day", 2),
           "D": ("day", 0), "HH": ("hour", 2), "H": ("hour", 0), "hh": ("hour", 2), "h": ("hour", 0),
           "mm": ("minute", 2), "m": ("minute", 0), "ss": ("second", 2), "s": ("second", 0)}


def parse_by_format(text, pattern):
    """The fields of text as pattern tells, and its zone or None."""
    regex, groups, last = "", [], 0
    for match in _TOKENS.finditer(pattern):
        token = match.group()
        regex += re.escape(pattern[last:match.start()])
        last = match.end()
        if token[0] in "[\\":
            regex += re.escape(token.strip("[]\\"))
            continue
        if token in _NUMBER:
            width = _NUMBER[token][1]
            regex += r"(\d{%d})" % width if width else r"(\d{1,2})"
        elif token[0] == "S":
            regex += r"(\d{%d})" % len(token)
        elif token in ("MMMM", "MMM", "A", "a", "zz", "z"):
            regex += r"([\w/]+)"
        elif token in ("Z", "ZZ"):
            regex += r"(Z|[+-]\d\d:?\d\d)"
        else:
            raise ValueError("from_format: the token '%s' is not known here" % token)
        groups.append(token)
    match = re.match(regex + re.escape(pattern[last:]) + "$", text)
    if not match:
        raise ValueError("'%s' does not match the format '%s'" % (text, pattern))
    fields = {"year": 1, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    zone = None
    for token, value in zip(groups, match.groups()):
        if token in _NUMBER:
            fields[_NUMBER[token][0]] = int(value) + (2000 if token == "YY" else 0)
        elif token[0] == "S":
            fields["microsecond"] = int(value.ljust(6, "0"))
        elif token in ("MMMM", "MMM"):
            names = calendar.month_name if token == "MMMM" else calendar.month_abbr
            fields["month"] = [name.lower() for name in names].index(value.lower())
        elif token in ("A", "a"):
            fields["hour"] = fields["hour"] % 12 + (12 if value.lower() == "pm" else 0)
        else:
            zone = zone_of(value) if token in ("Z", "ZZ") else timezone(value)
    return fields, zone
