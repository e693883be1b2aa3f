"""Mapped tasks: expand() and partial(). Each value is a point of the task's grid, which Nightjar runs for itself."""

from collections.abc import Sequence

from airflow.exceptions import NotSupported, UnmappableXComTypePushed, XComForMappingNotPushed
from airflow.models.xcom_arg import PlainXComArg, XComArg
from airflow.utils.xcom import XCOM_RETURN_KEY
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
            value = list(value.items())
        if not isinstance(value, (list, tuple, XComArg)):
            raise ValueError("expand() got an unexpected type %r for keyword argument '%s'" % (
                type(value).__name__, name))
        found[name] = value
    return found


def check_points(points):
    """points of expand_kwargs(), which are dicts, or what a task returns."""
    if isinstance(points, XComArg):
        return points
    points = list(points)
    wrong = [point for point in points if not isinstance(point, (dict, XComArg))]
    if wrong:
        raise TypeError("expand_kwargs() takes a list of dicts, not of %s" % type(wrong[0]).__name__)
    return points


def make(build, values):
    """The task that build makes; in the attempt of a point it is that of the point, else a pattern of all of them."""
    task = _pattern(build, values)
    point = runtime.point
    if point is not None and point["task"] == (task.dag_id, task.task_id):
        try:
            given = arguments(values, point["values"])
        except Exception as problem:  # of a function of map(), say: the task fails of it, or is skipped
            runtime.point_problem = problem
        else:
            task.leave()
            task = build(given)
    if task.mapped_group is not None:
        raise NotSupported("mapping the task %s within the mapped group %s" % (
            task.task_id, task.mapped_group.group_id), "map the one or the other")
    task.mapped = values
    for argument in XComArg.iter_xcom_args(values):
        task.set_upstream(argument.operator)
    return task


def _pattern(build, values):
    first = _first(values)
    runtime.pattern = first is None
    try:
        return build(first or {})
    finally:
        runtime.pattern = False


def _first(values):
    """Arguments of the first point; None if they are not known yet."""
    if not isinstance(values, dict):
        return values[0] if isinstance(values, list) and values and isinstance(values[0], dict) else None
    return {name: value if isinstance(value, XComArg) else next(iter(value), None) for name, value in values.items()}


# What the server counts where it cannot know the values.
_INDEX = "index"


def arguments(values, point):
    """Arguments of the point for which the server gives those values."""
    if isinstance(values, dict):
        return {name: _item(value, point[name]) for name, value in values.items()}
    if _INDEX in point and _points(values) is None:
        values = values.item(point[_INDEX]) if isinstance(values, XComArg) else values[point[_INDEX]]
        return values.resolve(runtime.values) if isinstance(values, XComArg) else values
    return decode(point)


def _item(value, given):
    """What stands for given in value, which is mapped over."""
    if isinstance(value, PlainXComArg):
        pair = isinstance(given, list) and len(given) == 2 and isinstance(value.value(), dict)
        return tuple(decode(given)) if pair else decode(given)
    if isinstance(value, XComArg):
        return value.item(given)
    encoded = _encoded(value)
    return value[given if encoded is None else encoded.index(given)]


def grid_of(task):
    """The points as JSON for the server, with templates for what tasks return; None if the task is not mapped."""
    values = task.mapped
    if values is None:
        return None
    if isinstance(values, dict):
        return {name: _raw_list(value) for name, value in values.items()}
    points = _points(values)
    return {_INDEX: _indices(values)} if points is None else points


def _points(values):
    """The points of expand_kwargs() for the server; None if it cannot know them."""
    if isinstance(values, PlainXComArg):
        return "{{ %s }}" % values.template()
    encoded = None if isinstance(values, XComArg) else _encoded(values)
    return None if encoded is None else [_raw(point) for point in encoded]


def _raw_list(value):
    if isinstance(value, PlainXComArg):
        return "{{ %s }}" % value.template()
    encoded = None if isinstance(value, XComArg) else _encoded(value)
    return _indices(value) if encoded is None else _raw(encoded)


def _indices(value):
    return "{{ range(%s) | list }}" % value.length() if isinstance(value, XComArg) else list(range(len(value)))


def _encoded(value):
    """The list as JSON; None if there is something in it that is not known yet, or has no JSON."""
    if any(True for _ in XComArg.iter_xcom_args(value)):
        return None
    try:
        return encode(value)[0]
    except TypeError:
        return None


def _raw(value):
    """value such that the server does not fill in the templates in it, which are the task's."""
    if isinstance(value, str) and any(sign in value for sign in _TEMPLATE_SIGNS):
        return "{% raw %}" + value + "{% endraw %}"
    if isinstance(value, list):
        return [_raw(part) for part in value]
    if isinstance(value, dict):
        return {name: _raw(part) for name, part in value.items()}
    return value


def require_items(task, result):
    """Raises if what a task returns cannot be mapped over, though another task does so; points may return anything."""
    if task.mapped is not None or not any(argument.operator is task and argument.key == XCOM_RETURN_KEY
               for other in task.dag.tasks for argument in XComArg.iter_xcom_args(_over_results(other.mapped))):
        return
    if result is None:
        raise XComForMappingNotPushed()
    if not isinstance(result, (Sequence, dict)) or isinstance(result, (str, bytes, bytearray)):
        raise UnmappableXComTypePushed(result)


def _over_results(mapped):
    """The results that are mapped over themselves; those in a list are but values."""
    parts = mapped.values() if isinstance(mapped, dict) else [mapped]
    return [part for part in parts if isinstance(part, XComArg)]
