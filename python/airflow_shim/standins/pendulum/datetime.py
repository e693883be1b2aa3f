"""DateTime, Date and Time: the standard ones, and what DAG files and templates ask of pendulum's."""

import calendar
import datetime as _datetime

from .duration import Duration, Interval
from .formatting import format_datetime, ordinal
from .tz import UTC, Timezone, fixed_timezone, timezone

_UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century")


def zone(tz):
    if tz is None or isinstance(tz, Timezone):
        return tz
    if isinstance(tz, (int, float)):
        return fixed_timezone(int(tz * 3600))
    if isinstance(tz, str):
        return timezone(tz)
    if tz is _datetime.timezone.utc:
        return UTC
    name = getattr(tz, "key", None) or getattr(tz, "zone", None)
    if name:
        return timezone(name)
    offset = tz.utcoffset(_datetime.datetime(2000, 1, 1))
    return fixed_timezone(int(offset.total_seconds())) if offset else UTC


def _add_months(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return date.replace(year=year, month=month + 1, day=min(date.day, calendar.monthrange(year, month + 1)[1]))


class _Calendar:
    """What a date and a date with a time have in common."""

    day_of_week = property(lambda self: self.isoweekday() % 7)
    day_of_year = property(lambda self: self.timetuple().tm_yday)
    week_of_year = property(lambda self: self.isocalendar()[1])
    week_of_month = property(lambda self: (self.day + self.replace(day=1).weekday() - 1) // 7 + 1)
    days_in_month = property(lambda self: calendar.monthrange(self.year, self.month)[1])
    quarter = property(lambda self: (self.month + 2) // 3)

    def is_leap_year(self):
        return calendar.isleap(self.year)

    def to_date_string(self):
        return "%04d-%02d-%02d" % (self.year, self.month, self.day)

    def to_formatted_date_string(self):
        return self.format("MMM DD, YYYY")

    def set(self, **fields):
        return self.replace(**fields)

    def subtract(self, **units):
        return self.add(**{name: -value for name, value in units.items()})

    def next(self, day_of_week=None, keep_time=False):
        return self._to_weekday(day_of_week, 1, keep_time)

    def previous(self, day_of_week=None, keep_time=False):
        return self._to_weekday(day_of_week, -1, keep_time)

    def _to_weekday(self, day_of_week, step, keep_time):
        wanted = self.day_of_week if day_of_week is None else int(day_of_week)
        day = self if keep_time else self.start_of("day")
        day = day.add(days=step)
        while day.day_of_week != wanted:
            day = day.add(days=step)
        return day

    def first_of(self, unit, day_of_week=None):
        return self._weekday_within(self.start_of(unit), day_of_week, 1)

    def last_of(self, unit, day_of_week=None):
        return self._weekday_within(self.end_of(unit).start_of("day"), day_of_week, -1)

    def _weekday_within(self, day, day_of_week, step):
        while day_of_week is not None and day.day_of_week != int(day_of_week):
            day = day.add(days=step)
        return day

    def _first_day(self, unit):
        if unit == "week":
            return self.add(days=-self.weekday())
        month = {"month": self.month, "quarter": self.quarter * 3 - 2}.get(unit, 1)
        year = {"decade": self.year - self.year % 10, "century": self.year - 1 - (self.year - 1) % 100 + 1}
        return self.replace(year=year.get(unit, self.year), month=month, day=1)


class Date(_Calendar, _datetime.date):
    @classmethod
    def today(cls, tz=None):
        now = _datetime.datetime.now(zone(tz))
        return cls(now.year, now.month, now.day)

    def add(self, years=0, months=0, weeks=0, days=0):
        moved = _add_months(self, years * 12 + months) if years or months else self
        moved = _datetime.date.fromordinal(moved.toordinal() + weeks * 7 + days)
        return type(self)(moved.year, moved.month, moved.day)

    def start_of(self, unit):
        return self if unit == "day" else self._first_day(unit)

    def end_of(self, unit):
        return _next_of(self.start_of(unit), unit).add(days=-1)

    def format(self, pattern, locale=None):
        return format_datetime(_datetime.datetime(self.year, self.month, self.day), pattern)

    def diff(self, other=None, abs=True):
        days = ((other or Date.today()) - self).days
        return Duration(days=-days if abs and days < 0 else days)

    def __add__(self, delta):
        return self.add(days=delta.days)

    def __sub__(self, other):
        if isinstance(other, _datetime.timedelta):
            return self.add(days=-other.days)
        return Duration(days=self.toordinal() - other.toordinal())


class Time(_datetime.time):
    def to_time_string(self):
        return self.strftime("%H:%M:%S")


def _next_of(start, unit):
    if unit in ("quarter", "decade", "century"):
        return start.add(**{"quarter": {"months": 3}, "decade": {"years": 10}, "century": {"years": 100}}[unit])
    return start.add(**{unit + "s": 1})


class DateTime(_Calendar, _datetime.datetime):
    """An aware datetime; adding days keeps the local time, adding hours counts real ones."""

    EPOCH = None

    @classmethod
    def now(cls, tz=None):
        from . import instance, local_timezone

        return instance(_datetime.datetime.now(zone(tz) or local_timezone()))

    @classmethod
    def instance(cls, dt, tz=UTC):
        tzinfo = zone(dt.tzinfo) or zone(tz)
        return cls(dt.year, dt.month, dt.day, dt.hour, dt.minute, dt.second, dt.microsecond, tzinfo, fold=dt.fold)

    create = classmethod(lambda cls, *args, **kwargs: __import__("pendulum").datetime(*args, **kwargs))

    tz = property(lambda self: self.tzinfo)
    timezone = property(lambda self: self.tzinfo)
    timezone_name = property(lambda self: getattr(self.tzinfo, "name", None))
    offset = property(lambda self: int((self.utcoffset() or _datetime.timedelta()).total_seconds()))
    offset_hours = property(lambda self: self.offset / 3600)
    int_timestamp = property(lambda self: int(self.timestamp() // 1))
    float_timestamp = property(lambda self: self.timestamp())
    age = property(lambda self: self.diff(abs=False).in_years())

    def _of(self, dt):
        """dt, which is in this zone but may be a time that a clock there skips."""
        made = type(self).instance(dt, self.tzinfo)
        if made.tzinfo is None:
            return made
        back = _datetime.datetime.astimezone(made.replace(fold=0), _datetime.timezone.utc).astimezone(made.tzinfo)
        same = back.replace(tzinfo=None, fold=0) == _datetime.datetime.replace(made, tzinfo=None, fold=0)
        return made if same else type(self).instance(back)

    def _plain(self):
        return _datetime.datetime(self.year, self.month, self.day, self.hour, self.minute, self.second,
                                  self.microsecond, self.tzinfo, fold=self.fold)

    def add(self, years=0, months=0, weeks=0, days=0, hours=0, minutes=0, seconds=0, microseconds=0):
        moved = self._plain()
        if years or months:
            moved = _add_months(moved, years * 12 + months)
        if weeks or days:
            moved = moved + _datetime.timedelta(weeks=weeks, days=days)
        if moved != self._plain() or years or months:
            moved = self._of(moved)._plain()
        exact = _datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
        if exact and self.tzinfo is not None:
            moved = (moved.astimezone(_datetime.timezone.utc) + exact).astimezone(self.tzinfo)
        else:
            moved = moved + exact
        return type(self).instance(moved, self.tzinfo)

    def __add__(self, delta):
        if isinstance(delta, Duration) and not isinstance(delta, Interval):
            rest = delta._rest
            return self.add(years=delta.years, months=delta.months, days=rest.days, seconds=rest.seconds,
                            microseconds=rest.microseconds)
        if not isinstance(delta, _datetime.timedelta):
            return NotImplemented
        return self.add(seconds=delta.days * 86400 + delta.seconds, microseconds=delta.microseconds)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, _datetime.timedelta):
            return self + -other if not isinstance(other, Duration) else self.add(
                years=-other.years, months=-other.months, days=-other._rest.days, seconds=-other._rest.seconds,
                microseconds=-other._rest.microseconds)
        if not isinstance(other, _datetime.datetime):
            return NotImplemented
        return Interval(type(self).instance(other, None), self)

    def __rsub__(self, other):
        return Interval(type(self).instance(other, None), self) * -1 if isinstance(other, _datetime.datetime) \
            else NotImplemented

    def diff(self, other=None, abs=True):
        return Interval(self, other if other is not None else self.now(self.tzinfo), abs)

    def diff_for_humans(self, other=None, absolute=False, locale=None):
        seconds = ((other or self.now(UTC)) - self).total_seconds()
        left = abs(seconds)
        for name, length in (("year", 31557600), ("month", 2629800), ("week", 604800), ("day", 86400),
                             ("hour", 3600), ("minute", 60), ("second", 1)):
            if left >= length or name == "second":
                count = int(left // length)
                words = "%d %s%s" % (count, name, "" if count == 1 else "s")
                break
        if name == "second" and count < 10 and not absolute and other is None:
            words = "a few seconds"
        if absolute:
            return words
        if other is None:
            return "%s ago" % words if seconds >= 0 else "in %s" % words
        return "%s before" % words if seconds >= 0 else "%s after" % words

    def in_timezone(self, tz):
        return type(self).instance(_datetime.datetime.astimezone(self, zone(tz)))

    in_tz = in_timezone

    def astimezone(self, tz=None):
        made = _datetime.datetime.astimezone(self, tz)
        return type(self).instance(made) if tz is not None else made

    def set(self, tz=None, **fields):
        return self.replace(tzinfo=zone(tz) or self.tzinfo, **fields)

    def at(self, hour, minute=0, second=0, microsecond=0):
        return self._of(self.replace(hour=hour, minute=minute, second=second, microsecond=microsecond))

    def on(self, year, month, day):
        return self._of(self.replace(year=year, month=month, day=day))

    def naive(self):
        return self.replace(tzinfo=None)

    def date(self):
        return Date(self.year, self.month, self.day)

    def time(self):
        return Time(self.hour, self.minute, self.second, self.microsecond)

    def start_of(self, unit):
        if unit not in _UNITS:
            raise ValueError("Invalid unit '%s' for start_of()" % unit)
        cut = {"second": {}, "minute": {"second": 0}, "hour": {"minute": 0, "second": 0}}
        if unit in cut:
            return self.replace(microsecond=0, **cut[unit])
        day = self if unit == "day" else self._first_day(unit)
        return self._of(day.replace(hour=0, minute=0, second=0, microsecond=0))

    def end_of(self, unit):
        return _next_of(self.start_of(unit), unit).add(microseconds=-1)

    def is_past(self):
        return self < self.now(UTC)

    def is_future(self):
        return self > self.now(UTC)

    def is_utc(self):
        return self.offset == 0

    def is_dst(self):
        return bool(self.dst())

    def is_same_day(self, other):
        return self.to_date_string() == other.to_date_string()

    def format(self, pattern, locale=None):
        return format_datetime(self, pattern)

    def to_datetime_string(self):
        return self.format("YYYY-MM-DD HH:mm:ss")

    def to_time_string(self):
        return self.format("HH:mm:ss")

    def to_day_datetime_string(self):
        return self.format("ddd, MMM D, YYYY h:mm A")

    def to_iso8601_string(self):
        text = self.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text

    def to_rfc3339_string(self):
        return self.isoformat()

    def to_rfc2822_string(self):
        return self.format("ddd, DD MMM YYYY HH:mm:ss ZZ")

    def to_atom_string(self):
        return self.format("YYYY-MM-DD[T]HH:mm:ssZ")

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        fields = (self.year, self.month, self.day, self.hour, self.minute, self.second)
        micro = ", %d" % self.microsecond if self.microsecond else ""
        tz = "" if self.tzinfo is None else ", tzinfo=%r" % self.tzinfo
        return "DateTime(%d, %d, %d, %d, %d, %d%s%s)" % (fields + (micro, tz))

    def __format__(self, pattern):
        if not pattern:
            return str(self)
        return self.strftime(pattern) if "%" in pattern else self.format(pattern)

    def __reduce__(self):
        return _unpickle, (self.year, self.month, self.day, self.hour, self.minute, self.second,
                           self.microsecond, self.tzinfo, self.fold)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()


def _unpickle(*fields):
    return DateTime(*fields[:-1], fold=fields[-1])


DateTime.EPOCH = DateTime(1970, 1, 1, tzinfo=UTC)
__all__ = ["Date", "DateTime", "Time", "ordinal", "zone"]
