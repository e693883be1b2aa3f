"""EventsTimetable"""

import pendulum

from airflow.exceptions import NotSupported
from airflow.timetables.base import Timetable
from airflow.utils import timezone


class EventsTimetable(Timetable):
    """At the times of a list; each run stands for its moment."""

    kind = "events"
    can_be_scheduled = True

    def __init__(self, event_dates, restrict_to_events=False, presorted=False, description=None):
        if restrict_to_events:
            raise NotSupported("EventsTimetable(restrict_to_events=True)", "start runs by hand for the times they are for")
        self.event_dates = sorted({pendulum.instance(timezone.convert_to_utc(date)) for date in event_dates})
        count = len(self.event_dates)
        self.summary = description or "%d Events" % count
        self.description = description or ("%d Events between %s and %s" % (
            count, self.event_dates[0], self.event_dates[-1]) if count else "0 Events")

    def times(self, catchup):
        """The times that get runs: without catchup, only those to come."""
        return [date for date in self.event_dates if catchup or date >= timezone.utcnow()]

    def following(self, moment):
        return next((date for date in self.event_dates if date > moment), None)

    def preceding(self, moment):
        return next((date for date in reversed(self.event_dates) if date < moment), None)
