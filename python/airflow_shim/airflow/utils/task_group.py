"""Groups of tasks."""

from airflow.exceptions import DuplicateTaskIdFound, NotSupported, TaskAlreadyInTaskGroup
from airflow.models.taskmixin import DAGNode, flatten
from airflow.utils.helpers import validate_group_key


class TaskGroup(DAGNode):
    # What the group is mapped over, as BaseOperator.mapped; None if it is not.
    mapped = None

    def __init__(self, group_id, prefix_group_id=True, parent_group=None, dag=None, default_args=None, tooltip="",
                 ui_color="CornflowerBlue", ui_fgcolor="#000", add_suffix_on_collision=False,
                 group_display_name=""):
        from airflow.models.dag import DagContext

        self.prefix_group_id = prefix_group_id
        self.default_args = dict(default_args or {})
        self.tooltip, self.ui_color, self.ui_fgcolor = tooltip, ui_color, ui_fgcolor
        self.group_display_name = group_display_name
        self.children = {}
        self.upstream_group_ids, self.downstream_group_ids = set(), set()
        self.upstream_task_ids, self.downstream_task_ids = set(), set()
        self._group_id = group_id
        self.parent_group = None
        if group_id is None:
            self.dag, self.used_group_ids = dag, set()
            return
        validate_group_key(group_id)
        if parent_group is None:
            dag = dag or DagContext.get_current_dag()
            if dag is None:
                raise RuntimeError("TaskGroup can only be used inside a dag")
            parent_group = TaskGroupContext.get_current_task_group(dag)
        self.dag = parent_group.dag or dag
        self.used_group_ids = parent_group.used_group_ids
        self.parent_group = parent_group
        if self.group_id in self.used_group_ids:
            if not add_suffix_on_collision:
                raise DuplicateTaskIdFound("group_id '%s' has already been added to the DAG" % self.group_id)
            number = 1
            while "%s__%d" % (self.group_id, number) in self.used_group_ids:
                number += 1
            self._group_id = "%s__%d" % (group_id, number)
        self.used_group_ids.add(self.group_id)
        # Airflow keeps these names for the dots that a graph draws for a group.
        self.used_group_ids.update((self.upstream_join_id, self.downstream_join_id))
        parent_group.add(self)

    @classmethod
    def create_root(cls, dag):
        return cls(None, dag=dag)

    is_root = property(lambda self: self._group_id is None)
    node_id = property(lambda self: self.group_id)
    label = property(lambda self: self.group_display_name or self._group_id)
    upstream_join_id = property(lambda self: "%s.upstream_join_id" % self.group_id)
    downstream_join_id = property(lambda self: "%s.downstream_join_id" % self.group_id)

    @property
    def group_id(self):
        parent = self.parent_group
        if parent is not None and parent.prefix_group_id and parent.group_id:
            return "%s.%s" % (parent.group_id, self._group_id)
        return self._group_id

    def child_id(self, label):
        return "%s.%s" % (self.group_id, label) if self.prefix_group_id and self.group_id else label

    def add(self, node):
        key = node.node_id
        if key in self.children:
            raise DuplicateTaskIdFound("Task id '%s' has already been added to the DAG" % key)
        existing = getattr(node, "task_group", None)
        if not isinstance(node, TaskGroup):
            if existing is not None and existing is not self:
                raise TaskAlreadyInTaskGroup("cannot add '%s' to group '%s': it is in '%s'" % (
                    key, self.group_id, existing.group_id))
            node.task_group = self
        elif self.dag is not None and node.dag is not None and self.dag is not node.dag:
            raise RuntimeError("Cannot mix TaskGroups from different DAGs: %s and %s" % (self.dag, node.dag))
        self.children[key] = node
        return node

    def __enter__(self):
        TaskGroupContext.push(self)
        return self

    def __exit__(self, *_):
        TaskGroupContext.pop()

    def __iter__(self):
        for child in self.children.values():
            if isinstance(child, TaskGroup):
                yield from child
            else:
                yield child

    iter_tasks = __iter__

    def has_task(self, task):
        return any(child is task for child in self)

    def get_child_by_label(self, label):
        return self.children[self.child_id(label)]

    def get_task_group_dict(self):
        groups = {self.group_id: self}
        for child in self.children.values():
            if isinstance(child, TaskGroup):
                groups.update(child.get_task_group_dict())
        return groups

    @property
    def roots(self):
        return list(self.get_roots())

    @property
    def leaves(self):
        return list(self.get_leaves())

    def get_roots(self):
        tasks = list(self)
        inside = {task.task_id for task in tasks}
        return (task for task in tasks if not task.upstream_task_ids & inside)

    def get_leaves(self):
        """What arrows from the group start at: its last tasks, where teardowns are passed over."""
        tasks = {task.task_id: task for task in self}
        ends = [task for task in tasks.values() if not task.downstream_task_ids & tasks.keys()]
        leaves = {task.task_id: task for end in ends for task in self._before_teardowns(end, tasks)}
        return iter(leaves.values())

    @classmethod
    def _before_teardowns(cls, task, tasks):
        """The task itself; of a teardown the last work before it."""
        if not task.is_teardown:
            yield task
            return
        for task_id in sorted(task.upstream_task_ids & tasks.keys()):
            before = tasks[task_id]
            others = [tasks[one] for one in before.downstream_task_ids & tasks.keys() if one != task.task_id]
            if before.is_teardown:
                yield from cls._before_teardowns(before, tasks)
            elif not before.is_setup and all(other.is_teardown for other in others):
                yield before

    def set_upstream(self, other, edge_modifier=None):
        self._relate(other, True, edge_modifier)

    def set_downstream(self, other, edge_modifier=None):
        self._relate(other, False, edge_modifier)

    def _relate(self, other, upstream, edge_modifier):
        others = flatten(other)
        for node in others:
            node.update_relative(self, not upstream, edge_modifier)
            self.update_relative(node, upstream)
        for task in list(self.get_roots() if upstream else self.get_leaves()):
            for node in others:
                if hasattr(node, "add_edge_info"):
                    continue
                task._relate([node], upstream, edge_modifier, told=True)

    def update_relative(self, other, upstream=True, edge_modifier=None):
        if isinstance(other, TaskGroup):
            own, theirs = ("upstream_group_ids", "downstream_group_ids")[::1 if upstream else -1]
            getattr(self, own).add(other.group_id)
            getattr(other, theirs).add(self.group_id)
            return
        mine = self.upstream_task_ids if upstream else self.downstream_task_ids
        for task in other.leaves if upstream else other.roots:
            mine.add(task.node_id)

    def __repr__(self):
        return "<TaskGroup: %s>" % self.group_id


class MappedTaskGroup(TaskGroup):
    """A group whose tasks run once for each point."""

    def __init__(self, *, mapped, **kwargs):
        super().__init__(**kwargs)
        group = self.parent_group
        while group is not None:
            if group.mapped is not None:
                raise NotSupported("the mapped group %s within the mapped group %s" % (self.group_id, group.group_id),
                                   "map the one or the other")
            group = group.parent_group
        self.mapped = mapped

    def __exit__(self, *_):
        from airflow.models.xcom_arg import XComArg

        for argument in XComArg.iter_xcom_args(self.mapped):
            self.set_upstream(argument.operator)
        super().__exit__()


class TaskGroupContext:
    _stack = []

    @classmethod
    def push(cls, group):
        cls._stack.append(group)

    @classmethod
    def pop(cls):
        return cls._stack.pop()

    @classmethod
    def get_current_task_group(cls, dag):
        """The innermost open group of dag, or dag's root group."""
        from airflow.models.dag import DagContext

        if cls._stack:
            group = cls._stack[-1]
            if dag is None or group.dag is dag:
                return group
        dag = dag or DagContext.get_current_dag()
        return dag.task_group if dag is not None else None
