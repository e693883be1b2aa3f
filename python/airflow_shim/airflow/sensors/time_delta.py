"""TimeDeltaSensor"""

from airflow.sensors.base import BaseSensorOperator
from airflow.utils import timezone
from nightjar_airflow import waits


class TimeDeltaSensor(BaseSensorOperator):
    """Until delta after the end of the data interval."""

    def __init__(self, *, delta, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def poke(self, context):
        target = context["data_interval_end"] + self.delta
        self.log.info("Checking if the time (%s) has come", target)
        return timezone.utcnow() > target

    def waits_for(self, context):
        return waits.for_time(context["data_interval_end"] + self.delta)


TimeDeltaSensorAsync = TimeDeltaSensor
