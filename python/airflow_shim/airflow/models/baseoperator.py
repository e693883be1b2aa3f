"""BaseOperator, and the functions that put tasks in a row."""

import copy
import functools
import inspect
import logging
import warnings
from datetime import timedelta

from airflow.exceptions import AirflowException, NotSupported
from airflow.models.baseoperatorlink import BaseOperatorLink
from airflow.models.param import ParamsDict
from airflow.models.taskmixin import DAGNode, DependencyMixin, flatten
from airflow.models.xcom_arg import XComArg
from airflow.utils import timezone
from airflow.utils.helpers import validate_key
from airflow.utils.log.logging_mixin import LoggingMixin
from airflow.utils.setup_teardown import SetupTeardownContext
from airflow.utils.task_group import TaskGroupContext
from airflow.utils.trigger_rule import TriggerRule
from airflow.utils.types import NOTSET
from airflow.utils.weight_rule import WeightRule
from nightjar_airflow import runtime, templates

__all__ = ["BaseOperator", "BaseOperatorLink", "chain", "chain_linear", "cross_downstream"]

_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_CALLBACKS = ("on_execute_callback", "on_failure_callback", "on_success_callback", "on_retry_callback",
              "on_skipped_callback")


def _with_defaults(init):
    """init, given what its class names and the caller does not from the default_args of the DAG and its groups."""
    parameters = list(inspect.signature(init).parameters.values())[1:]
    named = [one.name for one in parameters if one.kind not in _VARIABLE]
    required = [one.name for one in parameters if one.kind not in _VARIABLE and one.default is one.empty]
    takes_all = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)

    @functools.wraps(init)
    def wrapper(self, *args, **kwargs):
        from airflow.models.dag import DagContext

        if args:
            raise AirflowException("Use keyword arguments when initializing operators")
        dag = kwargs.get("dag") or DagContext.get_current_dag()
        group = kwargs.get("task_group") or (dag and TaskGroupContext.get_current_task_group(dag))
        defaults, params = _merged_defaults(dag, group, kwargs)
        for name in named:
            if name not in kwargs and name in defaults:
                kwargs[name] = defaults[name]
        outermost = not self.__dict__.get("_building")
        if runtime.pattern and outermost:
            return _init_pattern(self, kwargs, defaults, params)
        missing = [name for name in required if name not in kwargs]
        if missing:
            raise AirflowException("missing keyword argument%s %s" % (
                "s" if len(missing) > 1 else "", ", ".join(map(repr, missing))))
        if takes_all or "default_args" in named:
            kwargs["default_args"] = defaults
        if takes_all or "params" in named:
            kwargs["params"] = params
        self.__dict__["_building"] = True
        init(self, **kwargs)
        if outermost:
            self.__dict__["_building"] = False
            if "task_id" in self.__dict__:
                self._connect_arguments()
                self.__dict__["_ready"] = True

    wrapper._has_defaults = True
    return wrapper


def _init_pattern(task, given, defaults, params):
    """Makes task one that stands for points whose arguments are known later, so that its class cannot check them."""
    names = inspect.signature(BaseOperator.__init__).parameters
    own = {name: value for name, value in {**defaults, **given}.items() if name in names}
    task.__dict__["_building"] = True
    BaseOperator.__init__(task, **{**own, "default_args": defaults, "params": params})
    for name, value in given.items():
        if name not in names:
            task.__dict__[name] = value
    task._connect_arguments()


def _merged_defaults(dag, group, kwargs):
    defaults = dict(dag.default_args) if dag else {}
    params = copy.copy(dag.params) if dag else ParamsDict()
    chain_of_groups = []
    while group is not None:
        chain_of_groups.insert(0, group.default_args)
        group = group.parent_group
    for more in chain_of_groups + [kwargs.get("default_args") or {}]:
        defaults.update(more)
    params.update(defaults.pop("params", None) or {})
    given = kwargs.get("params") or {}
    params.update(given if isinstance(given, ParamsDict) else dict(given))
    return defaults, params


class BaseOperatorMeta(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        init = namespace.get("__init__")
        if init is not None and not getattr(init, "_has_defaults", False):
            namespace["__init__"] = _with_defaults(init)
        return super().__new__(mcs, name, bases, namespace, **kwargs)


def _duration(value, name):
    if value is None or isinstance(value, timedelta):
        return value
    return timedelta(seconds=float(value))


class BaseOperator(DAGNode, LoggingMixin, metaclass=BaseOperatorMeta):
    """One task. Its arguments are those of Airflow."""

    template_fields = ()
    template_ext = ()
    template_fields_renderers = {}
    ui_color = "#fff"
    ui_fgcolor = "#000"
    operator_extra_links = ()
    global_operator_extra_link_dict = {}
    shallow_copy_attrs = ()
    subdag = None
    supports_lineage = False
    task_group = None
    custom_operator_name = None
    _mapped = None

    def __init__(
        self, task_id, owner="airflow", email=None, email_on_retry=True, email_on_failure=True, retries=None,
        retry_delay=timedelta(seconds=300), retry_exponential_backoff=False, max_retry_delay=None, start_date=None,
        end_date=None, depends_on_past=False, ignore_first_depends_on_past=True, wait_for_past_depends_before_skipping=False,
        wait_for_downstream=False, dag=None, params=None, default_args=None, priority_weight=1,
        weight_rule="downstream", queue="default", pool=None, pool_slots=1, sla=None, execution_timeout=None,
        on_execute_callback=None, on_failure_callback=None, on_success_callback=None, on_retry_callback=None,
        on_skipped_callback=None, pre_execute=None, post_execute=None, trigger_rule="all_success", resources=None,
        run_as_user=None, task_concurrency=None, max_active_tis_per_dag=None, max_active_tis_per_dagrun=None,
        executor=None, executor_config=None, do_xcom_push=None, multiple_outputs=False, inlets=None, outlets=None,
        task_group=None, doc=None, doc_md=None, doc_json=None, doc_yaml=None, doc_rst=None, task_display_name=None,
        logger_name=None, allow_nested_operators=True, map_index_template=None, xcom_push=None, adhoc=False,
        subdag=None, **kwargs,
    ):
        from airflow.models.dag import DagContext

        if kwargs:
            self._refuse(task_id, kwargs)
        self.__dict__["_dag"] = None
        self.line = runtime.source_line()
        dag = dag or DagContext.get_current_dag()
        group = task_group or (TaskGroupContext.get_current_task_group(dag) if dag else None)
        validate_key(task_id)
        self._own_id = task_id
        self.task_id = group.child_id(task_id) if group else task_id
        self._display_name = task_display_name
        if group is not None:
            group.add(self)
        self.owner, self.email = owner, email
        self.email_on_retry, self.email_on_failure = email_on_retry, email_on_failure
        self.start_date, self.end_date = _date(start_date), _date(end_date)
        self.retries = _whole_number(retries, "retries", self.task_id)
        self.retry_delay = _duration(retry_delay, "retry_delay")
        self.retry_exponential_backoff = retry_exponential_backoff
        self.max_retry_delay = _duration(max_retry_delay, "max_retry_delay")
        if execution_timeout is not None and not isinstance(execution_timeout, timedelta):
            raise ValueError("execution_timeout must be timedelta object but passed as type: %s" % type(execution_timeout))
        self.execution_timeout, self.sla = execution_timeout, sla
        self.depends_on_past = bool(depends_on_past or wait_for_downstream)
        self.wait_for_downstream = wait_for_downstream
        self.ignore_first_depends_on_past = ignore_first_depends_on_past
        self.wait_for_past_depends_before_skipping = wait_for_past_depends_before_skipping
        self.trigger_rule = _trigger_rule(trigger_rule, self.task_id)
        self.priority_weight, self.weight_rule = priority_weight, _weight_rule(weight_rule, self.task_id)
        self.queue, self.pool, self.pool_slots = queue, pool or "default_pool", pool_slots
        if pool_slots < 1:
            raise ValueError("pool slots for %s in dag %s cannot be less than 1" % (task_id, dag and dag.dag_id))
        self.max_active_tis_per_dag = max_active_tis_per_dag if task_concurrency is None else task_concurrency
        self.max_active_tis_per_dagrun = max_active_tis_per_dagrun
        self.run_as_user, self.resources, self.executor_config = run_as_user, resources, executor_config or {}
        self.on_execute_callback, self.on_failure_callback = on_execute_callback, on_failure_callback
        self.on_success_callback, self.on_retry_callback = on_success_callback, on_retry_callback
        self.on_skipped_callback = on_skipped_callback
        self._pre_execute_hook, self._post_execute_hook = pre_execute, post_execute
        self.do_xcom_push = do_xcom_push if do_xcom_push is not None else xcom_push is not False
        self.multiple_outputs = multiple_outputs
        self.inlets, self.outlets = _listed(inlets), _listed(outlets)
        self.doc, self.doc_md, self.doc_json, self.doc_yaml, self.doc_rst = doc, doc_md, doc_json, doc_yaml, doc_rst
        self.params = params if isinstance(params, ParamsDict) else ParamsDict(params)
        self.default_args = default_args or {}
        self.map_index_template, self.adhoc = map_index_template, adhoc
        self.upstream_task_ids, self.downstream_task_ids = set(), set()
        self._is_setup = self._is_teardown = self._on_failure_fail_dagrun = False
        if subdag is not None:
            self.subdag = subdag
        if dag:
            self.dag = dag
        SetupTeardownContext.made(self)

    def _refuse(self, task_id, arguments):
        text = "Invalid arguments were passed to %s (task_id: %s). Invalid arguments were:\n**kwargs: %s" % (
            type(self).__name__, task_id, arguments)
        if not runtime.is_1_10():
            raise AirflowException(text)
        warnings.warn(text, category=PendingDeprecationWarning, stacklevel=3)

    def _connect_arguments(self):
        for field in self.template_fields:
            if hasattr(self, field):
                XComArg.apply_upstream_relationship(self, getattr(self, field))

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if self.__dict__.get("_ready") and runtime.attempt is None and name in self.template_fields:
            XComArg.apply_upstream_relationship(self, value)

    # Where it belongs

    @property
    def dag(self):
        if self._dag is None:
            raise AirflowException("Operator %s has not been assigned to a DAG yet" % self)
        return self._dag

    @dag.setter
    def dag(self, dag):
        from airflow.models.dag import DAG

        if dag is None:
            self.__dict__["_dag"] = None
            return
        if not isinstance(dag, DAG):
            raise TypeError("Expected DAG; received %s" % type(dag).__name__)
        if self._dag is not None and self._dag is not dag:
            raise AirflowException("The DAG assigned to %s can not be changed." % self)
        if dag.task_dict.get(self.task_id) is not self:
            dag.add_task(self)
        self.__dict__["_dag"] = dag

    def has_dag(self):
        return self._dag is not None

    dag_id = property(lambda self: self._dag.dag_id if self._dag else "adhoc_%s" % self.owner)
    node_id = property(lambda self: self.task_id)
    label = property(lambda self: self._own_id)
    task_display_name = property(lambda self: self._display_name or self.task_id)
    task_type = property(lambda self: type(self).__name__)
    operator_name = property(lambda self: self.custom_operator_name or self.task_type)
    operator_class = property(lambda self: type(self))
    output = property(lambda self: XComArg(self))
    roots = leaves = property(lambda self: [self])

    # Mapping

    @property
    def mapped_group(self):
        """The mapped group that it is in, or None."""
        group = self.task_group
        while group is not None and group.mapped is None:
            group = group.parent_group
        return group

    @property
    def mapped(self):
        """What it is mapped over, by itself or with its group; None if it is not mapped."""
        if self._mapped is not None or self.mapped_group is None:
            return self._mapped
        return self.mapped_group.mapped

    @mapped.setter
    def mapped(self, values):
        self._mapped = values

    # Setups and teardowns

    @property
    def is_setup(self):
        return self._is_setup

    @is_setup.setter
    def is_setup(self, value):
        if value and self._is_teardown:
            raise ValueError("Cannot mark task '%s' as setup; task is already a teardown." % self.task_id)
        self._is_setup = value

    @property
    def is_teardown(self):
        return self._is_teardown

    @is_teardown.setter
    def is_teardown(self, value):
        if value and self._is_setup:
            raise ValueError("Cannot mark task '%s' as teardown; task is already a setup." % self.task_id)
        self._is_teardown = value

    @property
    def on_failure_fail_dagrun(self):
        return self._on_failure_fail_dagrun

    @on_failure_fail_dagrun.setter
    def on_failure_fail_dagrun(self, value):
        if value is True and not self._is_teardown:
            raise ValueError("Cannot set task on_failure_fail_dagrun for '%s' because it is not a teardown task." %
                             self.task_id)
        self._on_failure_fail_dagrun = value

    def as_setup(self):
        self.is_setup = True
        return self

    def as_teardown(self, *, setups=NOTSET, on_failure_fail_dagrun=NOTSET):
        self.is_teardown = True
        self.trigger_rule = TriggerRule.ALL_DONE_SETUP_SUCCESS
        if on_failure_fail_dagrun is not NOTSET:
            self.on_failure_fail_dagrun = on_failure_fail_dagrun
        for task in () if setups is NOTSET else flatten(setups):
            task.as_setup()
            task.set_downstream(self)
        return self

    def __enter__(self):
        return SetupTeardownContext.open([self])

    def __exit__(self, *_):
        SetupTeardownContext.close()

    # Neighbours

    def set_upstream(self, task_or_task_list, edge_modifier=None):
        self._relate(task_or_task_list, True, edge_modifier)

    def set_downstream(self, task_or_task_list, edge_modifier=None):
        self._relate(task_or_task_list, False, edge_modifier)

    def _relate(self, other, upstream, edge_modifier=None, told=False):
        tasks = []
        for node in flatten(other):
            if not isinstance(node, DependencyMixin):
                raise AirflowException("Relationships can only be set between Operators; received %s" %
                                       type(node).__name__)
            if not told:
                node.update_relative(self, not upstream, edge_modifier)
            if not hasattr(node, "add_edge_info"):
                tasks.extend(node.leaves if upstream else node.roots)
        dags = {id(task._dag): task._dag for task in [self] + tasks if task.has_dag()}
        if len(dags) > 1:
            raise AirflowException("Tried to set relationships between tasks in more than one DAG: %s" % (
                sorted(dag.dag_id for dag in dags.values()),))
        if not dags and tasks:
            raise AirflowException("Tried to create relationships between tasks that don't have DAGs yet. Set the DAG "
                                   "for at least one task and try again: %s" % ([self] + tasks))
        for dag in dags.values():
            for task in [self] + tasks:
                if not task.has_dag():
                    task.dag = dag
        for task in tasks:
            first, second = (task, self) if upstream else (self, task)
            first.downstream_task_ids.add(second.task_id)
            second.upstream_task_ids.add(first.task_id)
            if edge_modifier is not None:
                edge_modifier.add_edge_info(self.dag, first.task_id, second.task_id)

    upstream_list = property(lambda self: [self.dag.get_task(one) for one in sorted(self.upstream_task_ids)])
    downstream_list = property(lambda self: [self.dag.get_task(one) for one in sorted(self.downstream_task_ids)])

    def get_direct_relative_ids(self, upstream=False):
        return self.upstream_task_ids if upstream else self.downstream_task_ids

    def get_direct_relatives(self, upstream=False):
        return self.upstream_list if upstream else self.downstream_list

    def get_flat_relative_ids(self, upstream=False, found_descendants=None):
        found = set()
        new = [self.task_id]
        while new:
            for one in self.dag.task_dict[new.pop()].get_direct_relative_ids(upstream):
                if one not in found:
                    found.add(one)
                    new.append(one)
        return found

    def get_flat_relatives(self, upstream=False):
        return [self.dag.task_dict[one] for one in self.get_flat_relative_ids(upstream)]

    # Templates

    def get_template_env(self, dag=None):
        return templates.environment(self._dag if dag is None else dag)

    def prepare_template(self):
        """A hook for templates that are found elsewhere."""

    def resolve_template_files(self):
        self.prepare_template()

    def render_template_fields(self, context, jinja_env=None):
        self.prepare_template()
        self._do_render_template_fields(self, self.template_fields, context, jinja_env or self.get_template_env(), set())

    def _do_render_template_fields(self, parent, template_fields, context, jinja_env, seen_oids):
        fields = [template_fields] if isinstance(template_fields, str) else template_fields
        for name in fields:
            if not hasattr(parent, name):
                raise AttributeError("%r is configured as a template field but %s does not have this attribute." % (
                    name, self.task_type))
            value = getattr(parent, name)
            if value:
                setattr(parent, name, self.render_template(value, context, jinja_env, seen_oids))

    def render_template(self, content, context, jinja_env=None, seen_oids=None):
        if seen_oids is None and isinstance(jinja_env, dict):  # 1.10 has the name of the attribute first
            content, context, jinja_env = context, jinja_env, None
        return templates.render(self, content, context, jinja_env or self.get_template_env(), seen_oids or set())

    # Execution

    def pre_execute(self, context):
        if self._pre_execute_hook is not None:
            self._pre_execute_hook(context)

    def execute(self, context):
        raise NotImplementedError("%s does not define execute()" % self.task_type)

    def post_execute(self, context, result=None):
        if self._post_execute_hook is not None:
            self._post_execute_hook(context, result)

    def on_kill(self):
        """Called when the attempt is to end."""

    def dry_run(self):
        for field in self.template_fields:
            self.log.info("Rendering template for %s", field)
            self.log.info("%s", getattr(self, field))

    def defer(self, **_):
        raise NotSupported("%s.defer()" % self.task_type, "use a sensor with mode='reschedule'")

    def run(self, *args, **kwargs):
        raise NotSupported("%s.run()" % self.task_type, "use `nightjar airflow tasks test`")

    @staticmethod
    def xcom_push(context, key, value, execution_date=None):
        context["ti"].xcom_push(key=key, value=value, execution_date=execution_date)

    @staticmethod
    def xcom_pull(context, task_ids=None, dag_id=None, key="return_value", include_prior_dates=None):
        return context["ti"].xcom_pull(task_ids=task_ids, dag_id=dag_id, key=key,
                                       include_prior_dates=bool(include_prior_dates))

    @classmethod
    def partial(cls, **arguments):
        from airflow.models.mappedoperator import OperatorPartial

        return OperatorPartial(cls, arguments)

    def leave(self):
        """Takes this task out of its DAG again."""
        del self._dag.task_dict[self.task_id]
        del self.task_group.children[self.task_id]
        self._dag.task_group.used_group_ids.discard(self.task_id)

    @property
    def priority_weight_total(self):
        if self.weight_rule == WeightRule.ABSOLUTE:
            return self.priority_weight
        related = self.get_flat_relatives(upstream=self.weight_rule == WeightRule.UPSTREAM)
        return self.priority_weight + sum(task.priority_weight for task in related)

    @property
    def inherits_from_empty_operator(self):
        from airflow.operators.empty import EmptyOperator

        return isinstance(self, EmptyOperator)

    def __lt__(self, other):
        return self.task_id < other.task_id

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return "<Task(%s): %s>" % (self.task_type, self.task_id)

    def __deepcopy__(self, memo):
        made = object.__new__(type(self))
        memo[id(self)] = made
        for name, value in self.__dict__.items():
            shared = name in ("_dag", "task_group", "_log") or name in self.shallow_copy_attrs or callable(value)
            made.__dict__[name] = value if shared else copy.deepcopy(value, memo)
        return made


def _date(value):
    if isinstance(value, str):
        value = timezone.parse(value)
    return timezone.convert_to_utc(value)


def _listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _whole_number(value, name, task_id):
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        raise AirflowException("'%s' type must be int, not %s, in task %s" % (name, type(value).__name__, task_id)) from None


def _trigger_rule(rule, task_id):
    name = rule.value if isinstance(rule, TriggerRule) else rule
    if not TriggerRule.is_valid(name):
        raise AirflowException("The trigger_rule must be one of %s, '%s' (task %s); received '%s'." % (
            sorted(TriggerRule.all_triggers()), task_id.partition(".")[0], task_id, name))
    return TriggerRule({"none_failed_or_skipped": "none_failed_min_one_success", "dummy": "always"}.get(name, name))


def _weight_rule(rule, task_id):
    name = rule.value if isinstance(rule, WeightRule) else rule
    if not isinstance(name, str) or not WeightRule.is_valid(name):
        raise AirflowException("The weight_rule must be one of %s; received '%s' (task %s)." % (
            sorted(WeightRule.all_weight_rules()), name, task_id))
    return WeightRule(name)


def chain(*tasks):
    """a, [b, c], [d, e], f: a before b and c, b before d, c before e, d and e before f."""
    for up, down in zip(tasks, tasks[1:]):
        if isinstance(up, DependencyMixin):
            up.set_downstream(down)
        elif isinstance(down, DependencyMixin):
            down.set_upstream(up)
        else:
            if len(up) != len(down):
                raise AirflowException("Chain not supported for different length Iterable. Got %d and %d." % (
                    len(up), len(down)))
            for one, other in zip(up, down):
                one.set_downstream(other)


def chain_linear(*elements):
    """Each group of tasks before all of the next."""
    if not any(isinstance(element, DependencyMixin) or element for element in elements):
        raise ValueError("No dependencies were set. Did you forget to expand with `*`?")
    previous = None
    for element in elements:
        nodes = [element] if isinstance(element, DependencyMixin) else list(element)
        if not nodes:
            continue
        for one in previous or ():
            one.set_downstream(nodes)
        previous = nodes


def cross_downstream(from_tasks, to_tasks):
    for task in from_tasks:
        task.set_downstream(to_tasks)


logging.getLogger("airflow").addHandler(logging.NullHandler())
