"""Statistics: as in Airflow without StatsD, they go nowhere."""

import contextlib


class Stats:
    @staticmethod
    def incr(stat, count=1, rate=1, *, tags=None):
        """Counts up."""

    @staticmethod
    def decr(stat, count=1, rate=1, *, tags=None):
        """Counts down."""

    @staticmethod
    def gauge(stat, value, rate=1, delta=False, *, tags=None):
        """Says how much there is."""

    @staticmethod
    def timing(stat, dt, *, tags=None):
        """Says how long something took."""

    @staticmethod
    def timer(*args, **kwargs):
        return contextlib.nullcontext()
