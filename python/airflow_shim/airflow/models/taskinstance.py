"""The attempt under way, as DAG files see it."""

import datetime
import hashlib
import math
import os
import socket
from typing import NamedTuple

from airflow.exceptions import NotSupported
from airflow.models.xcom import XCOM_RETURN_KEY
from airflow.utils import timezone
from airflow.utils.log.logging_mixin import LoggingMixin
from nightjar_airflow import runtime


class TaskInstanceKey(NamedTuple):
    dag_id: str
    task_id: str
    run_id: str
    try_number: int = 1
    map_index: int = -1

    @property
    def primary(self):
        return self.dag_id, self.task_id, self.run_id, self.map_index


class TaskInstance(LoggingMixin):
    """What a task may ask of and do by its `ti`."""

    job_id = None
    queued_by_job_id = None
    end_date = None
    duration = None
    next_method = None

    def __init__(self, task, dag_run, order, previous=None):
        self.task, self.dag_run = task, dag_run
        self.map_index = (order.get("point") or {}).get("index", -1)
        self.dag_id, self.task_id = task.dag_id, task.task_id
        self.try_number = int(order.get("try_number") or 1)
        self.max_tries = int(order.get("max_tries") if order.get("max_tries") is not None else task.retries)
        self.hostname = order.get("hostname") or socket.gethostname()
        self.run_id = dag_run.run_id
        self.execution_date = dag_run.execution_date
        self.start_date = timezone.utcnow()
        self.state = "running"
        self.pool, self.pool_slots, self.queue = task.pool, task.pool_slots, task.queue
        self.priority_weight = task.priority_weight
        self.operator = task.task_type
        self.pid = os.getpid()
        self.test_mode = order.get("mode") == "test"
        self.unixname = os.environ.get("USER", "")
        self._previous = previous or {}

    logical_date = property(lambda self: self.execution_date)
    prev_attempted_tries = property(lambda self: self.try_number)
    key = property(lambda self: TaskInstanceKey(
        self.dag_id, self.task_id, self.run_id, self.try_number, self.map_index))

    @property
    def log_url(self):
        return runtime.attempt.url("/airflow/dags/%s/grid?dag_run_id=%s&task_id=%s&tab=logs" % (
            self.dag_id, self.run_id, self.task_id))

    @property
    def mark_success_url(self):
        return self.log_url

    @property
    def log_filepath(self):
        return ""

    def get_dagrun(self, session=None):
        return self.dag_run

    def current_state(self, session=None):
        return self.state

    def get_template_context(self, session=None, ignore_param_exceptions=True):
        return runtime.attempt.context

    def render_templates(self, context=None, jinja_env=None):
        self.task.render_template_fields(context or runtime.attempt.context, jinja_env)
        return self.task

    def is_eligible_to_retry(self):
        return self.try_number <= self.max_tries

    def next_retry_datetime(self):
        """When it is tried again after this try; the scheduler waits by the same rule."""
        delay = self.task.retry_delay or datetime.timedelta(seconds=300)
        if self.task.retry_exponential_backoff:
            next_try = self.try_number + 1
            seed = "%s#%s#%s#%d" % (self.dag_id, self.task_id, self.execution_date.isoformat(" "), next_try)
            least = max(1, math.ceil(delay.total_seconds() * 2 ** (next_try - 2)))
            seconds = least + int(hashlib.sha1(seed.encode()).hexdigest(), 16) % least
            delay = min(datetime.timedelta(seconds=min(seconds, 24 * 60 * 60)),
                        self.task.max_retry_delay or datetime.timedelta.max)
        return timezone.utcnow() + delay

    def get_previous_start_date(self, state=None, session=None):
        return self._previous.get("prev_start_date_success")

    def get_previous_execution_date(self, state=None, session=None):
        return self._previous.get("prev_data_interval_start_success")

    previous_start_date_success = property(get_previous_start_date)
    previous_execution_date_success = property(get_previous_execution_date)

    def get_previous_ti(self, state=None, session=None):
        raise NotSupported("ti.get_previous_ti()", "read prev_start_date_success and its like in the context")

    previous_ti = previous_ti_success = property(get_previous_ti)

    def xcom_push(self, key, value, execution_date=None, session=None):
        if execution_date is not None and timezone.convert_to_utc(execution_date) < self.execution_date:
            raise ValueError("execution_date can not be in the past (current execution_date is %s; received %s)" % (
                self.execution_date, execution_date))
        runtime.attempt.values.push(key, value)

    def xcom_pull(self, task_ids=None, dag_id=None, key=XCOM_RETURN_KEY, include_prior_dates=False, session=None,
                  *, map_indexes=None, default=None):
        if map_indexes is not None:
            return self._pull_points(task_ids, dag_id, key, include_prior_dates, map_indexes, default)
        ids = [task_ids] if isinstance(task_ids, str) else None if task_ids is None else list(task_ids)
        found = runtime.attempt.values.pull(dag_id or self.dag_id, ids, key, include_prior_dates)
        if task_ids is None or isinstance(task_ids, str):
            return found[0].value if found else default
        newest = {}
        for value in found:
            newest.setdefault(value.task_id, value.value)
        if runtime.is_1_10():
            return tuple(newest.get(task_id) for task_id in ids)
        values = []
        for task_id in ids:
            if task_id in newest:
                values += newest[task_id] if self._is_mapped(dag_id, task_id) else [newest[task_id]]
        return values

    def _pull_points(self, task_ids, dag_id, key, include_prior_dates, map_indexes, default):
        """What points of mapped tasks left; the index -1 is that of tasks that are not mapped."""
        several = not isinstance(map_indexes, int)
        ids = [self.task_id] if task_ids is None else [task_ids] if isinstance(task_ids, str) else list(task_ids)
        names = [task_id if index < 0 else "%s[%d]" % (task_id, index)
                 for task_id in ids for index in (map_indexes if several else [map_indexes])
                 if index >= 0 or not self._is_mapped(dag_id, task_id)]
        newest = {}
        for value in runtime.attempt.values.pull(dag_id or self.dag_id, names, key, include_prior_dates):
            newest.setdefault(value.task_id, value.value)
        if several or task_ids is not None and not isinstance(task_ids, str):
            return [newest[name] for name in names if name in newest]
        return newest.get(names[0], default) if names else default

    def _is_mapped(self, dag_id, task_id):
        dag = self.task.dag
        return dag_id in (None, self.dag_id) and dag.has_task(task_id) and dag.get_task(task_id).mapped is not None

    def __repr__(self):
        return "<TaskInstance: %s.%s %s [%s]>" % (self.dag_id, self.task_id, self.run_id, self.state)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError("TaskInstance.%s is not supported by Nightjar's Airflow shim" % name)


class OtherTaskInstance:
    """Another task of a run: its state."""

    def __init__(self, dag_run, task_id, state):
        self.dag_run, self.dag_id, self.run_id = dag_run, dag_run.dag_id, dag_run.run_id
        self.task_id, self.state, self.execution_date = task_id, state, dag_run.execution_date

    def current_state(self, session=None):
        return self.state

    def __repr__(self):
        return "<TaskInstance: %s.%s %s [%s]>" % (self.dag_id, self.task_id, self.run_id, self.state)


def clear_task_instances(*args, **kwargs):
    raise NotSupported("clear_task_instances", "clear tasks by the REST API")
