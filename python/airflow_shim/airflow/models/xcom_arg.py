"""What a task returns, as an argument of another."""

import itertools

from airflow.exceptions import XComNotFound
from airflow.models.taskmixin import DependencyMixin
from airflow.utils.xcom import XCOM_RETURN_KEY
from nightjar_airflow import runtime


class XComArg(DependencyMixin):
    """What tasks return, and lists that are made of it. `XComArg(task)` is what that task returns."""

    def __new__(cls, *args, **kwargs):
        return object.__new__(PlainXComArg if cls is XComArg else cls)

    # What it is made of.
    sources = ()

    operators = property(lambda self: [one.operator for one in self.iter_xcom_args(self)])
    roots = leaves = property(lambda self: self.operators)

    def set_upstream(self, other, edge_modifier=None):
        for operator in self.operators:
            operator.set_upstream(other, edge_modifier)

    def set_downstream(self, other, edge_modifier=None):
        for operator in self.operators:
            operator.set_downstream(other, edge_modifier)

    def update_relative(self, other, upstream=True, edge_modifier=None):
        for operator in self.operators:
            operator.update_relative(other, upstream, edge_modifier)

    def as_setup(self):
        for operator in self.operators:
            operator.as_setup()
        return self

    def as_teardown(self, **arguments):
        for operator in self.operators:
            operator.as_teardown(**arguments)
        return self

    def map(self, f):
        from airflow.decorators import is_task

        if is_task(f):
            raise ValueError("map() argument must be a plain function, not a @task operator")
        return MapXComArg(self, f)

    def zip(self, *others, fillvalue=None):
        return ZipXComArg((self,) + others, fillvalue) if others else self.map(lambda item: (item,))

    def concat(self, *others):
        return ConcatXComArg((self,) + others)

    def length(self):
        """How many items there are, as an expression for the server."""
        raise NotImplementedError

    def item(self, index):
        """One of the items, in an attempt."""
        raise NotImplementedError

    def __len__(self):
        raise TypeError("an XComArg has no length while the file is read")

    def count(self):
        """How many items there are, in an attempt."""
        raise NotImplementedError

    def resolve(self, context, **_):
        return [self.item(index) for index in range(self.count())]

    def __iter__(self):
        raise TypeError("'XComArg' object is not iterable")

    def __bool__(self):
        return True

    @staticmethod
    def iter_xcom_args(value):
        """The results of tasks in value, however deep."""
        if isinstance(value, PlainXComArg):
            yield value
        elif isinstance(value, XComArg):
            yield from XComArg.iter_xcom_args(value.sources)
        elif isinstance(value, dict):
            for part in value.values():
                yield from XComArg.iter_xcom_args(part)
        elif isinstance(value, (list, tuple, set)):
            for part in value:
                yield from XComArg.iter_xcom_args(part)

    @staticmethod
    def apply_upstream_relationship(op, value):
        for argument in XComArg.iter_xcom_args(value):
            if argument.operator is not op:
                op.set_upstream(argument.operator)


class PlainXComArg(XComArg):
    """What one task returns, or leaves under another key."""

    def __init__(self, operator, key=XCOM_RETURN_KEY):
        self.operator, self.key = operator, key

    def __eq__(self, other):
        return isinstance(other, PlainXComArg) and (self.operator, self.key) == (other.operator, other.key)

    def __hash__(self):
        return hash((self.operator.task_id, self.key))

    def __getitem__(self, key):
        if not isinstance(key, str):
            raise ValueError("XComArg only supports str lookup, received %s" % type(key).__name__)
        return PlainXComArg(self.operator, key)

    def __str__(self):
        names = (self.operator.task_id, self.operator.dag_id, self.key)
        return "{{ task_instance.xcom_pull(task_ids=%r, dag_id=%r, key=%r) }}" % names

    def __repr__(self):
        return "XComArg(%r)" % self.operator

    is_setup = property(lambda self: self.operator.is_setup)
    is_teardown = property(lambda self: self.operator.is_teardown)
    on_failure_fail_dagrun = property(lambda self: self.operator.on_failure_fail_dagrun)

    def __enter__(self):
        return self.operator.__enter__()

    def __exit__(self, *_):
        self.operator.__exit__()

    def _require_result(self, method):
        if self.key != XCOM_RETURN_KEY:
            raise ValueError("cannot %s against non-return XCom" % method)

    def map(self, f):
        self._require_result("map")
        return super().map(f)

    def zip(self, *others, fillvalue=None):
        self._require_result("map")
        return super().zip(*others, fillvalue=fillvalue)

    def concat(self, *others):
        self._require_result("concatenate")
        return super().concat(*others)

    def template(self):
        """The value, as an expression for the server."""
        return "values['%s']['%s']" % (self.operator.task_id, self.key)

    def length(self):
        return "%s | length" % self.template()

    def value(self):
        """All of it, in an attempt."""
        if "_found" not in self.__dict__:
            found = runtime.values.pull(None, [self.operator.task_id], self.key, False)
            self._found = found[0].value if found else []
        return self._found

    def item(self, index):
        value = self.value()
        return (list(value.items()) if isinstance(value, dict) else value)[index]

    def count(self):
        return len(self.value())

    def resolve(self, context, **_):
        task_id = self.operator.task_id
        instance = context["ti"]
        group = self.operator.mapped_group
        if group is not None and group is instance.task.mapped_group:
            return instance.xcom_pull(task_ids=task_id, dag_id=self.operator.dag_id, key=self.key,
                                      map_indexes=instance.map_index)
        found = list(instance.xcom_pull(task_ids=[task_id], dag_id=self.operator.dag_id, key=self.key))
        if self.operator.mapped is not None:
            return found
        if found:
            return found[0]
        if self.key == XCOM_RETURN_KEY:
            return None
        raise XComNotFound(instance.dag_id, task_id, self.key)


class GroupArgument(XComArg):
    """An argument of a mapped group, within it: each point has its own."""

    def __init__(self, mapped, name):
        self.sources, self.name = mapped, name

    def resolve(self, context, **_):
        from airflow.models import mappedoperator

        return mappedoperator.arguments(self.sources, runtime.point["values"])[self.name]


class MapXComArg(XComArg):
    """Each item handed through a function, in the attempt that takes it."""

    def __init__(self, source, function):
        self.sources, self.function = (source,), function

    def length(self):
        return self.sources[0].length()

    def count(self):
        return self.sources[0].count()

    def item(self, index):
        return self.function(self.sources[0].item(index))


class ZipXComArg(XComArg):
    """Tuples of the first items, of the second ones …; as many as the shortest has, or with a fillvalue the longest."""

    def __init__(self, sources, fillvalue):
        self.sources, self.fillvalue = sources, fillvalue

    def length(self):
        counts = ", ".join("(%s)" % source.length() for source in self.sources)
        return "[%s] | %s" % (counts, "min" if self.fillvalue is None else "max")

    def count(self):
        return (min if self.fillvalue is None else max)(source.count() for source in self.sources)

    def item(self, index):
        return tuple(source.item(index) if index < source.count() else self.fillvalue for source in self.sources)


class ConcatXComArg(XComArg):
    """The items of one list after those of the other."""

    def __init__(self, sources):
        self.sources = sources

    def length(self):
        return "[%s] | sum" % ", ".join("(%s)" % source.length() for source in self.sources)

    def count(self):
        return sum(source.count() for source in self.sources)

    def item(self, index):
        for source, before in zip(self.sources, itertools.accumulate(one.count() for one in self.sources)):
            if index < before:
                return source.item(index - before + source.count())
        raise IndexError(index)
