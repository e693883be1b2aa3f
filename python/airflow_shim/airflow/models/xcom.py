"""Values that tasks hand on."""

from airflow.utils.xcom import XCOM_RETURN_KEY
from nightjar_airflow import runtime

__all__ = ["BaseXCom", "XCOM_RETURN_KEY", "XCom"]


class XCom:
    """XCom.get_one and get_many, for the run under way; ti.xcom_push and ti.xcom_pull are what tasks use."""

    @classmethod
    def get_many(cls, *, key=None, task_ids=None, dag_ids=None, run_id=None, execution_date=None,
                 include_prior_dates=False, limit=None, **_):
        dag_ids = [dag_ids] if isinstance(dag_ids, str) else dag_ids or [None]
        task_ids = [task_ids] if isinstance(task_ids, str) else task_ids
        found = [value for dag_id in dag_ids for value in runtime.attempt.values.pull(
            dag_id, task_ids, key, include_prior_dates, run_id, execution_date)]
        return found[:limit]

    @classmethod
    def get_one(cls, *, key=None, task_id=None, dag_id=None, run_id=None, execution_date=None,
                include_prior_dates=False, **_):
        found = cls.get_many(key=key, task_ids=task_id, dag_ids=dag_id, run_id=run_id,
                             execution_date=execution_date, include_prior_dates=include_prior_dates)
        return found[0].value if found else None

    get_value = get_one


BaseXCom = XCom
