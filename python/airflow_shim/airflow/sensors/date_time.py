"""DateTimeSensor"""

import datetime

from airflow.sensors.base import BaseSensorOperator
from airflow.utils import timezone
from nightjar_airflow import waits


class DateTimeSensor(BaseSensorOperator):
    template_fields = ("target_time",)

    def __init__(self, *, target_time, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        if not isinstance(target_time, (str, datetime.datetime)):
            raise TypeError("Expected str or datetime.datetime type for target_time. Got %s" % type(target_time))
        self.target_time = target_time if isinstance(target_time, str) else target_time.isoformat()

    def poke(self, context):
        self.log.info("Checking if the time (%s) has come", self.target_time)
        return timezone.utcnow() > timezone.parse(self.target_time)

    def waits_for(self, context):
        return waits.for_time(timezone.parse(self.target_time))


DateTimeSensorAsync = DateTimeSensor
