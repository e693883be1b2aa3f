"""TimeSensor"""

import datetime

from airflow.sensors.base import BaseSensorOperator
from airflow.utils import timezone
from nightjar_airflow import waits


class TimeSensor(BaseSensorOperator):
    """Until target_time, today in the time zone of the DAG."""

    def __init__(self, *, target_time, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.target_time = target_time

    @property
    def target_datetime(self):
        zone = self.dag.timezone
        today = timezone.utcnow().astimezone(zone).date()
        at = datetime.datetime.combine(today, self.target_time)
        return (at if at.tzinfo else timezone.make_aware(at, zone)).astimezone(timezone.utc)

    def poke(self, context):
        self.log.info("Checking if the time (%s) has come", self.target_time)
        return timezone.utcnow() > self.target_datetime

    def waits_for(self, context):
        return waits.for_time(self.target_datetime)


TimeSensorAsync = TimeSensor
