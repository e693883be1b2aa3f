"""The sub-DAG that Airflow's example of SubDagOperator imports."""

from airflow.models.dag import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils import timezone
from nightjar_airflow import runtime


def subdag(parent_dag_name, child_dag_name, args):
    """A DAG of five tasks that do nothing."""
    own = {} if runtime.is_1_10() else {"start_date": timezone.datetime(2021, 1, 1), "catchup": False}
    made = DAG("%s.%s" % (parent_dag_name, child_dag_name), default_args=args, schedule="@daily", **own)
    for number in range(1, 6):
        EmptyOperator(task_id="%s-task-%d" % (child_dag_name, number), default_args=args, dag=made)
    return made
