"""`macros` in templates."""

import json
import time
import uuid
from datetime import datetime, timedelta
from random import random

try:
    import dateutil
    import dateutil.parser
except ImportError:
    from airflow.macros import _dateutil as dateutil

from airflow.macros import hive

__all__ = ["dateutil", "datetime", "datetime_diff_for_humans", "ds_add", "ds_format", "hive", "json", "random",
           "time", "timedelta", "uuid"]


def ds_add(ds, days):
    """The date ds (YYYY-MM-DD) moved by days."""
    if not days:
        return str(ds)
    return (datetime.strptime(str(ds), "%Y-%m-%d") + timedelta(days=days)).strftime("%Y-%m-%d")


def ds_format(ds, input_format, output_format):
    return datetime.strptime(str(ds), input_format).strftime(output_format)


def datetime_diff_for_humans(dt, since=None):
    import pendulum

    moment = pendulum.instance(dt)
    return moment.diff_for_humans() if since is None else moment.diff_for_humans(pendulum.instance(since))
