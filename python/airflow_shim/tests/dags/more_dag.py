"""Tasks for the tests of mapped tasks, other Pythons and checks of SQL."""

import os
import sys
import tempfile
from datetime import datetime, time

from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import AirflowSkipException
from airflow.operators.bash import BashOperator
from airflow.operators.datetime import BranchDateTimeOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import (
    BranchExternalPythonOperator, ExternalPythonOperator, PythonVirtualenvOperator, is_venv_installed)
from airflow.providers.common.sql.operators.sql import (
    SQLColumnCheckOperator, SQLIntervalCheckOperator, SQLTableCheckOperator, SQLThresholdCheckOperator)
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.utils.dag_parsing_context import get_parsing_context

CACHE = os.path.join(tempfile.gettempdir(), "nightjar-more-dag-venvs")


def where(day, ts=None, logical_date=None, params=None):
    """Tells of the Python that calls it."""
    import sys

    return [sys.prefix != sys.base_prefix, day, ts, type(logical_date).__name__, params["n"], virtualenv_string_args]


def leaves(code):
    import sys

    print("leaving with", code)
    sys.exit(code)


def raises():
    raise ValueError("not here")


def chooses():
    return "left"


with DAG("more", schedule=None, start_date=datetime(2024, 1, 1), params={"n": 3}, tags=[
        str(is_venv_installed()), str(get_parsing_context().task_id)]) as dag:
    PythonVirtualenvOperator(task_id="venv", python_callable=where, op_args=["{{ ds }}"], string_args=["a", "b"],
                             venv_cache_path=CACHE)
    PythonVirtualenvOperator(task_id="no_such_python", python_callable=where, python_version="1.0")
    ExternalPythonOperator(task_id="external", python=sys.executable, python_callable=where, op_kwargs={"day": "x"})
    ExternalPythonOperator(task_id="external_skips", python=sys.executable, python_callable=leaves, op_args=[7],
                           skip_on_exit_code=7)
    ExternalPythonOperator(task_id="external_ends", python=sys.executable, python_callable=leaves, op_args=[8])
    ExternalPythonOperator(task_id="external_fails", python=sys.executable, python_callable=raises)
    ExternalPythonOperator(task_id="external_nowhere", python="/no/such/python", python_callable=raises)
    branch = BranchExternalPythonOperator(task_id="branch", python=sys.executable, python_callable=chooses)
    branch >> [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")]

    @task.external_python(python=sys.executable, multiple_outputs=True)
    def decorated(n):
        return {"n": n + 1}

    decorated(1)

    @task
    def add(a, b, ti=None):
        return [a + b, ti.map_index]

    @task
    def numbers():
        return [1, 2]

    @task
    def collect(values, ti=None):
        return [values, ti.xcom_pull(task_ids=["numbers", "add"]), ti.xcom_pull(task_ids="add")]

    collect(add.partial(a=10).expand(b=numbers()))
    def half(n):
        if n % 2:
            raise AirflowSkipException("odd")
        return n / 2

    found = numbers.override(task_id="found")()
    show = task(lambda v: v, task_id="show")
    show.override(task_id="halves").expand(v=found.map(half))
    show.override(task_id="pairs").expand(v=found.zip(found.map(str), fillvalue="-"))
    show.override(task_id="joined").expand(v=found.concat(found.map(str)))
    show.override(task_id="tuples").expand(v=[(1, 2), found])
    show.override(task_id="all_halves")(found.zip(found))
    add.override(task_id="kwargs").expand_kwargs(found.map(lambda n: {"a": n, "b": 1}))
    add.override(task_id="more_kwargs").expand_kwargs([{"a": 1, "b": found}])

    @task
    def some(ti=None):
        return [ti.xcom_pull(task_ids="add", map_indexes=1), ti.xcom_pull(task_ids="add", map_indexes=[1, 0, 7]),
                ti.xcom_pull(task_ids=["add"], map_indexes=0), ti.xcom_pull(task_ids="add", map_indexes=7, default="-")]

    some()

    @task
    def text():
        return "text"

    @task
    def nothing():
        pass

    show.override(task_id="letters").expand(v=text())
    show.override(task_id="none").expand(v=nothing())
    ExternalTaskSensor(task_id="group", external_dag_id="far", external_task_group_id="g", poke_interval=60)

    BashOperator.partial(task_id="echo").expand(bash_command=["echo {{ ds }}", "echo two"])

    in_time = BranchDateTimeOperator(
        task_id="in_time", follow_task_ids_if_true="yes", follow_task_ids_if_false="no", target_lower=time(22),
        target_upper=time(2), use_task_logical_date=True)
    in_time >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]

    SQLThresholdCheckOperator(task_id="threshold", conn_id="db", sql="SELECT MAX(n) FROM t", min_threshold=1,
                              max_threshold="SELECT 2")
    SQLThresholdCheckOperator(task_id="threshold_fails", conn_id="db", sql="SELECT 3", min_threshold=1, max_threshold=2)
    SQLIntervalCheckOperator(task_id="interval", conn_id="db", table="t", metrics_thresholds={"SUM(n)": 2.5},
                             days_back=1)
    SQLIntervalCheckOperator(task_id="interval_fails", conn_id="db", table="t", metrics_thresholds={"SUM(n)": 1.5},
                             days_back=-1)
    SQLTableCheckOperator(task_id="table", conn_id="db", table="t", checks={
        "positive": {"check_statement": "n > 0"}, "day": {"check_statement": "n = 2", "partition_clause": "ds > '2024-01-01'"}})
    SQLTableCheckOperator(task_id="table_fails", conn_id="db", table="t", checks={"two": {"check_statement": "n = 2"}})
    SQLColumnCheckOperator(task_id="column", conn_id="db", table="t", column_mapping={
        "n": {"null_check": {"equal_to": 0}, "max": {"leq_to": 2}, "distinct_check": {"equal_to": 3, "tolerance": 0.5}}})
    SQLColumnCheckOperator(task_id="column_fails", conn_id="db", table="t", column_mapping={"n": {"min": {"geq_to": 2}}})

with DAG("other", schedule=None, start_date=datetime(2024, 1, 1)):
    EmptyOperator.partial(task_id="add").expand(doc=["a task of the same name"])
