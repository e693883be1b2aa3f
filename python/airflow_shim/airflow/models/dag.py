"""DAG, and the decorator @dag."""

import functools
import inspect
import os
import sys
from collections import deque
from datetime import datetime, timedelta

from airflow.exceptions import (
    AirflowDagCycleException, AirflowException, AirflowTimetableInvalid, DuplicateTaskIdFound, NotSupported,
    TaskNotFound)
from airflow.models.param import DagParam, ParamsDict
from airflow.timetables import base as timetables
from airflow.utils import timezone
from airflow.utils.helpers import validate_key
from airflow.utils.log.logging_mixin import LoggingMixin
from airflow.utils.task_group import TaskGroup, TaskGroupContext
from airflow.utils.trigger_rule import TriggerRule
from airflow.utils.types import NOTSET, ArgNotSet
from nightjar_airflow import runtime, templates

__all__ = ["DAG", "DagContext", "dag"]

_ORIENTATIONS = ("LR", "TB", "RL", "BT")


class DAG:
    """A workflow. Its arguments are those of Airflow."""

    def __init__(
        self, dag_id, description=None, schedule=NOTSET, schedule_interval=NOTSET, timetable=None, start_date=None,
        end_date=None, full_filepath=None, template_searchpath=None, template_undefined=None,
        user_defined_macros=None, user_defined_filters=None, default_args=None, concurrency=None,
        max_active_tasks=16, max_active_runs=16, max_consecutive_failed_dag_runs=0, dagrun_timeout=None,
        sla_miss_callback=None, default_view=None, orientation="LR", catchup=True, on_success_callback=None,
        on_failure_callback=None, doc_md=None, params=None, access_control=None, is_paused_upon_creation=None,
        jinja_environment_kwargs=None, render_template_as_native_obj=False, tags=None, owner_links=None,
        auto_register=True, fail_stop=False, dag_display_name=None,
    ):
        validate_key(dag_id)
        self.dag_id, self._description = dag_id, description
        self.line = runtime.source_line()
        self.fileloc = runtime.dag_file or sys._getframe(1).f_code.co_filename
        self.fail_stop = bool(fail_stop)
        if orientation not in _ORIENTATIONS:
            raise AirflowException("Invalid values of dag.orientation: only support %s, but get %s" % (
                list(_ORIENTATIONS), orientation))
        self.default_args = dict(default_args or {})
        self.params = ParamsDict(self.default_args.pop("params", None))
        self.params.update(params or {})
        self._set_dates(start_date, end_date)
        self._set_schedule(schedule, schedule_interval, timetable)
        self.template_searchpath = [template_searchpath] if isinstance(template_searchpath, str) else template_searchpath
        self.template_undefined = template_undefined
        self.user_defined_macros, self.user_defined_filters = user_defined_macros, user_defined_filters
        self.jinja_environment_kwargs = jinja_environment_kwargs
        self.render_template_as_native_obj = render_template_as_native_obj
        self.max_active_tasks = max_active_tasks if concurrency is None else concurrency
        self.max_active_runs = max_active_runs
        if self.timetable.kind == "continuous":
            if max_active_runs not in (1, 16):
                raise AirflowException("Invalid max_active_runs: ContinuousTimetable requires max_active_runs <= 1")
            self.max_active_runs = 1
        self.max_consecutive_failed_dag_runs = max_consecutive_failed_dag_runs
        self.dagrun_timeout = dagrun_timeout
        self.sla_miss_callback = sla_miss_callback
        self.on_success_callback, self.on_failure_callback = on_success_callback, on_failure_callback
        self.has_on_success_callback = on_success_callback is not None
        self.has_on_failure_callback = on_failure_callback is not None
        self.default_view = default_view or ("tree" if runtime.is_1_10() else "grid")
        self.orientation, self.catchup = orientation, catchup
        self.doc_md = self._read_doc(doc_md)
        self.access_control, self.owner_links = access_control, owner_links or {}
        self.is_paused_upon_creation = is_paused_upon_creation
        self.tags = list(tags or [])
        self.auto_register = auto_register
        self._display_name = dag_display_name
        self.is_subdag, self.parent_dag = False, None
        self.task_dict, self.edge_info = {}, {}
        self.partial = False
        self._task_group = TaskGroup.create_root(self)

    def _set_dates(self, start_date, end_date):
        for name in ("start_date", "end_date"):
            if isinstance(self.default_args.get(name), str):
                self.default_args[name] = timezone.parse(self.default_args[name])
        for value, name in ((start_date, "start_date"), (end_date, "end_date")):
            if value is not None and not hasattr(value, "year"):
                raise TypeError("%s of DAG %s must be a datetime, not %r" % (name, self.dag_id, value))
        first = start_date or self.default_args.get("start_date")
        zone = first.tzinfo if isinstance(first, datetime) else None
        self.timezone = zone or timezone.utc
        self.start_date, self.end_date = timezone.convert_to_utc(start_date), timezone.convert_to_utc(end_date)
        for name in ("start_date", "end_date"):
            if self.default_args.get(name) is not None:
                self.default_args[name] = timezone.convert_to_utc(self.default_args[name])

    def _set_schedule(self, schedule, schedule_interval, timetable):
        given = [value for value in (schedule, schedule_interval) if not isinstance(value, ArgNotSet)]
        if timetable is not None:
            given.append(timetable)
        if len(given) > 1:
            raise ValueError("At most one allowed for args 'schedule_interval', 'timetable', and 'schedule'.")
        wanted = given[0] if given else timedelta(days=1)
        try:
            self.timetable = timetables.of(wanted, self.timezone)
        except AirflowTimetableInvalid as problem:
            raise AirflowTimetableInvalid("DAG %s: %s" % (self.dag_id, problem)) from None
        self.schedule_interval = self.timetable.summary if isinstance(wanted, timetables.Timetable) else wanted
        if isinstance(wanted, timetables.Timetable) and self.timetable.zone is not None:
            self.timezone = self.timetable.zone

    def _read_doc(self, doc_md):
        if doc_md is None or not doc_md.endswith(".md"):
            return doc_md
        path = os.path.join(self.folder, doc_md)
        try:
            with open(path, encoding="utf-8") as file:
                return file.read()
        except OSError:
            return doc_md

    def __enter__(self):
        DagContext.push_context_managed_dag(self)
        return self

    def __exit__(self, *_):
        DagContext.pop_context_managed_dag()

    def __repr__(self):
        return "<DAG: %s>" % self.dag_id

    def __eq__(self, other):
        return self is other

    def __lt__(self, other):
        return self.dag_id < other.dag_id

    def __hash__(self):
        return id(self)

    def __deepcopy__(self, memo):
        return self

    def __bool__(self):
        return True

    description = property(lambda self: self._description)
    dag_display_name = property(lambda self: self._display_name or self.dag_id)
    folder = property(lambda self: os.path.dirname(self.fileloc))
    filepath = full_filepath = relative_fileloc = property(lambda self: self.fileloc)
    concurrency = property(lambda self: self.max_active_tasks)
    task_group = property(lambda self: self._task_group)
    tasks = property(lambda self: list(self.task_dict.values()))
    task_ids = property(lambda self: list(self.task_dict))
    task_count = property(lambda self: len(self.task_dict))
    active_tasks = property(lambda self: [task for task in self.tasks if not task.adhoc])
    active_task_ids = property(lambda self: [task.task_id for task in self.active_tasks])
    roots = property(lambda self: [task for task in self.tasks if not task.upstream_task_ids])
    leaves = property(lambda self: [task for task in self.tasks if not task.downstream_task_ids])
    owner = property(lambda self: ", ".join(sorted({task.owner for task in self.tasks})))
    normalized_schedule_interval = property(lambda self: self.timetable.normalized)
    allow_future_exec_dates = False
    is_paused = None

    @property
    def subdags(self):
        found = []
        for task in self.tasks:
            if task.subdag is not None:
                found.append(task.subdag)
                found.extend(task.subdag.subdags)
        return found

    def get_is_paused(self, session=None):
        return None

    def param(self, name, default=NOTSET):
        return DagParam(self, name, default)

    def add_task(self, task):
        if not self.start_date and not task.start_date:
            if runtime.is_1_10():
                raise AirflowException("Task is missing the start_date parameter")
            if self.timetable.can_be_scheduled:
                raise AirflowException("DAG is missing the start_date parameter")
        if self.start_date:
            task.start_date = max(task.start_date, self.start_date) if task.start_date else self.start_date
        if self.end_date:
            task.end_date = min(task.end_date, self.end_date) if task.end_date else self.end_date
        known = self.task_dict.get(task.task_id)
        if known is not None and known is not task:
            raise DuplicateTaskIdFound("Task id '%s' has already been added to the DAG" % task.task_id)
        if known is None:
            self.task_dict[task.task_id] = task
            task.__dict__["_dag"] = self
            if task.task_group is None:
                self._task_group.add(task)
            self._task_group.used_group_ids.add(task.task_id)

    def add_tasks(self, tasks):
        for task in tasks:
            self.add_task(task)

    def has_task(self, task_id):
        return task_id in self.task_dict

    def has_task_group(self, task_group_id):
        return task_group_id in self._task_group.get_task_group_dict()

    def get_task(self, task_id, include_subdags=False):
        if task_id in self.task_dict:
            return self.task_dict[task_id]
        raise TaskNotFound("Task %s not found" % task_id)

    def set_dependency(self, upstream_task_id, downstream_task_id):
        self.get_task(upstream_task_id).set_downstream(self.get_task(downstream_task_id))

    def set_edge_info(self, upstream_task_id, downstream_task_id, info):
        self.edge_info.setdefault(upstream_task_id, {})[downstream_task_id] = info

    def get_edge_info(self, upstream_task_id, downstream_task_id):
        return self.edge_info.get(upstream_task_id, {}).get(downstream_task_id, {})

    def topological_sort(self, *args, **kwargs):
        """Tasks, each behind those before it; raises if there is a cycle."""
        left = {task_id: len(task.upstream_task_ids) for task_id, task in self.task_dict.items()}
        ready = deque(task_id for task_id, count in left.items() if not count)
        ordered = []
        while ready:
            task = self.task_dict[ready.popleft()]
            ordered.append(task)
            for task_id in sorted(task.downstream_task_ids):
                left[task_id] -= 1
                if not left[task_id]:
                    ready.append(task_id)
        if len(ordered) < len(self.task_dict):
            raise AirflowDagCycleException("Cycle detected in DAG: %s. Faulty task: %s" % (
                self.dag_id, self._on_cycle({task_id for task_id, count in left.items() if count})))
        return tuple(ordered)

    def _on_cycle(self, suspects):
        at, seen = min(suspects), set()
        while at not in seen:
            seen.add(at)
            at = min(self.task_dict[at].upstream_task_ids & suspects)
        return at

    def get_template_env(self, force_sandboxed=False):
        return templates.environment(self)

    def get_run_data_interval(self, run):
        return run.data_interval_start, run.data_interval_end

    def following_schedule(self, dttm):
        return self.timetable.following(timezone.convert_to_utc(dttm))

    def previous_schedule(self, dttm):
        return self.timetable.preceding(timezone.convert_to_utc(dttm))

    def tree_view(self):
        def show(task, level):
            print("    " * level + repr(task))
            for other in task.downstream_list:
                show(other, level + 1)

        for task in self.roots:
            show(task, 0)

    @property
    def task(self):
        from airflow.decorators import task

        return functools.partial(task, dag=self)

    def validate(self):
        self.topological_sort()
        self._validate_setups()
        if self.timetable.can_be_scheduled:
            self.params.validate()

    def _validate_setups(self):
        rule = TriggerRule.ALL_DONE_SETUP_SUCCESS
        for task in self.task_dict.values():
            if task.trigger_rule == rule and not task.is_teardown:
                raise NotSupported("trigger_rule='%s' of task %s" % (rule, task.task_id), "make it a teardown")
            if self.fail_stop and task.trigger_rule not in (rule, TriggerRule.ALL_SUCCESS):
                raise AirflowException("A 'fail-stop' dag can only have all_success trigger rule")
            if task.is_setup and any(not other.is_teardown and other.trigger_rule != TriggerRule.ALL_SUCCESS
                                     for other in task.downstream_list):
                raise ValueError("Setup tasks must be followed with trigger rule ALL_SUCCESS.")

    def _refused(name, remedy):  # noqa: N805
        def method(self, *args, **kwargs):
            raise NotSupported("DAG.%s()" % name, remedy)

        return method

    test = _refused("test", "use `nightjar airflow dags test`")
    cli = _refused("cli", "use `nightjar airflow`")
    run = _refused("run", "use `nightjar airflow dags backfill`")
    clear = _refused("clear", "use `nightjar airflow tasks clear`")
    create_dagrun = _refused("create_dagrun", "use TriggerDagRunOperator or the REST API")
    get_dagrun = _refused("get_dagrun", "use the REST API")
    get_last_dagrun = _refused("get_last_dagrun", "use the REST API")
    get_active_runs = _refused("get_active_runs", "use the REST API")
    partial_subset = _refused("partial_subset", "use the DAG itself")
    del _refused


class DagContext:
    """The DAGs that `with` has opened, and those that ended: they count though no name holds them."""

    _stack = []
    closed = []
    current_autoregister_module_name = None

    @classmethod
    def push_context_managed_dag(cls, dag):
        cls._stack.append(dag)
        TaskGroupContext.push(dag.task_group)

    @classmethod
    def pop_context_managed_dag(cls):
        TaskGroupContext.pop()
        dag = cls._stack.pop()
        if dag.auto_register and not runtime.is_1_10() and dag not in cls.closed:
            cls.closed.append(dag)
        return dag

    @classmethod
    def get_current_dag(cls):
        return cls._stack[-1] if cls._stack else None


def dag(dag_id="", **dag_arguments):
    """Makes a function one that builds a DAG; its parameters are params of the DAG."""

    def wrapper(function):
        @functools.wraps(function)
        def factory(*args, **kwargs):
            bound = inspect.signature(function).bind(*args, **kwargs)
            bound.apply_defaults()
            arguments = dict(dag_arguments)
            if function.__doc__ and not arguments.get("doc_md"):
                arguments["doc_md"] = function.__doc__
            with DAG(dag_id or function.__name__, **arguments) as made:
                given = {name: made.param(name, value) for name, value in bound.arguments.items()}
                function(**given)
            return made

        factory.function = function
        return factory

    if callable(dag_id):
        function, dag_id = dag_id, ""
        return wrapper(function)
    return wrapper
