"""What a task returns, as an argument of another."""

from airflow.exceptions import NotSupported, XComNotFound
from airflow.models.taskmixin import DependencyMixin
from airflow.utils.xcom import XCOM_RETURN_KEY


class XComArg(DependencyMixin):
    def __init__(self, operator, key=XCOM_RETURN_KEY):
        self.operator, self.key = operator, key

    roots = leaves = property(lambda self: [self.operator])

    def __eq__(self, other):
        return isinstance(other, XComArg) and (self.operator, self.key) == (other.operator, other.key)

    def __hash__(self):
        return hash((self.operator.task_id, self.key))

    def __getitem__(self, key):
        if not isinstance(key, str):
            raise ValueError("XComArg only supports str lookup, received %s" % type(key).__name__)
        return XComArg(self.operator, key)

    def __iter__(self):
        raise TypeError("'XComArg' object is not iterable")

    def __str__(self):
        names = (self.operator.task_id, self.operator.dag_id, self.key)
        return "{{ task_instance.xcom_pull(task_ids=%r, dag_id=%r, key=%r) }}" % names

    def __repr__(self):
        return "XComArg(%r)" % self.operator

    def __enter__(self):
        raise NotSupported("a task as a context manager (setup and teardown)", "use tasks and trigger rules")

    def set_upstream(self, other, edge_modifier=None):
        self.operator.set_upstream(other, edge_modifier)

    def set_downstream(self, other, edge_modifier=None):
        self.operator.set_downstream(other, edge_modifier)

    def update_relative(self, other, upstream=True, edge_modifier=None):
        self.operator.update_relative(other, upstream, edge_modifier)

    def map(self, f):
        raise NotSupported("XComArg.map()", "do it in a task between the two")

    def zip(self, *others, **_):
        raise NotSupported("XComArg.zip()", "do it in a task between the two")

    def concat(self, *others):
        raise NotSupported("XComArg.concat()", "do it in a task between the two")

    def resolve(self, context, **_):
        task_id = self.operator.task_id
        instance = context["ti"]
        found = instance.xcom_pull(task_ids=[task_id], dag_id=self.operator.dag_id, key=self.key)
        found = list(found)
        if self.operator.mapped is not None:
            return found
        if found:
            return found[0]
        if self.key == XCOM_RETURN_KEY:
            return None
        raise XComNotFound(instance.dag_id, task_id, self.key)

    @staticmethod
    def iter_xcom_args(value):
        """The XComArgs in value, however deep."""
        if isinstance(value, XComArg):
            yield value
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


PlainXComArg = XComArg
