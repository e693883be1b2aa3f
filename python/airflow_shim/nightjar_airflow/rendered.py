"""Template fields as JSON, for people to look at."""

import datetime
import math

from airflow.models.xcom_arg import XComArg
from airflow.utils.context import Context
from nightjar_airflow.log import redact


def as_json(value, depth=0):
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if depth > 20:
        return "…"
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return {"timedelta_s": value.total_seconds()}
    if isinstance(value, XComArg):
        return {"xcom_arg": value.operator.task_id, "key": value.key}
    if isinstance(value, Context) or isinstance(value, dict) and "prev_execution_date_success" in value:
        found = {key: as_json(part, depth + 1) for key, part in value.items()}
        # Airflow's own value there is a proxy of None.
        if found.get("prev_execution_date_success") is None:
            found["prev_execution_date_success"] = {"callable": "?"}
        return found
    if isinstance(value, dict):
        return {str(key): as_json(part, depth + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(part, depth + 1) for part in value]
    if isinstance(value, (set, frozenset)):
        return sorted((as_json(part, depth + 1) for part in value), key=str)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if callable(value):
        return {"callable": getattr(value, "__name__", "?")}
    return {"repr_type": type(value).__name__}


def fields(task, masked=True):
    names = [task.template_fields] if isinstance(task.template_fields, str) else task.template_fields
    found = {name: as_json(getattr(task, name, None)) for name in names}
    return {name: redact(value, name) for name, value in found.items()} if masked else found
