"""Tasks for the tests of attempts."""

import subprocess
import time
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task, task_group
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.models import Variable
from airflow.models.baseoperator import BaseOperator
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, get_current_context
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.http.operators.http import HttpOperator
from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.sensors.date_time import DateTimeSensor
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.sensors.filesystem import FileSensor
from airflow.sensors.python import PythonSensor
from airflow.sensors.time_delta import TimeDeltaSensor
from airflow.utils.timezone import utcnow

DAYS = {"start_date": datetime(2024, 1, 1)}


def say(name):
    def callback(context):
        print("callback %s of %s exception %r" % (name, context["ti"].task_id, context.get("exception")))

    return callback


def broken(context):
    raise ValueError("in a callback")


CALLBACKS = {"on_%s_callback" % name: [broken, say(name)] for name in ("execute", "success", "failure", "retry", "skipped")}


def raising(error):
    def function():
        raise error

    return function


class Sleeper(BaseOperator):
    def execute(self, context):
        self.process = subprocess.Popen(["sleep", "300"])
        print("sleeping in %d" % self.process.pid, flush=True)
        time.sleep(300)

    def on_kill(self):
        print("on_kill was called")


class OwnFileSensor(FileSensor):
    def poke(self, context):
        return super().poke(context)


class OwnTrigger(TriggerDagRunOperator):
    def execute(self, context):
        super().execute(context)
        return "after it"


with DAG("attempts", schedule="0 6 * * *", default_args=dict(DAYS, owner="me"), catchup=False, params={"color": "red"},
         on_failure_callback=say("dag failure"), sla_miss_callback=lambda *args: print("missed", args[1], args[3]),
         template_searchpath=["/tmp"]) as dag:
    BashOperator(task_id="bash_fails", bash_command="echo one; exit 3", **CALLBACKS)
    BashOperator(task_id="bash_skips", bash_command="exit 99", **CALLBACKS)
    BashOperator(task_id="bash_env", bash_command="env", env={"ONLY": "{{ ds }}"})
    BashOperator(task_id="bash_all_env", bash_command="env | sort; sleep 300 >/dev/null 2>&1 & echo left $!")
    BashOperator(task_id="bash_file", bash_command="no_such_file.sh")
    BashOperator(task_id="undefined", bash_command="echo {{ params.nope }}")
    BashOperator(task_id="color", bash_command="echo {{ params.color }}")
    PythonOperator(task_id="raises", python_callable=raising(ValueError("a\nb")), **CALLBACKS)
    PythonOperator(task_id="retry_time", retry_delay=timedelta(seconds=10), retry_exponential_backoff=True,
                   python_callable=lambda ti: round((ti.next_retry_datetime() - utcnow()).total_seconds()))
    PythonOperator(task_id="gives_up", python_callable=raising(AirflowFailException("no use")), **CALLBACKS)
    PythonOperator(task_id="skips", python_callable=raising(AirflowSkipException("not today")))
    PythonOperator(task_id="too_long", python_callable=lambda: time.sleep(60), execution_timeout=timedelta(seconds=0.3))
    PythonOperator(task_id="exits", python_callable=lambda: exit(5))
    PythonOperator(task_id="dates", python_callable=lambda: {"at": datetime(2024, 1, 2), "ids": {1}})
    PythonOperator(task_id="object", python_callable=lambda: object())
    PythonOperator(task_id="named", python_callable=lambda ds, x, ti, **rest: "%s %s %s %s" % (
        ds, x, ti.task_id, rest["dag"].dag_id), op_kwargs={"x": "{{ ds_nodash }}"})
    PythonOperator(task_id="clash", python_callable=lambda ds: ds, op_args=["a"])
    PythonOperator(task_id="secret", python_callable=lambda: print("it is", Variable.get("api_password")))
    PythonOperator(task_id="sets", python_callable=lambda: Variable.set("made", {"a": 1}, serialize_json=True))
    PythonOperator(task_id="pulls", python_callable=lambda ti: [
        ti.xcom_pull(task_ids="a"), ti.xcom_pull(task_ids=["b", "nope", "a"]), ti.xcom_pull(task_ids="nope"),
        ti.xcom_push("own", 5), ti.xcom_pull(task_ids="pulls", key="own"),
        get_current_context()["run_id"]])
    Sleeper(task_id="sleeper")

    LatestOnlyOperator(task_id="latest") >> EmptyOperator(task_id="behind_latest")
    branch = BranchPythonOperator(task_id="branch", python_callable=lambda: ["left"])
    branch >> [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")]
    branch >> EmptyOperator(task_id="join") << dag.get_task("left")
    BranchPythonOperator(task_id="bad_branch", python_callable=lambda: "nowhere")

    FileSensor(task_id="file", filepath="{{ var.value.file }}", poke_interval=7, timeout=60, soft_fail=True)
    OwnFileSensor(task_id="own_file", filepath="/no/such/file", poke_interval=7)
    FileSensor(task_id="file_late", filepath="/no/such/file", timeout=10)
    FileSensor(task_id="file_late_soft", filepath="/no/such/file", timeout=10, soft_fail=True)
    TimeDeltaSensor(task_id="delta", delta=timedelta(days=36500))
    DateTimeSensor(task_id="past", target_time="{{ data_interval_end }}")
    ExternalTaskSensor(task_id="external", external_dag_id="other", external_task_id="t",
                       execution_delta=timedelta(days=1), failed_states=["failed"])
    PythonSensor(task_id="poked", python_callable=lambda: False, mode="reschedule", poke_interval=30)
    PythonSensor(task_id="poked_often", python_callable=iter([False, True]).__next__, poke_interval=0.1)

    TriggerDagRunOperator(task_id="trigger", trigger_dag_id="other", conf={"day": "{{ ds }}"}, trigger_run_id="r1")
    TriggerDagRunOperator(task_id="trigger_and_wait", trigger_dag_id="other", wait_for_completion=True, poke_interval=3)
    OwnTrigger(task_id="trigger_by_own", trigger_dag_id="other", wait_for_completion=True, poke_interval=0.1)
    TriggerDagRunOperator(task_id="trigger_nothing", trigger_dag_id="nothing")

    PapermillOperator(task_id="notebook", input_nb="in-{{ ds }}.ipynb", output_nb="out.ipynb", kernel_name="python3",
                      parameters={"n": 1, "at": "{{ ds }}", "deep": {"x": [1.5, None]}})
    SQLExecuteQueryOperator(task_id="sql", conn_id="db", sql=["CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 'x')",
                                                             "SELECT * FROM t"])
    HttpOperator(task_id="http", endpoint="variables/x", method="GET", response_filter=lambda response: response.json())

    @task(multiple_outputs=True)
    def both() -> dict:
        return {"a": 1, "b": [2]}

    @task_group
    def group():
        @task
        def add(a, b, ts=None):
            return [a, b, ts]

        return add(both()["a"], b=both.override(task_id="again")())

    group()
