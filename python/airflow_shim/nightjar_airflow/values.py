"""XComs of an attempt: those it pushes, for its outcome, and those it pulls from the server."""

import base64
import datetime
import decimal
import json
import math
import pickle
from typing import Any, NamedTuple

from nightjar_airflow import runtime

_KIND, _VALUE = "__nightjar_type", "value"


class Value(NamedTuple):
    task_id: str
    key: str
    value: Any


def _as_json(value):
    """value with what JSON has no word for as {"__nightjar_type", "value"}; raises TypeError for the rest."""
    if value is None or isinstance(value, (bool, int, str)) and type(value) in (bool, int, str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {_KIND: "float", _VALUE: repr(float(value))}
    if isinstance(value, dict):
        wrong = [key for key in value if not isinstance(key, (str, int, float, bool)) and key is not None]
        if wrong:
            raise TypeError("keys of a dict in an XCom must be str, not %s" % type(wrong[0]).__name__)
        return {key if isinstance(key, str) else json.dumps(key): _as_json(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(part) for part in value]
    if isinstance(value, (str, int)):  # an enum or another subclass
        return value.value if hasattr(value, "value") else str(value) if isinstance(value, str) else int(value)
    for kind, (cls, write, _) in _KINDS.items():
        if isinstance(value, cls):
            return {_KIND: kind, _VALUE: write(value)}
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return _as_json(value.tolist())
    raise TypeError("Object of type %s is not JSON serializable. An XCom is for small values; write this one to a "
                    "file and hand on its path." % type(value).__name__)


def _datetime_of(text):
    import pendulum

    return pendulum.instance(pendulum.parse(text))


_KINDS = {
    "datetime": (datetime.datetime, lambda value: value.isoformat(), _datetime_of),
    "date": (datetime.date, lambda value: value.isoformat(), datetime.date.fromisoformat),
    "timedelta": (datetime.timedelta, lambda value: value.total_seconds(),
                  lambda seconds: datetime.timedelta(seconds=seconds)),
    "set": (set, lambda value: [_as_json(part) for part in value], set),
    "frozenset": (frozenset, lambda value: [_as_json(part) for part in value], frozenset),
    "decimal": (decimal.Decimal, str, decimal.Decimal),
}


def encode(value):
    """(JSON value, pickle in base64 or None)."""
    if runtime.is_1_10():
        try:
            return json.loads(json.dumps(value, allow_nan=False)), None
        except (TypeError, ValueError):
            return str(value)[:500], base64.b64encode(pickle.dumps(value)).decode()
    return _as_json(value), None


def decode(value, pickled=None):
    if pickled:
        return pickle.loads(base64.b64decode(pickled))
    if isinstance(value, list):
        return [decode(part) for part in value]
    if isinstance(value, dict):
        if _KIND in value:
            kind, inner = value[_KIND], decode(value[_VALUE])
            return float(inner) if kind == "float" else _KINDS[kind][2](inner)
        return {key: decode(part) for key, part in value.items()}
    return value


class Values:
    def __init__(self, dag_id, task_id, run_id, logical_date):
        self._dag_id, self._task_id, self._run_id, self._logical_date = dag_id, task_id, run_id, logical_date
        self.pushed = {}

    def push(self, key, value):
        if not isinstance(key, str):
            raise TypeError("XCom key must be a string. Received: %s" % type(key).__name__)
        self.pushed.pop(key, None)
        self.pushed[key] = encode(value)

    def pull(self, dag_id, task_ids, key, include_prior_dates, run_id=None, logical_date=None):
        """The values found, the newest first."""
        dag_id = dag_id or self._dag_id
        run_id, logical_date = run_id or self._run_id, logical_date or self._logical_date
        own = dag_id == self._dag_id and run_id == self._run_id and (task_ids is None or self._task_id in task_ids)
        found = []
        if own:
            found = [Value(self._task_id, name, decode(*encoded)) for name, encoded in reversed(list(self.pushed.items()))
                     if key in (None, name)]
        if runtime.api is not None and set(task_ids or ["other"]) - ({self._task_id} if own and found else set()):
            for one in runtime.api.pull(dag_id, run_id, logical_date, task_ids, key, bool(include_prior_dates)):
                found.append(Value(one["task_id"], one["key"], decode(one.get("value"), one.get("pickled"))))
        return found

    def for_outcome(self):
        return [{"key": key, "value": value, "pickled": pickled} for key, (value, pickled) in self.pushed.items()]
