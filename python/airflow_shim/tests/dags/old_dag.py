"""Tasks of a DAG for Airflow 1.10."""

from datetime import datetime

from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.operators.dagrun_operator import TriggerDagRunOperator
from airflow.operators.python_operator import PythonOperator

dag = DAG("old", schedule_interval=None, default_args={"owner": "me", "start_date": datetime(2024, 1, 1)})


def order_run(context, order):
    if context["dag_run"].conf.get("go"):
        order.payload = {"from": "old"}
        return order


BashOperator(task_id="undefined", bash_command="echo '{{ params.nope }}'", dag=dag)
BashOperator(task_id="exit_99", bash_command="exit 99", dag=dag)
BashOperator(task_id="end_date", bash_command="echo {{ END_DATE }}", xcom_push=True, dag=dag)
PythonOperator(task_id="no_context", python_callable=lambda ds, **kwargs: ds, dag=dag)
PythonOperator(task_id="has_run", python_callable=lambda **kwargs: bool(kwargs["dag_run"]), provide_context=True, dag=dag)
PythonOperator(task_id="pickles", python_callable=lambda: 1 + 2j, dag=dag)
PythonOperator(task_id="pulls", python_callable=lambda ti, **kwargs: str(ti.xcom_pull(task_ids=["pickles", "nope"])),
               provide_context=True, dag=dag)
TriggerDagRunOperator(task_id="trigger", trigger_dag_id="other", python_callable=order_run, dag=dag)
