"""SubDagOperator"""

from airflow.exceptions import AirflowException, NotSupported
from airflow.sensors.base import BaseSensorOperator
from nightjar_airflow import runtime, waits


class SubDagOperator(BaseSensorOperator):
    """Runs subdag, whose id is the DAG's and this task's with a dot between, for the same logical date."""

    ui_color = "#555"
    ui_fgcolor = "#fff"

    def __init__(self, *, subdag, session=None, executor=None, conf=None, propagate_skipped_state=None, **kwargs):
        super().__init__(**kwargs)
        if propagate_skipped_state is not None:
            raise NotSupported("SubDagOperator(propagate_skipped_state)", "leave it out")
        self.conf, self.subdag = conf, subdag
        expected = "%s.%s" % (self.dag.dag_id, self.task_id)
        if subdag.dag_id != expected:
            raise AirflowException(
                "The subdag's dag_id should have the form '{parent_dag_id}.{this_task_id}'. Expected '%s'; received "
                "'%s'." % (expected, subdag.dag_id))
        subdag.parent_dag, subdag.is_subdag = self.dag, True
        subdag.fileloc = self.dag.fileloc

    def execute(self, context):
        if runtime.api is None:
            raise AirflowException("SubDagOperator: no Nightjar server is known here")
        dag_run = context["ti"].dag_run
        conf = self.conf if self.conf is not None else dag_run.conf
        status, answer = runtime.api.trigger(
            self.subdag.dag_id, dag_run.run_id, dag_run.logical_date, conf, reset=context["ti"].try_number > 1,
            sub_dag=True)
        if status == 404:
            raise AirflowException("the sub-DAG %s is not known to the server" % self.subdag.dag_id)
        run_id = answer.get("run_id") or dag_run.run_id
        what = waits.for_run(self.subdag.dag_id, run_id=run_id, allowed_states=["success"], failed_states=["failed"])
        raise waits.Wait(dict(what, poke_interval=self.poke_interval, timeout_at=None, soft_fail=False))
