"""Mapped tasks: expand() and partial(). Each value is a point of the task's grid, which Nightjar runs for itself."""

from airflow.exceptions import NotSupported
from airflow.models.xcom_arg import XComArg
from nightjar_airflow import runtime
from nightjar_airflow.values import decode, encode

_TEMPLATE_SIGNS = ("{{", "{%", "{#")


class OperatorPartial:
    """What partial() of an operator was given."""

    def __init__(self, operator_class, arguments):
        self.operator_class, self.arguments = operator_class, arguments

    def _build(self, values):
        return self.operator_class(**{**self.arguments, **values})

    def expand(self, **values):
        """One task for each combination of the values."""
        return make(self._build, check(values, self.arguments))

    def expand_kwargs(self, points, strict=True):
        """One task for each dict of a list."""
        return make(self._build, check_points(points))


def check(values, fixed):
    """values of expand() as names with lists or XComArgs; raises if they are nothing to map over."""
    if not values:
        raise TypeError("no arguments to expand against")
    twice = sorted(values.keys() & fixed.keys())
    if twice:
        raise TypeError("unmappable or already specified argument: %s" % ", ".join(map(repr, twice)))
    found = {}
    for name, value in values.items():
        if isinstance(value, dict):
            value = [list(item) for item in value.items()]
        if not isinstance(value, (list, tuple, XComArg)):
            raise ValueError("expand() got an unexpected type %r for keyword argument '%s'" % (
                type(value).__name__, name))
        found[name] = value
    return found


def check_points(points):
    if isinstance(points, XComArg):
        raise NotSupported("expand_kwargs() of what a task returns", "expand(name=...) maps over it")
    points = list(points)
    wrong = [point for point in points if not isinstance(point, dict)]
    if wrong:
        raise TypeError("expand_kwargs() takes a list of dicts, not of %s" % type(wrong[0]).__name__)
    return points


def make(build, values):
    """The task that build makes; in the attempt of a point it is that of the point, else a pattern of all of them."""
    task = build(_first(values))
    point = runtime.point
    if point is not None and point["task"] == (task.dag_id, task.task_id):
        task.leave()
        task = build(decode(point["values"]))
    task.mapped = values
    for argument in XComArg.iter_xcom_args(values):
        task.set_upstream(argument.operator)
    return task


def _first(values):
    if isinstance(values, list):
        return values[0] if values else {}
    return {name: value if isinstance(value, XComArg) else next(iter(value), None) for name, value in values.items()}


def grid_of(task):
    """The points as JSON for the server, with templates for what tasks return; None if the task is not mapped."""
    if task.mapped is None:
        return None
    if isinstance(task.mapped, list):
        return [{name: _literal(value, task) for name, value in point.items()} for point in task.mapped]
    return {name: _returned(value) if isinstance(value, XComArg) else [_literal(part, task) for part in value]
            for name, value in task.mapped.items()}


def _returned(argument):
    return "{{ values['%s']['%s'] }}" % (argument.operator.task_id, argument.key)


def _literal(value, task):
    if any(True for _ in XComArg.iter_xcom_args(value)):
        raise NotSupported("expand() of the task %s over a list with what tasks return in it" % task.task_id,
                           "return the whole list from one task")
    try:
        return _raw(encode(value)[0])
    except TypeError:
        raise NotSupported("expand() of the task %s over values of type %s" % (task.task_id, type(value).__name__),
                           "use values that JSON has") from None


def _raw(value):
    """value such that the server does not fill in the templates in it, which are the task's."""
    if isinstance(value, str) and any(sign in value for sign in _TEMPLATE_SIGNS):
        return "{% raw %}" + value + "{% endraw %}"
    if isinstance(value, list):
        return [_raw(part) for part in value]
    if isinstance(value, dict):
        return {name: _raw(part) for name, part in value.items()}
    return value
