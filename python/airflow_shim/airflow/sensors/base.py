"""BaseSensorOperator: waits until something is so."""

import datetime
import math
import time

from airflow.exceptions import (
    AirflowException, AirflowFailException, AirflowRescheduleException, AirflowSensorTimeout, AirflowSkipException)
from airflow.models.baseoperator import BaseOperator
from airflow.operators.branch import SkipMixin
from airflow.utils import timezone
from nightjar_airflow import runtime
from nightjar_airflow.waits import Wait

# So long may a sensor poke on within one attempt, if it pokes often.
_STAY_SECONDS = 30
_OFTEN_SECONDS = 5


class PokeReturnValue:
    def __init__(self, is_done, xcom_value=None):
        self.is_done, self.xcom_value = is_done, xcom_value

    def __bool__(self):
        return self.is_done


def _seconds(value, name, sensor):
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise AirflowException("Operator arg `%s` of %s must be a number that is not negative, not %r" % (
            name, sensor, value))
    return value


class BaseSensorOperator(BaseOperator, SkipMixin):
    ui_color = "#e6f1f2"
    valid_modes = ("poke", "reschedule")

    def __init__(self, *, poke_interval=60.0, timeout=604800.0, soft_fail=False, mode="poke",
                 exponential_backoff=False, max_wait=None, silent_fail=False, never_fail=False, **kwargs):
        super().__init__(**kwargs)
        self.poke_interval = _seconds(poke_interval, "poke_interval", self)
        self.timeout = _seconds(timeout, "timeout", self)
        self.soft_fail, self.mode, self.exponential_backoff = soft_fail, mode, exponential_backoff
        self.silent_fail, self.never_fail = silent_fail, never_fail
        self.max_wait = None if max_wait is None else _seconds(max_wait, "max_wait", self)
        if mode not in self.valid_modes:
            raise AirflowException("The mode must be one of %s,'%s'; received '%s'." % (
                list(self.valid_modes), self, mode))
        if soft_fail and never_fail:
            raise ValueError("soft_fail and never_fail are mutually exclusive, you can not provide both.")

    @property
    def reschedule(self):
        return self.mode == "reschedule"

    def poke(self, context):
        raise NotImplementedError("Override me.")

    def waits_for(self, context):
        """What the server can watch in place of poke, or None."""
        return None

    def _watchable(self):
        cls = type(self)
        owner = next(base for base in cls.__mro__ if "waits_for" in vars(base))
        return cls.execute is BaseSensorOperator.execute and cls.poke is owner.poke and \
            cls.post_execute is BaseOperator.post_execute and not self._post_execute_hook

    def execute(self, context):
        began, entered = runtime.attempt.first_poke_at or timezone.utcnow(), time.monotonic()
        while True:
            try:
                result = self.poke(context)
            except (AirflowSkipException, AirflowFailException, AirflowSensorTimeout, AirflowRescheduleException):
                raise
            except Exception as problem:
                if self.soft_fail or self.never_fail:
                    raise AirflowSkipException("Skipping due to an error: %s" % problem) from problem
                if not self.silent_fail:
                    raise
                self.log.error("Sensor poke failed: %s", problem, exc_info=True)
                result = False
            if result:
                self.log.info("Success criteria met. Exiting.")
                return result.xcom_value if isinstance(result, PokeReturnValue) else None
            passed = (timezone.utcnow() - began).total_seconds()
            if passed > self.timeout:
                text = "Sensor has timed out; run duration of %s seconds exceeds the specified timeout of %s." % (
                    passed, self.timeout)
                raise (AirflowSkipException if self.soft_fail or self.never_fail else AirflowSensorTimeout)(text)
            interval = self._interval(passed)
            stays = runtime.attempt.mode == "test"
            if not stays:
                self._hand_over(context, began, interval)
                stays = self.mode == "poke" and interval < _OFTEN_SECONDS and \
                    time.monotonic() - entered + interval < _STAY_SECONDS
            if not stays:
                raise AirflowRescheduleException(timezone.utcnow() + datetime.timedelta(seconds=interval))
            time.sleep(interval)

    def _hand_over(self, context, began, interval):
        what = self.waits_for(context) if self._watchable() else None
        if what is not None:
            until = began + datetime.timedelta(seconds=self.timeout)
            raise Wait(dict(what, poke_interval=interval, timeout_at=until.isoformat(), soft_fail=bool(self.soft_fail)))

    def _interval(self, passed):
        if not self.exponential_backoff or not self.poke_interval:
            return self.poke_interval
        interval = self.poke_interval * 2 ** int(math.log2(passed / self.poke_interval + 1))
        return min(interval, self.max_wait or 86400)


def poke_mode_only(cls):
    """Marks sensors that Airflow must not reschedule; here an attempt may begin anew between two pokes."""
    return cls
