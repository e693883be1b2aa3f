"""A DAG as JSON."""

from airflow.utils.types import NOTSET
from airflow.models.mappedoperator import grid_of
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.utils import timezone
from airflow.utils.task_group import TaskGroup
from airflow.utils.weight_rule import WeightRule
from nightjar_airflow import runtime
from nightjar_airflow.rendered import as_json

_TASK_CALLBACKS = ("on_execute_callback", "on_success_callback", "on_failure_callback", "on_retry_callback",
                   "on_skipped_callback")
_DAG_CALLBACKS = ("on_success_callback", "on_failure_callback", "sla_miss_callback")
_HOOKS = ("_pre_execute_hook", "_post_execute_hook")
_TEMPLATE_SIGNS = ("{{", "{%", "{#")


def _iso(moment):
    return moment.isoformat() if moment is not None else None


def _seconds(delta):
    return delta.total_seconds() if hasattr(delta, "total_seconds") else delta


def _callbacks(owner, names):
    return [name for name in names if getattr(owner, name, None)]


def _schedule(dag):
    timetable = dag.timetable
    if timetable.kind == "events":
        times = timetable.times(dag.catchup)
        return {"kind": "events", "times": [_iso(time) for time in times]} if times else None
    if timetable.kind == "cron":
        return {"kind": "cron", "expression": timetable.expression}
    if timetable.kind in ("cron_trigger", "months"):
        return {"kind": timetable.kind, "text": timetable.text}
    if timetable.kind == "delta":
        return {"kind": "delta", "seconds": timetable.seconds}
    return None if timetable.kind == "null" else {"kind": timetable.kind}


def _schedule_interval(timetable):
    if timetable.kind == "null":
        return None
    if timetable.kind in ("delta", "months"):
        delta = timetable.given
        if hasattr(delta, "total_seconds"):
            return {"__type": "TimeDelta", "days": delta.days, "seconds": delta.seconds,
                    "microseconds": delta.microseconds}
        names = ("years", "months", "days", "leapdays", "hours", "minutes", "seconds", "microseconds", "year",
                 "month", "day", "hour", "minute", "second", "microsecond")
        return dict({name: getattr(delta, name, None) for name in names}, __type="RelativeDelta")
    return {"__type": "CronExpression", "value": getattr(timetable, "given", timetable.summary)}


def _params(params):
    found = {}
    for name in params:
        param = params.get_param(name)
        found[name] = {"value": None if param.value is NOTSET else as_json(param.value),
                       "description": param.description, "schema": as_json(param.schema)}
    return found


def weights(dag):
    """priority_weight_total of each task, for all tasks at once."""
    order = dag.topological_sort()
    position = {task.task_id: index for index, task in enumerate(order)}
    totals = {}
    for rule in {task.weight_rule for task in order}:
        if rule == WeightRule.ABSOLUTE:
            totals.update((task.task_id, task.priority_weight) for task in order if task.weight_rule == rule)
            continue
        upstream = rule == WeightRule.UPSTREAM
        below = {}
        for task in order if upstream else reversed(order):
            mask = 0
            for other in task.get_direct_relative_ids(upstream):
                mask |= below[other] | 1 << position[other]
            below[task.task_id] = mask
        same = len({task.priority_weight for task in order}) == 1
        for task in order:
            if task.weight_rule != rule:
                continue
            mask = below[task.task_id]
            if same:
                related = bin(mask).count("1") * task.priority_weight
            else:
                related = sum(other.priority_weight for index, other in enumerate(order) if mask >> index & 1)
            totals[task.task_id] = task.priority_weight + related
    return totals


def _native(task):
    """What to run without Python, if it is a plain bash command."""
    if type(task) is not BashOperator or task.mapped is not None or not task.do_xcom_push or task.multiple_outputs or task.output_processor:
        return None
    if _callbacks(task, _TASK_CALLBACKS + _HOOKS) or task.run_as_user or task.output_encoding != "utf-8":
        return None
    texts = [task.bash_command, task.cwd]
    if task.env:
        texts += list(task.env.values())
    for text in texts:
        if text is not None and (not isinstance(text, str) or text.endswith(tuple(task.template_ext))
                                 or any(sign in text for sign in _TEMPLATE_SIGNS)):
            return None
    return {"bash": {"command": task.bash_command, "env": task.env, "append_env": task.append_env, "cwd": task.cwd,
                     "skip_on_exit_code": task.skip_on_exit_code}}


def _empty(task):
    return type(task) is EmptyOperator and task.mapped is None and not task.outlets and not task.inlets and \
        not _callbacks(task, _TASK_CALLBACKS + _HOOKS)


def _bases(cls):
    return [base.__name__ for base in cls.__mro__[1:]
            if base.__module__.partition(".")[0] == "airflow" and base.__name__ != "DependencyMixin"]


def _other_dag(task):
    """The DAG that it starts, or waits for."""
    for name, starts in (("trigger_dag_id", True), ("external_dag_id", False)):
        dag_id = getattr(task, name, None)
        if isinstance(dag_id, str):
            return {"dag_id": dag_id, "starts": starts}
    return None


def task_json(task, total):
    group = task.task_group
    doc = next((getattr(task, name) for name in ("doc", "doc_rst", "doc_json", "doc_yaml") if getattr(task, name)), None)
    names = [task.template_fields] if isinstance(task.template_fields, str) else list(task.template_fields)
    return {
        "task_id": task.task_id, "label": task.label, "operator": task.task_type,
        "operator_module": type(task).__module__, "bases": _bases(type(task)), "line": task.line,
        "upstream": sorted(task.upstream_task_ids), "downstream": sorted(task.downstream_task_ids),
        "trigger_rule": str(task.trigger_rule), "is_setup": task.is_setup, "is_teardown": task.is_teardown,
        "on_failure_fail_dagrun": bool(task.on_failure_fail_dagrun), "retries": task.retries, "retry_delay": _seconds(task.retry_delay),
        "retry_exponential_backoff": bool(task.retry_exponential_backoff),
        "max_retry_delay": _seconds(task.max_retry_delay), "execution_timeout": _seconds(task.execution_timeout),
        "sla": _seconds(task.sla), "pool": task.pool, "pool_slots": task.pool_slots,
        "priority_weight": task.priority_weight, "weight_rule": str(task.weight_rule),
        "priority_weight_total": total, "queue": task.queue, "owner": task.owner,
        "depends_on_past": task.depends_on_past, "wait_for_downstream": bool(task.wait_for_downstream),
        "ignore_first_depends_on_past": bool(task.ignore_first_depends_on_past),
        "start_date": _iso(task.start_date), "end_date": _iso(task.end_date), "email": as_json(task.email),
        "email_on_failure": task.email_on_failure, "email_on_retry": task.email_on_retry,
        "max_active_tis_per_dag": task.max_active_tis_per_dag,
        "max_active_tis_per_dagrun": task.max_active_tis_per_dagrun, "template_fields": names,
        "ui_color": task.ui_color, "ui_fgcolor": task.ui_fgcolor, "params": _params(task.params),
        "doc": doc, "doc_md": task.doc_md, "task_group": group.group_id if group is not None else None,
        "grid": grid_of(task), "mapped_group": task.mapped_group.group_id if task.mapped_group is not None else None,
        "subdag": task.subdag.dag_id if task.subdag is not None else None,
        "callbacks": _callbacks(task, _TASK_CALLBACKS), "empty": _empty(task), "native": _native(task),
        "extra_links": [{"name": link.name, "module": type(link).__module__, "class": type(link).__name__}
                        for link in task.operator_extra_links],
        "other_dag": _other_dag(task),
    }


def _groups(dag):
    found = []
    for group_id, group in sorted(dag.task_group.get_task_group_dict().items(), key=lambda item: item[0] or ""):
        if group_id is not None:
            found.append({
                "group_id": group_id, "label": group.label, "tooltip": group.tooltip,
                "parent": group.parent_group.group_id, "children": sorted(group.children),
                "upstream_group_ids": sorted(group.upstream_group_ids),
                "downstream_group_ids": sorted(group.downstream_group_ids),
                "upstream_task_ids": sorted(group.upstream_task_ids),
                "downstream_task_ids": sorted(group.downstream_task_ids),
                "ui_color": group.ui_color, "ui_fgcolor": group.ui_fgcolor})
    return found


def dag_json(dag):
    totals = weights(dag)
    root = dag
    while root.parent_dag is not None:
        root = root.parent_dag
    return {
        "dag_id": dag.dag_id, "fileloc": dag.fileloc, "line": dag.line, "description": dag.description,
        "doc_md": dag.doc_md, "tags": sorted(map(str, dag.tags)), "owners": sorted({task.owner for task in dag.tasks}),
        "schedule": _schedule(dag), "schedule_interval": _schedule_interval(dag.timetable),
        "timetable_description": dag.timetable.description, "timezone": timezone.name_of(dag.timezone),
        "start_date": _iso(dag.start_date), "end_date": _iso(dag.end_date), "catchup": bool(dag.catchup),
        "fail_stop": dag.fail_stop,
        "max_active_runs": dag.max_active_runs, "max_active_tasks": dag.max_active_tasks,
        "max_consecutive_failed_dag_runs": dag.max_consecutive_failed_dag_runs,
        "dagrun_timeout": _seconds(dag.dagrun_timeout), "is_paused_upon_creation": dag.is_paused_upon_creation,
        "params": _params(dag.params), "render_template_as_native_obj": dag.render_template_as_native_obj,
        "default_view": dag.default_view, "orientation": dag.orientation, "is_subdag": dag.is_subdag,
        "parent_dag_id": dag.parent_dag.dag_id if dag.parent_dag is not None else None, "root_dag_id": root.dag_id,
        "generation": runtime.generation, "callbacks": _callbacks(dag, _DAG_CALLBACKS),
        "edge_labels": {up: {down: info.get("label") for down, info in sorted(edges.items())}
                        for up, edges in sorted(dag.edge_info.items())},
        "task_groups": _groups(dag),
        "tasks": [task_json(task, totals[task.task_id]) for task in dag.tasks],
    }
