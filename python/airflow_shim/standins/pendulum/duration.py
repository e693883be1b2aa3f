"""Duration and Interval: timedeltas that tell themselves in one unit."""

import datetime as _datetime


class Duration(_datetime.timedelta):
    years = 0
    months = 0

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0, years=0, months=0):
        self = super().__new__(
            cls, days + years * 365 + months * 30, seconds, microseconds, milliseconds, minutes, hours, weeks
        )
        self.years, self.months = years, months
        self._rest = _datetime.timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)
        return self

    def __reduce__(self):
        rest = self._rest
        return Duration, (rest.days, rest.seconds, rest.microseconds, 0, 0, 0, 0, self.years, self.months)

    def total_minutes(self):
        return self.total_seconds() / 60

    def total_hours(self):
        return self.total_seconds() / 3600

    def total_days(self):
        return self.total_seconds() / 86400

    def total_weeks(self):
        return self.total_days() / 7

    def in_seconds(self):
        return int(self.total_seconds())

    def in_minutes(self):
        return int(self.total_minutes())

    def in_hours(self):
        return int(self.total_hours())

    def in_days(self):
        return int(self.total_days())

    def in_weeks(self):
        return int(self.total_weeks())

    @property
    def hours(self):
        return self.seconds // 3600

    @property
    def minutes(self):
        return self.seconds // 60 % 60

    @property
    def remaining_seconds(self):
        return self.seconds % 60

    def as_timedelta(self):
        return _datetime.timedelta(self.days, self.seconds, self.microseconds)

    def in_words(self, locale=None, separator=" "):
        left, words = abs(self.in_seconds()), []
        for name, length in (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
            count, left = divmod(left, length)
            if count:
                words.append("%d %s%s" % (count, name, "" if count == 1 else "s"))
        return separator.join(words) or "0 seconds"


class Interval(Duration):
    """The time from start to end."""

    def __new__(cls, start, end, absolute=False):
        delta = _datetime.datetime.__sub__(end, start)
        if absolute and delta < _datetime.timedelta():
            start, end, delta = end, start, -delta
        self = super().__new__(cls, delta.days, delta.seconds, delta.microseconds)
        self.start, self.end = start, end
        return self

    def __reduce__(self):
        return Interval, (self.start, self.end)

    def in_months(self):
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return months - (1 if self.start.add(months=months) > self.end else 0)

    def in_years(self):
        return int(self.in_months() / 12)

    def range(self, unit, amount=1):
        step, at = 0, self.start
        while at <= self.end:
            yield at
            step += amount
            at = self.start.add(**{unit: step})

    def __iter__(self):
        return self.range("days")

    def __contains__(self, moment):
        return self.start <= moment <= self.end


Period = Interval
