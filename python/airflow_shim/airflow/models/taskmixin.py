"""Dependencies: >>, << and what stands on their sides."""


class DependencyMixin:
    """What can stand beside >> and <<."""

    roots = leaves = ()

    def set_upstream(self, other, edge_modifier=None):
        raise NotImplementedError

    def set_downstream(self, other, edge_modifier=None):
        raise NotImplementedError

    def update_relative(self, other, upstream=True, edge_modifier=None):
        """Told that other has been put before this, or behind."""

    def __lshift__(self, other):
        self.set_upstream(other)
        return other

    def __rshift__(self, other):
        self.set_downstream(other)
        return other

    def __rrshift__(self, other):
        self.__lshift__(other)
        return self

    def __rlshift__(self, other):
        self.__rshift__(other)
        return self

    def as_setup(self):
        raise NotImplementedError

    def as_teardown(self, **_):
        raise NotImplementedError


TaskMixin = DependencyMixin


def flatten(other):
    """The items of lists in lists."""
    if isinstance(other, (list, tuple, set)):
        return [node for item in other for node in flatten(item)]
    return [other]


class DAGNode(DependencyMixin):
    """A task or a group of them."""

    dag = None
