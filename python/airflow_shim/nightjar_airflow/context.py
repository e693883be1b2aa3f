"""Makes the context of an attempt from its order."""

from datetime import timedelta

from airflow import macros
from airflow.configuration import conf
from airflow.models.dagrun import DagRun, moment
from airflow.models.taskinstance import TaskInstance
from airflow.utils.context import ConnectionAccessor, Context, VariableAccessor
from nightjar_airflow import runtime

SUCCESSES = ("prev_data_interval_start_success", "prev_data_interval_end_success", "prev_start_date_success",
             "prev_end_date_success")


def _neighbours(dag, dag_run, dates):
    """The logical dates of the runs before and after this one by the schedule."""
    at = dag_run.execution_date
    if dag_run.external_trigger:
        return at, at
    before, after = moment(dates.get("prev_logical_date")), moment(dates.get("next_logical_date"))
    if dag.timetable.periodic:
        before = before or dag.timetable.preceding(at)
        after = after or dag.timetable.following(at)
    return before, after


def _params(task, dag_run, order):
    params = task.params.copy()
    for name, value in (order.get("test_params") or {}).items():
        dict.pop(params, name, None)
        params[name] = value
    for name, value in (dag_run.conf or {}).items() if isinstance(dag_run.conf, dict) else ():
        if name in params:
            params.get_param(name).value = value
        else:
            params[name] = value
    return params.validate()


def _ds(at, nodash=False):
    return None if at is None else at.strftime("%Y%m%d" if nodash else "%Y-%m-%d")


def build(dag, task, order):
    dates = order.get("dates") or {}
    dag_run = DagRun(dag.dag_id, order["run"], dag)
    at = dag_run.execution_date
    if dag_run.data_interval_start is None or dag_run.data_interval_end is None:
        dag_run.data_interval_start = dag_run.data_interval_end = at
    before, after = _neighbours(dag, dag_run, dates)
    successes = {name: moment(dates.get(name)) for name in SUCCESSES}
    instance = TaskInstance(task, dag_run, order, successes)
    test_mode = order.get("mode") == "test"
    yesterday, tomorrow = at - timedelta(days=1), at + timedelta(days=1)
    in_context = None if test_mode and runtime.is_1_10() and dag_run.id is None else dag_run
    context = Context(
        conf=conf, dag=dag, dag_run=in_context, data_interval_end=dag_run.data_interval_end,
        data_interval_start=dag_run.data_interval_start, ds=_ds(at), ds_nodash=_ds(at, True), execution_date=at,
        expanded_ti_count=None, inlets=task.inlets, logical_date=at, macros=macros, map_index_template=None,
        next_ds=_ds(after), next_ds_nodash=_ds(after, True), next_execution_date=after, outlets=task.outlets,
        params=_params(task, dag_run, order), prev_ds=_ds(before), prev_ds_nodash=_ds(before, True),
        prev_execution_date=before, prev_execution_date_success=successes["prev_data_interval_start_success"],
        run_id=dag_run.run_id, task=task, task_instance=instance,
        task_instance_key_str="%s__%s__%s" % (dag.dag_id, task.task_id, _ds(at, True)), test_mode=test_mode,
        ti=instance, tomorrow_ds=_ds(tomorrow), tomorrow_ds_nodash=_ds(tomorrow, True),
        triggering_dataset_events={}, ts=at.isoformat(), ts_nodash=at.strftime("%Y%m%dT%H%M%S"),
        ts_nodash_with_tz=at.isoformat().replace("-", "").replace(":", ""),
        var={"json": VariableAccessor(True), "value": VariableAccessor(False)}, conn=ConnectionAccessor(),
        yesterday_ds=_ds(yesterday), yesterday_ds_nodash=_ds(yesterday, True), **successes)
    if runtime.is_1_10():
        context.old = {"end_date": _ds(at), "END_DATE": _ds(at), "latest_date": _ds(at), "tables": None}
    return context


def variables(context):
    """AIRFLOW_CTX_* for the processes that a task starts."""
    task, dag_run = context["task"], context["dag_run"]
    found = {
        "AIRFLOW_CTX_DAG_EMAIL": task.email if isinstance(task.email, str) else ",".join(task.email or []),
        "AIRFLOW_CTX_DAG_OWNER": task.owner,
        "AIRFLOW_CTX_DAG_ID": task.dag_id,
        "AIRFLOW_CTX_TASK_ID": task.task_id,
        "AIRFLOW_CTX_EXECUTION_DATE": context["execution_date"].isoformat(),
        "AIRFLOW_CTX_TRY_NUMBER": str(context["ti"].try_number),
        "AIRFLOW_CTX_DAG_RUN_ID": dag_run.run_id if dag_run else None,
    }
    return {name: str(value) for name, value in found.items() if value}
