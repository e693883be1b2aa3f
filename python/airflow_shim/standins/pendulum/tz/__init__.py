"""Time zones by name, over zoneinfo (Python 3.9+) or dateutil."""

import datetime as _datetime
import os


def _zone(name):
    try:
        import zoneinfo
    except ImportError:  # Python 3.8
        try:
            from backports import zoneinfo
        except ImportError:
            zoneinfo = None
    if zoneinfo is not None:
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return None
    try:
        from dateutil import tz
    except ImportError:
        return None
    return tz.gettz(name)


class Timezone(_datetime.tzinfo):
    """A zone of the tz database; it knows its name."""

    def __init__(self, name, zone=None):
        self._name = name
        self._zone = zone or _zone(name)
        if self._zone is None:
            raise ValueError("the time zone '%s' is not known (before Python 3.9 this needs backports.zoneinfo or "
                             "dateutil)" % name)

    @property
    def name(self):
        return self._name

    key = name

    def utcoffset(self, dt):
        return None if dt is None else self._zone.utcoffset(dt)

    def dst(self, dt):
        return None if dt is None else self._zone.dst(dt)

    def tzname(self, dt):
        return None if dt is None else self._zone.tzname(dt)

    def fromutc(self, dt):
        # Zones calculate with +, which a subclass of datetime may define in another way.
        plain = _datetime.datetime(
            dt.year, dt.month, dt.day, dt.hour, dt.minute, dt.second, dt.microsecond, self._zone
        )
        return self._zone.fromutc(plain).replace(tzinfo=self)

    def convert(self, dt, *_):
        """dt in this zone; a naive one is taken for local time here."""
        return dt.replace(tzinfo=self) if dt.tzinfo is None else dt.astimezone(self)

    def __reduce__(self):
        return timezone, (self._name,)

    def __eq__(self, other):
        return isinstance(other, Timezone) and other.name == self.name

    def __hash__(self):
        return hash(self._name)

    def __repr__(self):
        return "Timezone('%s')" % self._name

    def __str__(self):
        return self._name


class FixedTimezone(Timezone):
    """A constant distance from UTC, in seconds."""

    def __init__(self, offset, name=None):
        sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
        self.offset = offset
        super().__init__(
            name or "%s%02d:%02d" % (sign, minutes // 60, minutes % 60),
            _datetime.timezone(_datetime.timedelta(seconds=offset)),
        )

    def __reduce__(self):
        return fixed_timezone, (self.offset,)


UTC = Timezone("UTC", _datetime.timezone.utc)
_known = {"utc": UTC, "UTC": UTC}


def timezone(name):
    if isinstance(name, int):
        return fixed_timezone(name)
    if name not in _known:
        _known[name] = Timezone(name)
    return _known[name]


def fixed_timezone(offset):
    return FixedTimezone(int(offset))


def local_timezone():
    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        target = os.path.realpath("/etc/localtime")
        name = target.split("/zoneinfo/", 1)[1] if "/zoneinfo/" in target else "UTC"
    return timezone(name)
