"""Labels on edges."""

from airflow.models.taskmixin import DependencyMixin


class EdgeModifier(DependencyMixin):
    """Stands between tasks: a >> Label("x") >> b is an edge from a to b with a label."""

    def __init__(self, label=None):
        self.label = label
        self._upstream, self._downstream = [], []

    @property
    def roots(self):
        return self._downstream

    @property
    def leaves(self):
        return self._upstream

    def set_upstream(self, other, edge_modifier=None):
        self._upstream.extend(_nodes(other))
        self._connect()

    def set_downstream(self, other, edge_modifier=None):
        self._downstream.extend(_nodes(other))
        self._connect()

    def _connect(self):
        for node in self._upstream:
            for other in self._downstream:
                node.set_downstream(other, edge_modifier=self)

    def update_relative(self, other, upstream=True, edge_modifier=None):
        (self._upstream if upstream else self._downstream).append(other)
        self._connect()

    def add_edge_info(self, dag, upstream_id, downstream_id):
        dag.set_edge_info(upstream_id, downstream_id, {"label": self.label})


def _nodes(other):
    return list(other) if isinstance(other, (list, tuple)) else [other]


def Label(label):  # noqa: N802, as Airflow calls it
    return EdgeModifier(label=label)
