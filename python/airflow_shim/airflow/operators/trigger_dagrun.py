"""TriggerDagRunOperator, of 2.x and with the python_callable of 1.10."""

import datetime
import json
import time

from airflow.exceptions import AirflowException, AirflowSkipException, DagNotFound, DagRunAlreadyExists
from airflow.models.baseoperator import BaseOperator
from airflow.models.baseoperatorlink import BaseOperatorLink
from airflow.utils import timezone
from airflow.utils.types import DagRunType
from nightjar_airflow import runtime, waits

XCOM_LOGICAL_DATE_ISO = "trigger_logical_date_iso"
XCOM_RUN_ID = "trigger_run_id"


class DagRunOrder:
    def __init__(self, run_id=None, payload=None):
        self.run_id, self.payload = run_id, payload


class TriggerDagRunLink(BaseOperatorLink):
    name = "Triggered DAG"


class TriggerDagRunOperator(BaseOperator):
    template_fields = ("trigger_dag_id", "trigger_run_id", "logical_date", "conf", "wait_for_completion")
    template_fields_renderers = {"conf": "py"}
    ui_color = "#ffefeb"
    operator_extra_links = (TriggerDagRunLink(),)

    def __init__(self, *, trigger_dag_id, python_callable=None, trigger_run_id=None, conf=None, logical_date=None,
                 execution_date=None, reset_dag_run=False, wait_for_completion=False, poke_interval=60,
                 allowed_states=None, failed_states=None, skip_when_already_exists=False, fail_when_dag_is_paused=False,
                 deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.trigger_dag_id, self.trigger_run_id, self.conf = trigger_dag_id, trigger_run_id, conf
        self.python_callable = python_callable
        self.reset_dag_run, self.wait_for_completion = reset_dag_run, wait_for_completion
        self.poke_interval, self.skip_when_already_exists = poke_interval, skip_when_already_exists
        self.allowed_states = [str(state) for state in allowed_states or ["success"]]
        self.failed_states = [str(state) for state in (["failed"] if failed_states is None else failed_states)]
        date = logical_date if logical_date is not None else execution_date
        if date is not None and not isinstance(date, (str, datetime.datetime)):
            raise TypeError("Expected str or datetime.datetime type for parameter 'logical_date'. Got %s" %
                            type(date).__name__)
        self.logical_date = date.isoformat() if isinstance(date, datetime.datetime) else date
        if fail_when_dag_is_paused:
            from airflow.exceptions import NotSupported

            raise NotSupported("TriggerDagRunOperator(fail_when_dag_is_paused=True)", "leave it out")

    def execute(self, context):
        conf, run_id = self.conf, self.trigger_run_id
        at = timezone.parse(self.logical_date) if self.logical_date else timezone.utcnow()
        if self.python_callable is not None:
            order = DagRunOrder(run_id="trig__" + timezone.utcnow().isoformat())
            order = self.python_callable(context, order)
            if not order:
                self.log.info("Criteria not met, moving on")
                return
            conf, run_id = order.payload, order.run_id
        elif isinstance(conf, str):
            conf = json.loads(conf)
        try:
            json.dumps(conf)
        except TypeError:
            raise AirflowException("conf parameter should be JSON Serializable") from None
        if not run_id:
            old = runtime.is_1_10()
            run_id = "trig__" + at.isoformat() if old else DagRunType.MANUAL.generate_run_id(at)
        if runtime.api is None:
            raise AirflowException("TriggerDagRunOperator: no Nightjar server is known here")
        status, answer = runtime.api.trigger(self.trigger_dag_id, run_id, at, conf, bool(self.reset_dag_run))
        if status == 404:
            raise DagNotFound("Dag id %s not found" % self.trigger_dag_id)
        if status == 409:
            if self.skip_when_already_exists:
                raise AirflowSkipException("Skipping because run %s of DAG %s exists already" % (
                    run_id, self.trigger_dag_id))
            raise DagRunAlreadyExists("A Dag Run already exists for dag id %s at %s with run id %s" % (
                self.trigger_dag_id, at, run_id))
        run_id = answer["run_id"]
        self.log.info("Created run %s of DAG %s", run_id, self.trigger_dag_id)
        context["ti"].xcom_push(key=XCOM_LOGICAL_DATE_ISO, value=answer.get("logical_date") or at.isoformat())
        context["ti"].xcom_push(key=XCOM_RUN_ID, value=run_id)
        if self.wait_for_completion and str(self.wait_for_completion).lower() != "false":
            self._wait(run_id)

    def _wait(self, run_id):
        if runtime.attempt.mode != "test" and type(self).execute is TriggerDagRunOperator.execute:
            what = waits.for_run(self.trigger_dag_id, run_id=run_id, allowed_states=self.allowed_states,
                                 failed_states=self.failed_states)
            raise waits.Wait(dict(what, poke_interval=self.poke_interval, timeout_at=None, soft_fail=False))
        while True:
            self.log.info("Waiting for %s on %s to become allowed state %s ...", self.trigger_dag_id, run_id,
                          self.allowed_states)
            state = next((run["state"] for run in runtime.api.find_runs(self.trigger_dag_id, run_id) or []), None)
            if state in self.failed_states:
                raise AirflowException("%s failed with failed states %s" % (self.trigger_dag_id, state))
            if state in self.allowed_states:
                self.log.info("%s finished with allowed state %s", self.trigger_dag_id, state)
                return
            time.sleep(self.poke_interval)
