"""Days of the week, Monday is 1."""

import enum


class WeekDay(enum.IntEnum):
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7

    @classmethod
    def get_weekday_number(cls, week_day_str):
        name = week_day_str.upper()
        if name not in cls.__members__:
            raise AttributeError('Invalid Week Day passed: "%s"' % week_day_str)
        return cls[name]

    @classmethod
    def convert(cls, day):
        return cls.get_weekday_number(day) if isinstance(day, str) else cls(day)

    @classmethod
    def validate_week_day(cls, week_day):
        """The numbers of one day or a list of days, by name or as WeekDay."""
        days = [week_day] if isinstance(week_day, (str, cls, int)) else list(week_day)
        if not days:
            raise TypeError("Unsupported Type for week_day parameter: it is empty")
        return {int(cls.convert(day)) for day in days}
