"""Cron expressions as Airflow reads them: five fields, or six with the seconds last."""

import calendar
import datetime
import re

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAYS = {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())}
_FIELDS = (("minute", 0, 59, {}), ("hour", 0, 23, {}), ("day of month", 1, 31, {}), ("month", 1, 12, _MONTHS),
           ("day of week", 0, 7, _DAYS), ("second", 0, 59, {}))
_PART = re.compile(r"^(\*|\?|[0-9a-z]+)(?:-([0-9a-z]+))?(?:/(\d+))?$")


class CronError(ValueError):
    """The text is no cron expression."""


class Cron:
    def __init__(self, expression):
        self.expression = expression
        texts = expression.lower().split()
        if len(texts) not in (5, 6):
            raise CronError("'%s' is not a cron expression: exactly 5 or 6 columns have to be given" % expression)
        self.last_day = False
        self.nth_days = set()
        self.texts = texts
        sets = [self._field(text, *_FIELDS[index]) for index, text in enumerate(texts)]
        self.minutes, self.hours, self.days, self.months, self.weekdays = sets[:5]
        self.seconds = sets[5] if len(sets) == 6 else {0}
        self.weekdays = {day % 7 for day in self.weekdays}
        self.any_day, self.any_weekday = texts[2][0] in "*?", texts[4][0] in "*?"

    def _field(self, text, name, low, high, names):
        found = set()
        for part in text.split(","):
            if name == "day of month" and part == "l":
                self.last_day = True
                continue
            if name == "day of week" and re.match(r"^(l\d|\w+#[1-5l])$", part):
                day, nth = (part[1], "l") if part[0] == "l" and len(part) == 2 else part.split("#")
                day = names[day] if day in names else int(day) if day.isdigit() else 9
                if day > 7:
                    raise self._wrong(part, name)
                self.nth_days.add((day % 7, nth if nth == "l" else int(nth)))
                continue
            found.update(self._range(part, name, low, high, names))
        return found

    def _range(self, part, name, low, high, names):
        match = _PART.match(part)
        if not match:
            raise self._wrong(part, name)
        first, last, step = match.groups()
        bounds = []
        for text in (first, last):
            if text in ("*", "?", None):
                bounds.append(None)
            elif text in names or text.isdigit():
                bounds.append(names[text] if text in names else int(text))
            else:
                raise self._wrong(part, name)
        start, end = bounds
        if start is None:
            start, end = low, 6 if name == "day of week" else high
        elif end is None:
            end = high if step else start
        if step == "0" or not (low <= start <= high and low <= end <= high):
            raise self._wrong(part, name)
        numbers = range(start, end + 1) if start <= end else [*range(start, high + 1), *range(low, end + 1)]
        return list(numbers)[::int(step or 1)]

    def _wrong(self, part, name):
        return CronError("'%s' is not a cron expression: '%s' cannot be a %s" % (self.expression, part, name))

    def _on_day(self, day):
        if day.month not in self.months:
            return False
        last = calendar.monthrange(day.year, day.month)[1]
        by_month = day.day in self.days or self.last_day and day.day == last
        weekday = day.isoweekday() % 7
        by_week = weekday in self.weekdays or (weekday, (day.day - 1) // 7 + 1) in self.nth_days or (
            (weekday, "l") in self.nth_days and day.day + 7 > last)
        if self.any_day or self.any_weekday:
            return by_month and by_week
        return by_month or by_week

    def _local(self, moment, step):
        """The next local time in the direction of step, 1 or -1, not moment itself."""
        times = sorted((h, m, s) for h in self.hours for m in self.minutes for s in self.seconds)[::step]
        day = moment.date()
        for _ in range(366 * 8):
            if self._on_day(day):
                for hour, minute, second in times:
                    found = datetime.datetime(day.year, day.month, day.day, hour, minute, second)
                    if (found - moment) * step > datetime.timedelta():
                        return found
            day += datetime.timedelta(days=step)
        raise CronError("'%s' never comes" % self.expression)

    def _move(self, moment, zone, step):
        zone = zone or moment.tzinfo or datetime.timezone.utc
        local = moment.astimezone(zone)
        naive = datetime.datetime(local.year, local.month, local.day, local.hour, local.minute, local.second,
                                  local.microsecond)
        found = self._local(naive, step)
        utc = datetime.timezone.utc
        if self.texts[1] == "*":  # by the hour: what passes is real time
            return (moment.astimezone(utc) + (found - naive)).astimezone(zone)
        made = self._in_zone(found, zone)
        while (made - moment) * step <= datetime.timedelta():  # two local times at which the clocks change are one
            found = self._local(found, step)
            made = self._in_zone(found, zone)
        return made

    @staticmethod
    def _in_zone(local, zone):
        """The second of two such times, and a time that the clocks skip moved forward."""
        utc = datetime.timezone.utc
        made = local.replace(tzinfo=zone, fold=1)
        if made.astimezone(utc).astimezone(zone).replace(tzinfo=None, fold=0) != local:
            made = local.replace(tzinfo=zone, fold=0)
        return made.astimezone(utc).astimezone(zone)

    def after(self, moment, zone=None):
        return self._move(moment, zone, 1)

    def before(self, moment, zone=None):
        return self._move(moment, zone, -1)

    def description(self):
        """In words, where that is simple; otherwise the expression."""
        minute, hour, day, month, weekday = self.texts[:5]
        if len(self.texts) == 6 or month != "*" or "?" in self.texts:
            return self.expression
        days = ""
        if weekday != "*":
            if day != "*" or self.nth_days or not self.weekdays or len(self.weekdays) > 1:
                return self.expression
            days = ", only on " + calendar.day_name[(min(self.weekdays) - 1) % 7]
        elif day != "*":
            if not day.isdigit():
                return self.expression
            days = ", on day %s of the month" % day
        if minute.isdigit() and hour.isdigit():
            return "At %02d:%02d%s" % (int(hour), int(minute), days)
        if hour != "*" or days:
            return self.expression
        if minute in ("*", "*/1"):
            return "Every minute"
        if minute == "0":
            return "Every hour"
        match = re.match(r"^\*/(\d+)$", minute)
        return "Every %s minutes" % match.group(1) if match else self.expression
