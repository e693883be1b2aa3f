"""The run that a task belongs to."""

import pendulum

from airflow.utils.types import DagRunType
from nightjar_airflow import runtime


def moment(text):
    """The datetime of ISO text, in UTC; None for None."""
    return pendulum.instance(pendulum.parse(text)).in_timezone("UTC") if text else None


class DagRun:
    def __init__(self, dag_id, run, dag=None):
        self.dag_id, self.dag = dag_id, dag
        self.id = run.get("id")
        self.run_id = run["run_id"]
        self.run_type = run.get("run_type")
        self.execution_date = moment(run["logical_date"])
        self.data_interval_start = moment(run.get("data_interval_start"))
        self.data_interval_end = moment(run.get("data_interval_end"))
        self.conf = run.get("conf") or {}
        self.external_trigger = bool(run.get("external_trigger"))
        self.start_date = moment(run.get("start_date"))
        self.queued_at = moment(run.get("queued_at"))
        self.end_date = moment(run.get("end_date"))
        self._state = run.get("state") or "running"
        self.creating_job_id = None

    logical_date = property(lambda self: self.execution_date)
    state = property(lambda self: self._state)
    is_backfill = property(lambda self: self.run_type == DagRunType.BACKFILL_JOB)

    def get_state(self):
        return self._state

    def get_dag(self):
        return self.dag

    @staticmethod
    def generate_run_id(run_type, execution_date):
        return DagRunType(run_type).generate_run_id(execution_date)

    @classmethod
    def find(cls, dag_id=None, run_id=None, execution_date=None, state=None, **_):
        """Runs that the server knows, found by an id or by a date."""
        ids = [dag_id] if isinstance(dag_id, str) else dag_id
        found = [cls(one, dict(run, conf=run.get("conf"))) for one in ids
                 for run in _server().find_runs(one, run_id, execution_date)]
        return [run for run in found if state is None or run.state == state]

    def _tasks(self):
        for run in _server().find_runs(self.dag_id, self.run_id, None):
            return run.get("tasks") or {}
        return {}

    def get_task_instances(self, state=None, session=None):
        from airflow.models.taskinstance import OtherTaskInstance

        wanted = {state} if isinstance(state, str) else state and set(state)
        return [OtherTaskInstance(self, task_id, task_state) for task_id, task_state in self._tasks().items()
                if wanted is None or task_state in wanted]

    def get_task_instance(self, task_id, session=None, map_index=-1):
        return next((ti for ti in self.get_task_instances() if ti.task_id == task_id), None)

    def __repr__(self):
        if runtime.is_1_10():
            return "<DagRun %s @ %s: %s, externally triggered: %s>" % (
                self.dag_id, self.execution_date, self.run_id, self.external_trigger)
        return "<DagRun %s @ %s: %s, state:%s, queued_at: %s. externally triggered: %s>" % (
            self.dag_id, self.execution_date, self.run_id, self._state, self.queued_at, self.external_trigger)


def _server():
    if runtime.api is None:
        raise RuntimeError("looking at runs: no Nightjar server is known here")
    return runtime.api
