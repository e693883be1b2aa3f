"""ExternalTaskSensor"""

from airflow.exceptions import AirflowException, AirflowSkipException
from airflow.models.baseoperatorlink import BaseOperatorLink
from airflow.models.dagrun import moment
from airflow.operators.empty import EmptyOperator
from airflow.sensors.base import BaseSensorOperator
from airflow.utils.operator_helpers import make_kwargs_callable
from nightjar_airflow import runtime, waits


class ExternalDagLink(BaseOperatorLink):
    name = "External DAG"


ExternalTaskSensorLink = ExternalDagLink


class ExternalTaskSensor(BaseSensorOperator):
    template_fields = ("external_dag_id", "external_task_id", "external_task_ids", "external_task_group_id")
    ui_color = "#4db7db"
    operator_extra_links = (ExternalDagLink(),)

    def __init__(self, *, external_dag_id, external_task_id=None, external_task_ids=None, external_task_group_id=None,
                 allowed_states=None, skipped_states=None, failed_states=None, execution_delta=None,
                 execution_date_fn=None, check_existence=False, poll_interval=2.0, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        if execution_delta is not None and execution_date_fn is not None:
            raise ValueError("Only one of `execution_delta` or `execution_date_fn` may be provided to "
                             "ExternalTaskSensor; not both.")
        if external_task_id is not None and external_task_ids is not None:
            raise ValueError("Only one of `external_task_id` or `external_task_ids` may be provided to "
                             "ExternalTaskSensor; use external_task_id or external_task_ids or "
                             "external_task_group_id.")
        if external_task_group_id is not None and (external_task_id is not None or external_task_ids is not None):
            raise ValueError("Values for `external_task_group_id` and `external_task_id` or `external_task_ids` "
                             "can't be set at the same time")
        self.external_dag_id, self.external_task_group_id = external_dag_id, external_task_group_id
        self.external_task_id = external_task_id
        self.external_task_ids = external_task_ids or ([external_task_id] if external_task_id is not None else None)
        if self.external_task_ids and not isinstance(self.external_task_ids, str) and \
                len(set(self.external_task_ids)) < len(self.external_task_ids):
            raise ValueError("Duplicate task_ids passed in external_task_ids parameter")
        self.allowed_states = [str(state) for state in allowed_states or ["success"]]
        self.skipped_states = [str(state) for state in skipped_states or []]
        self.failed_states = [str(state) for state in failed_states or []]
        self.execution_delta, self.execution_date_fn = execution_delta, execution_date_fn
        self.check_existence = check_existence
        self._checked = False

    def _dates(self, context):
        at = context["logical_date"]
        if self.execution_delta is not None:
            return [at - self.execution_delta]
        if self.execution_date_fn is not None:
            rest = {name: value for name, value in context.items() if name != "logical_date"}
            found = make_kwargs_callable(self.execution_date_fn)(at, **rest)
            return list(found) if isinstance(found, (list, tuple, set)) else [found]
        return [at]

    def poke(self, context):
        dates = self._dates(context)
        if self.external_task_ids:
            self.log.info("Poking for tasks %s in dag %s on %s ... ", self.external_task_ids, self.external_dag_id,
                          ",".join(date.isoformat() for date in dates))
        else:
            self.log.info("Poking for DAG '%s' on %s ... ", self.external_dag_id,
                          ",".join(date.isoformat() for date in dates))
        if runtime.api is None:
            return False
        states = [self._state(date) for date in dates]
        if any(state in self.failed_states for found in states for state in found):
            text = "The external DAG %s failed." % self.external_dag_id
            if self.external_task_group_id:
                text = "The external task_group '%s' in DAG '%s' failed." % (
                    self.external_task_group_id, self.external_dag_id)
            elif self.external_task_ids:
                text = "Some of the external tasks %s in DAG %s failed." % (self.external_task_ids, self.external_dag_id)
            raise (AirflowSkipException if self.soft_fail else AirflowException)(text)
        if any(state in self.skipped_states for found in states for state in found):
            raise AirflowSkipException("The external %s reached a state in our states-to-skip-on list. Skipping." % (
                "tasks" if self.external_task_ids else "DAG"))
        return all(state in self.allowed_states for found in states for state in found)

    def _state(self, date):
        runs = runtime.api.find_runs(self.external_dag_id, None, date)
        if runs is None:
            if self.check_existence:
                raise AirflowException("The external DAG %s does not exist." % self.external_dag_id)
            runs = []
        run = next((one for one in runs if moment(one.get("logical_date")) == date), None) or {}
        tasks = run.get("tasks") or {}
        if self.external_task_group_id:
            return self._states_of_group(run, tasks)
        if not self.external_task_ids:
            return [run.get("state")]
        if self.check_existence and tasks:
            for task_id in self.external_task_ids:
                if task_id not in tasks:
                    raise AirflowException("The external task %s in DAG %s does not exist." % (
                        task_id, self.external_dag_id))
        return [tasks.get(task_id) for task_id in self.external_task_ids]

    def _states_of_group(self, run, tasks):
        """Those of the tasks in the group and in groups within; those of a mapped task are its points'."""
        inside = [task_id for task_id, group in (run.get("groups") or {}).items()
                  if (group + ".").startswith(self.external_task_group_id + ".")]
        if run and not inside and self.check_existence:
            raise AirflowException("The external task group '%s' in DAG '%s' does not exist." % (
                self.external_task_group_id, self.external_dag_id))
        return [tasks.get(task_id) for task_id in inside] or [None]

    def waits_for(self, context):
        dates = self._dates(context)
        if len(dates) != 1 or self.skipped_states or self.external_task_group_id:
            return None
        return waits.for_run(self.external_dag_id, logical_date=dates[0], task_ids=self.external_task_ids,
                             allowed_states=self.allowed_states, failed_states=self.failed_states)


class ExternalTaskMarker(EmptyOperator):
    """Names a task of another DAG; clearing this one does not clear that."""

    template_fields = ("external_dag_id", "external_task_id", "execution_date")
    ui_color = "#4db7db"

    def __init__(self, *, external_dag_id, external_task_id, execution_date="{{ logical_date.isoformat() }}",
                 recursion_depth=10, **kwargs):
        super().__init__(**kwargs)
        self.external_dag_id, self.external_task_id = external_dag_id, external_task_id
        self.execution_date, self.recursion_depth = execution_date, recursion_depth
