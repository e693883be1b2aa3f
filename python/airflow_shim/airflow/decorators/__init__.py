"""TaskFlow: @dag, @task and @task_group."""

import functools
import inspect
import re
import typing
from collections.abc import Mapping

from airflow.exceptions import AirflowException, NotSupported
from airflow.models import mappedoperator
from airflow.models.dag import DagContext, dag
from airflow.models.xcom_arg import GroupArgument, XComArg
from airflow.operators.bash import BashOperator
from airflow.operators.python import (
    BranchExternalPythonOperator, BranchPythonOperator, BranchPythonVirtualenvOperator, ExternalPythonOperator,
    PythonOperator, PythonVirtualenvOperator, ShortCircuitOperator)
from airflow.sensors.python import PythonSensor
from airflow.utils.task_group import MappedTaskGroup, TaskGroup, TaskGroupContext
from nightjar_airflow import runtime

__all__ = ["dag", "setup", "task", "task_group", "teardown"]

# Names that a function may have as parameters without being given them.
_CONTEXT_KEYS = frozenset(
    "conf dag dag_run data_interval_end data_interval_start ds ds_nodash execution_date expanded_ti_count exception"
    " inlets logical_date macros map_index_template next_ds next_ds_nodash next_execution_date outlets params"
    " prev_data_interval_start_success prev_data_interval_end_success prev_ds prev_ds_nodash prev_execution_date"
    " prev_execution_date_success prev_start_date_success prev_end_date_success run_id task task_instance"
    " task_instance_key_str test_mode templates_dict ti tomorrow_ds tomorrow_ds_nodash triggering_dataset_events ts"
    " ts_nodash ts_nodash_with_tz try_number var conn yesterday_ds yesterday_ds_nodash".split())


def _unique_id(task_id, dag, group):
    """task_id, or with __1, __2 … where the DAG has it already."""
    def full(name):
        return group.child_id(name) if group else name

    if dag is None or full(task_id) not in dag.task_dict:
        return task_id
    core = re.split(r"__\d+$", task_id)[0]
    pattern = re.compile(r"%s__(\d+)$" % re.escape(full(core)))
    taken = [int(match.group(1)) for match in map(pattern.match, dag.task_dict) if match]
    return "%s__%d" % (core, max(taken, default=0) + 1)


class _Decorated:
    """What the operators of decorated functions have in common."""

    def _bind(self, function, args, kwargs):
        parameters = []
        for one in inspect.signature(function).parameters.values():
            if one.name in _CONTEXT_KEYS and one.default is inspect.Parameter.empty and \
                    one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY):
                one = one.replace(default=None)
            elif parameters and parameters[-1].default is not one.empty and one.default is one.empty and \
                    one.kind is one.POSITIONAL_OR_KEYWORD:
                one = one.replace(default=None)
            elif one.name in _CONTEXT_KEYS and one.default not in (None, inspect.Parameter.empty):
                raise ValueError("Context key parameter %s can't have a default other than None" % one.name)
            parameters.append(one)
        try:
            inspect.Signature(parameters).bind(*args, **kwargs)
        except TypeError as problem:
            raise TypeError("%s() as a task: %s" % (function.__name__, problem)) from None


def _decorated(name, base):
    class Operator(_Decorated, base):
        custom_operator_name = "@task"

        def __init__(self, *, python_callable, task_id, op_args=None, op_kwargs=None, dag=None, task_group=None,
                     **kwargs):
            dag = dag or DagContext.get_current_dag()
            group = task_group or (TaskGroupContext.get_current_task_group(dag) if dag else None)
            self._bind(python_callable, op_args or (), op_kwargs or {})
            super().__init__(python_callable=python_callable, op_args=op_args, op_kwargs=op_kwargs, dag=dag,
                             task_group=group, task_id=_unique_id(task_id, dag, group), **kwargs)

    Operator.__name__ = Operator.__qualname__ = name
    return Operator


class _BashFunction(BashOperator):
    """A function that returns the command."""

    template_fields = ("op_args", "op_kwargs") + BashOperator.template_fields

    def __init__(self, *, python_callable, op_args=None, op_kwargs=None, **kwargs):
        kwargs.pop("multiple_outputs", None)
        super().__init__(bash_command="", **kwargs)
        self.python_callable, self.op_args, self.op_kwargs = python_callable, op_args or (), op_kwargs or {}

    def execute(self, context):
        from airflow.utils.operator_helpers import determine_kwargs

        merged = dict(context, **self.op_kwargs)
        command = self.python_callable(*self.op_args, **determine_kwargs(self.python_callable, self.op_args, merged))
        if not isinstance(command, str) or not command.strip():
            raise TypeError("The returned value from the TaskFlow callable must be a non-empty string.")
        self.bash_command = self.render_template(command, context)
        return super().execute(context)


class _SensorFunction(PythonSensor):
    def __init__(self, *, multiple_outputs=False, **kwargs):
        super().__init__(**kwargs)


_PythonDecoratedOperator = _decorated("_PythonDecoratedOperator", PythonOperator)
_BranchPythonDecoratedOperator = _decorated("_BranchPythonDecoratedOperator", BranchPythonOperator)
_ShortCircuitDecoratedOperator = _decorated("_ShortCircuitDecoratedOperator", ShortCircuitOperator)
_PythonVirtualenvDecoratedOperator = _decorated("_PythonVirtualenvDecoratedOperator", PythonVirtualenvOperator)
_PythonExternalDecoratedOperator = _decorated("_PythonExternalDecoratedOperator", ExternalPythonOperator)
_BranchPythonVirtualenvDecoratedOperator = _decorated(
    "_BranchPythonVirtualenvDecoratedOperator", BranchPythonVirtualenvOperator)
_BranchExternalPythonDecoratedOperator = _decorated(
    "_BranchExternalPythonDecoratedOperator", BranchExternalPythonOperator)
_BashDecoratedOperator = _decorated("_BashDecoratedOperator", _BashFunction)
DecoratedSensorOperator = _decorated("DecoratedSensorOperator", _SensorFunction)


def _returns_mapping(function):
    try:
        returned = typing.get_type_hints(function).get("return")
    except Exception:  # an annotation may name what is not there
        return False
    kind = typing.get_origin(returned) or returned
    return isinstance(kind, type) and issubclass(kind, Mapping)


class _TaskFactory:
    """A decorated function: a call makes a task."""

    def __init__(self, function, operator, multiple_outputs, arguments):
        functools.update_wrapper(self, function)
        self.function, self.operator_class, self.kwargs = function, operator, arguments
        self.multiple_outputs = _returns_mapping(function) if multiple_outputs is None else multiple_outputs
        self.is_setup = self.is_teardown = self.on_failure_fail_dagrun = False

    def __call__(self, *args, **kwargs):
        return XComArg(self._task(args, kwargs))

    def _task(self, args, kwargs):
        arguments = dict(self.kwargs)
        arguments.setdefault("task_id", self.function.__name__)
        docs = ("doc", "doc_md", "doc_json", "doc_yaml", "doc_rst")
        if self.function.__doc__ and not any(arguments.get(name) for name in docs):
            arguments["doc_md"] = self.function.__doc__
        if runtime.pattern:
            dag = arguments.get("dag") or DagContext.get_current_dag()
            group = arguments.get("task_group") or (TaskGroupContext.get_current_task_group(dag) if dag else None)
            arguments["task_id"] = _unique_id(arguments["task_id"], dag, group)
        required = arguments.pop("on_failure_fail_dagrun", self.on_failure_fail_dagrun)
        if self.is_teardown and "trigger_rule" in arguments:
            raise ValueError("Trigger rule not configurable for teardown tasks.")
        made = self.operator_class(python_callable=self.function, op_args=args, op_kwargs=kwargs,
                                   multiple_outputs=self.multiple_outputs, **arguments)
        if self.is_setup:
            made.as_setup()
        if self.is_teardown:
            made.as_teardown(on_failure_fail_dagrun=required)
        return made

    def in_role(self, setup, teardown, on_failure_fail_dagrun=False):
        self.is_setup, self.is_teardown, self.on_failure_fail_dagrun = setup, teardown, on_failure_fail_dagrun
        return self

    def override(self, **kwargs):
        arguments = dict(self.kwargs, **kwargs)
        multiple = arguments.pop("multiple_outputs", self.multiple_outputs)
        return _TaskFactory(self.function, self.operator_class, multiple, arguments).in_role(
            self.is_setup, self.is_teardown, self.on_failure_fail_dagrun)

    def partial(self, **kwargs):
        return _PartialTask(self, kwargs)

    def expand(self, **values):
        return self.partial().expand(**values)

    def expand_kwargs(self, points, strict=True):
        return self.partial().expand_kwargs(points)


class _PartialTask:
    """A decorated function with some of its arguments."""

    def __init__(self, factory, kwargs):
        self.factory, self.kwargs = factory, kwargs

    def _build(self, values):
        return self.factory._task((), {**self.kwargs, **values})

    def expand(self, **values):
        return XComArg(mappedoperator.make(self._build, mappedoperator.check(values, self.kwargs)))

    def expand_kwargs(self, points, strict=True):
        return XComArg(mappedoperator.make(self._build, mappedoperator.check_points(points)))


def is_task(function):
    """Whether it is decorated with @task."""
    return isinstance(function, _TaskFactory)


def _task_decorator(operator):
    def decorator(python_callable=None, multiple_outputs=None, **kwargs):
        def wrap(function):
            if inspect.isclass(function) or not callable(function):
                raise TypeError("@task decorates functions, not %r" % (function,))
            if isinstance(function, _TaskFactory):
                raise TypeError("%s is a task already" % function.__name__)
            return _TaskFactory(function, operator, multiple_outputs, kwargs)

        if python_callable is None:
            return wrap
        return wrap(python_callable)

    return decorator


class TaskDecoratorCollection:
    """task, and task.branch and its like."""

    python = staticmethod(_task_decorator(_PythonDecoratedOperator))
    branch = staticmethod(_task_decorator(_BranchPythonDecoratedOperator))
    short_circuit = staticmethod(_task_decorator(_ShortCircuitDecoratedOperator))
    bash = staticmethod(_task_decorator(_BashDecoratedOperator))
    virtualenv = staticmethod(_task_decorator(_PythonVirtualenvDecoratedOperator))
    external_python = staticmethod(_task_decorator(_PythonExternalDecoratedOperator))
    branch_virtualenv = staticmethod(_task_decorator(_BranchPythonVirtualenvDecoratedOperator))
    branch_external_python = staticmethod(_task_decorator(_BranchExternalPythonDecoratedOperator))
    sensor = staticmethod(_task_decorator(DecoratedSensorOperator))

    def __call__(self, python_callable=None, multiple_outputs=None, **kwargs):
        return self.python(python_callable, multiple_outputs=multiple_outputs, **kwargs)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotSupported("@task.%s" % name, "use @task, @task.branch, @task.short_circuit, @task.virtualenv, "
                           "@task.external_python, @task.bash or @task.sensor")


task = TaskDecoratorCollection()


class _GroupFactory:
    """A decorated function: a call makes a group of the tasks that it makes."""

    def __init__(self, function, arguments):
        functools.update_wrapper(self, function)
        self.function, self.kwargs = function, arguments

    def __call__(self, *args, **kwargs):
        return self._group(args, kwargs, TaskGroup)

    def _group(self, args, kwargs, kind, **more):
        arguments = dict(self.kwargs, **more)
        arguments.setdefault("group_id", self.function.__name__)
        arguments.setdefault("tooltip", inspect.getdoc(self.function) or "")
        with kind(add_suffix_on_collision=True, **arguments) as group:
            returned = self.function(*args, **kwargs)
        return group if returned is None else returned

    def override(self, **kwargs):
        return _GroupFactory(self.function, dict(self.kwargs, **kwargs))

    def partial(self, **kwargs):
        return _PartialGroup(self, kwargs)

    def expand(self, **values):
        return self.partial().expand(**values)

    def expand_kwargs(self, points):
        return self.partial().expand_kwargs(points)


class _PartialGroup:
    """A decorated function with some of its arguments, whose group is to be mapped."""

    def __init__(self, factory, kwargs):
        self.factory, self.kwargs = factory, kwargs

    def _map(self, mapped, names):
        given = {name: GroupArgument(mapped, name) for name in names}
        return self.factory._group((), {**self.kwargs, **given}, MappedTaskGroup, mapped=mapped)

    def expand(self, **values):
        mapped = mappedoperator.check(values, self.kwargs)
        return self._map(mapped, mapped)

    def expand_kwargs(self, points):
        names = inspect.signature(self.factory.function).parameters
        return self._map(mappedoperator.check_points(points), [name for name in names if name not in self.kwargs])


def task_group(group_id=None, **kwargs):
    if callable(group_id):
        return _GroupFactory(group_id, kwargs)
    if group_id:
        kwargs["group_id"] = group_id
    return lambda function: _GroupFactory(function, kwargs)


def _factory(function):
    if isinstance(function, _GroupFactory):
        raise AirflowException("Task groups cannot be marked as setup or teardown.")
    return function if isinstance(function, _TaskFactory) else task(function)


def setup(function):
    """Makes a function, or a task that is decorated already, a setup."""
    return _factory(function).in_role(True, False)


def teardown(function=None, *, on_failure_fail_dagrun=False):
    """Makes a function, or a task that is decorated already, a teardown."""
    if function is None:
        return lambda function: teardown(function, on_failure_fail_dagrun=on_failure_fail_dagrun)
    return _factory(function).in_role(False, True, on_failure_fail_dagrun)
