"""What a schedule is: cron, a distance, once, continuous or none."""

import re
from datetime import timedelta
from typing import NamedTuple

import pendulum

from airflow.exceptions import AirflowTimetableInvalid, NotSupported
from airflow.utils.dates import cron_presets
from nightjar_airflow.cron import Cron, CronError


class DataInterval(NamedTuple):
    start: object
    end: object


class TimeRestriction(NamedTuple):
    earliest: object
    latest: object
    catchup: bool


class DagRunInfo(NamedTuple):
    run_after: object
    data_interval: DataInterval

    @classmethod
    def exact(cls, at):
        return cls(at, DataInterval(at, at))

    @classmethod
    def interval(cls, start, end):
        return cls(end, DataInterval(start, end))


class Timetable:
    """Kept for annotations and as the base of Airflow's own; those of DAG files cannot be used."""

    kind = None
    zone = None
    description = ""
    periodic = can_be_scheduled = False
    normalized = None

    def following(self, moment):
        return None

    preceding = following

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self.summary)


class NullTimetable(Timetable):
    kind, summary, description = "null", "None", "Never, external triggers only"


class OnceTimetable(Timetable):
    kind, summary, normalized, description = "once", "@once", "@once", "Once, as soon as possible"
    can_be_scheduled = True


class ContinuousTimetable(Timetable):
    kind, summary, normalized = "continuous", "@continuous", "@continuous"
    description = "As frequently as possible, but only one run at a time."
    can_be_scheduled = True


class CronDataIntervalTimetable(Timetable):
    kind = "cron"
    periodic = can_be_scheduled = True

    def __init__(self, cron, timezone):
        self.zone = pendulum.timezone(timezone) if isinstance(timezone, str) else timezone
        self.given = cron
        self.summary = self.expression = self.normalized = cron_presets.get(cron.strip(), cron.strip())
        try:
            self.cron = Cron(self.expression)
        except CronError as problem:
            raise AirflowTimetableInvalid(str(problem)) from None
        self.description = self.cron.description()

    def following(self, moment):
        return pendulum.instance(self.cron.after(moment, self.zone)).in_timezone("UTC")

    def preceding(self, moment):
        return pendulum.instance(self.cron.before(moment, self.zone)).in_timezone("UTC")


class CronTriggerTimetable(CronDataIntervalTimetable):
    """At the times of a cron expression; each run stands for the same time before its own, or for the moment."""

    kind = "cron_trigger"

    def __init__(self, cron, *, timezone, interval=timedelta()):
        super().__init__(cron, timezone)
        if not isinstance(interval, timedelta):
            raise NotSupported("CronTriggerTimetable(interval=%r)" % interval, "give a timedelta")
        self.interval = interval
        self.text = "%s for %ds" % (self.expression, interval.total_seconds())


class DeltaDataIntervalTimetable(Timetable):
    """After a timedelta, or a relativedelta of months and what is shorter."""

    periodic = can_be_scheduled = True

    def __init__(self, delta):
        self.given = self.normalized = delta
        self.summary = str(delta)
        self.months = 0 if isinstance(delta, timedelta) else 12 * delta.years + delta.months
        self.kind = "months" if self.months else "delta"
        self.seconds = _seconds(delta)
        if self.months < 0 or self.seconds < 0 or not self.months and not self.seconds:
            raise AirflowTimetableInvalid("schedule interval must be positive, not %r" % delta)
        self.text = "every P%dMT%dS" % (self.months, self.seconds)

    def following(self, moment):
        return moment + self.given

    def preceding(self, moment):
        return moment - self.given


def _seconds(delta):
    """What of it is shorter than a month."""
    if isinstance(delta, timedelta):
        return delta.total_seconds()
    if any(getattr(delta, name, None) is not None
           for name in ("year", "month", "day", "weekday", "hour", "minute", "second", "microsecond")):
        raise NotSupported("a schedule of %r" % delta, "write it as a cron expression, like '0 0 1 * *'")
    return timedelta(days=delta.days, hours=delta.hours, minutes=delta.minutes, seconds=delta.seconds,
                     microseconds=delta.microseconds).total_seconds()


def of(schedule, zone):
    """The timetable for the schedule that a DAG is given."""
    if schedule is None:
        return NullTimetable()
    if isinstance(schedule, str):
        if schedule == "@once":
            return OnceTimetable()
        if schedule == "@continuous":
            return ContinuousTimetable()
        if not re.search(r"\S", schedule):
            raise AirflowTimetableInvalid("the schedule '%s' is empty" % schedule)
        return CronDataIntervalTimetable(schedule, zone)
    if isinstance(schedule, timedelta) or type(schedule).__name__ == "relativedelta":
        return DeltaDataIntervalTimetable(schedule)
    if isinstance(schedule, Timetable):
        if type(schedule).__module__.startswith("airflow.timetables."):
            return schedule
        raise NotSupported("the timetable %s" % type(schedule).__name__, "use cron, a timedelta, @once or None")
    if isinstance(schedule, (list, tuple)) or type(schedule).__name__.startswith("Dataset"):
        raise NotSupported("a schedule by datasets", "use cron, or TriggerDagRunOperator in the DAG that writes them")
    raise AirflowTimetableInvalid("%r is not a valid schedule" % (schedule,))
