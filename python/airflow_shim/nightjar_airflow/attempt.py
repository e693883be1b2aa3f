"""`run`: one attempt of one task, from an order to an outcome."""

import contextlib
import json
import logging
import os
import signal
import sys
import tempfile
import traceback

import airflow  # noqa: F401, makes the stand-ins known
from airflow.exceptions import (
    AirflowException, AirflowFailException, AirflowRescheduleException, AirflowSensorTimeout, AirflowSkipException,
    AirflowTaskTerminated, AirflowTaskTimeout)
from airflow.models import mappedoperator
from airflow.utils import dag_parsing_context
from nightjar_airflow import callbacks, children, context, log, rendered, runtime, source
from nightjar_airflow.api import Api
from nightjar_airflow.load import one_line
from nightjar_airflow.values import Values
from nightjar_airflow.waits import Wait

_log = logging.getLogger("airflow.task")


class Attempt:
    """What an attempt has done so far, and where the operators leave what they want of the server."""

    def __init__(self, order, dag, task):
        self.order, self.dag, self.task = order, dag, task
        self.mode = order.get("mode") or "attempt"
        self.context = None
        self.skipped, self.skip_kind = [], None
        self.values = runtime.values

    @property
    def nightjar(self):
        return self.order.get("nightjar")

    @property
    def first_poke_at(self):
        from airflow.models.dagrun import moment

        return moment(self.order.get("first_poke_at"))

    def url(self, path):
        url = (self.order.get("api") or {}).get("url") or ""
        return url.partition("/api")[0] + path

    def skip(self, task_ids, kind):
        self.skipped += [task_id for task_id in task_ids if task_id not in self.skipped]
        self.skip_kind = self.skip_kind or kind


class Outcome(dict):
    def __init__(self, state, **fields):
        super().__init__(
            {"state": state, "retry": False, "message": None, "details": None, "rendered": {}, "values": [],
             "skip": [], "skip_kind": None, "reschedule_at": None, "wait": None}, **fields)

    @classmethod
    def failed(cls, error, retry=True, **fields):
        text = log.redact("".join(traceback.format_exception(type(error), error, _own(error.__traceback__))))
        return cls("failed", retry=retry, message=log.redact(one_line(error)), details=text, **fields)


def _own(tb):
    """The traceback without the frames of this file at its head."""
    while tb is not None and tb.tb_next is not None and tb.tb_frame.f_code.co_filename == __file__:
        tb = tb.tb_next
    return tb


@contextlib.contextmanager
def _timeout(delta):
    """Raises AirflowTaskTimeout in the block after delta."""
    if delta is None:
        yield
        return

    def over(*_):
        raise AirflowTaskTimeout("Timeout, the execution_timeout of %s is over" % delta)

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, max(delta.total_seconds(), 0.000001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _terminated(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise AirflowTaskTerminated("Task received SIGTERM signal")


def _may_run(task):
    import getpass

    if task.run_as_user:
        with contextlib.suppress(KeyError, OSError):
            if getpass.getuser() == task.run_as_user:
                return
        raise AirflowFailException("run_as_user='%s' is not supported: start the Nightjar worker as that user" %
                                   task.run_as_user)


def _push_result(attempt, result):
    task = attempt.task
    if not task.do_xcom_push:
        return
    mappedoperator.require_items(task, result)
    if result is None:
        return
    if task.multiple_outputs:
        if not isinstance(result, dict):
            raise AirflowException("Returned output was type %s expected dictionary for multiple_outputs" % type(result))
        for key, value in result.items():
            if not isinstance(key, str):
                raise AirflowException("Returned dictionary keys must be strings when using multiple_outputs, found %s "
                                       "(%s) instead" % (key, type(key)))
            attempt.values.push(key, value)
    attempt.values.push("return_value", result)


def _execute(attempt):
    task, ctx = attempt.task, attempt.context
    _may_run(task)
    if runtime.point_problem is not None:
        raise runtime.point_problem
    with _timeout(task.execution_timeout):
        try:
            os.environ.update(context.variables(ctx))
            task.render_template_fields(ctx)
            attempt.rendered = rendered.fields(task)
            task.pre_execute(context=ctx)
            callbacks.run(task.on_execute_callback, ctx, "on_execute_callback")
            runtime.context = ctx
            result = task.execute(context=ctx)
            _push_result(attempt, result)
            task.post_execute(context=ctx, result=result)
        except AirflowTaskTimeout:
            task.on_kill()
            raise


def _outcome(attempt):
    """Runs the task; what it raises becomes the outcome. Also the error, for callbacks."""
    try:
        _execute(attempt)
        return Outcome("success"), None
    except Wait as wait:
        return Outcome("deferred", wait=wait.what), None
    except AirflowRescheduleException as again:
        return Outcome("reschedule", reschedule_at=again.reschedule_date.isoformat()), None
    except AirflowSkipException as skip:
        if str(skip):
            _log.info("%s", skip)
        return Outcome("skipped", message=one_line(skip) if str(skip) else None), skip
    except AirflowFailException as error:
        return Outcome.failed(error, retry=False), error
    except AirflowSensorTimeout as error:
        return Outcome.failed(error, retry=runtime.is_1_10()), error
    except AirflowTaskTerminated as error:
        _log.error("Received SIGTERM. Terminating subprocesses.")
        with contextlib.suppress(Exception):
            attempt.task.on_kill()
        return Outcome.failed(error), error
    except SystemExit as error:
        if error.code in (None, 0):
            return Outcome("success"), None
        return Outcome.failed(error), error
    except BaseException as error:
        return Outcome.failed(error), error


def _attempt(attempt):
    outcome, error = _outcome(attempt)
    attempt.context["ti"].state = outcome["state"]
    if outcome["state"] == "failed":
        _log.error("Task failed with exception\n%s", outcome["details"].rstrip())
    final = rendered.fields(attempt.task) if attempt.rendered is not None else {}
    outcome.update(rendered=final, values=attempt.values.for_outcome(), skip=attempt.skipped,
                   skip_kind=attempt.skip_kind)
    retrying = outcome["retry"] and attempt.context["ti"].is_eligible_to_retry()
    if outcome["state"] not in ("deferred", "reschedule"):
        callbacks.after(attempt.task, outcome["state"], retrying, attempt.context, error,
                        bool(attempt.order.get("mails")))
        _log.info("Marking task as %s. dag_id=%s, task_id=%s, run_id=%s, execution_date=%s",
                  "UP_FOR_RETRY" if retrying else outcome["state"].upper(), attempt.dag.dag_id, attempt.task.task_id,
                  attempt.values._run_id, attempt.context["ts_nodash"])
    return outcome


def _render(attempt):
    attempt.task.render_template_fields(attempt.context)
    return Outcome("success", rendered=rendered.fields(attempt.task, masked=not attempt.order.get("secrets")))


def _load(order):
    path = order["file"]
    with open(path, "rb") as file:
        data = file.read()
    module = source.execute(path, data, order["folder"])
    dags = source.dags_of(module)
    dag = dags.get(order["dag_id"])
    if dag is None:
        raise AirflowException("%s has no DAG '%s' any more (it has: %s)" % (
            path, order["dag_id"], ", ".join(sorted(dags)) or "none"))
    task_id = order.get("task_id")
    if task_id is not None and not dag.has_task(task_id):
        raise AirflowException("DAG '%s' has no task '%s' any more" % (dag.dag_id, task_id))
    return dag, dag.get_task(task_id) if task_id is not None else None


def run(order):
    """The outcome of an order."""
    signal.signal(signal.SIGTERM, _terminated)
    runtime.api = Api.of(order.get("api"))
    runtime.point = order.get("point") and dict(order["point"], task=(order["dag_id"], order["task_id"]))
    runtime.values = Values(order["dag_id"], order.get("task_id"), order["run"]["run_id"], order["run"]["logical_date"])
    source.extend_path(order["folder"])
    dag_parsing_context.set_parsing_context(order["dag_id"], order.get("task_id"))
    try:
        dag, task = _load(order)
        attempt = Attempt(order, dag, task)
        attempt.rendered = None
        attempt.context = context.build(dag, task or callbacks.any_task(dag), order)
        runtime.attempt = attempt
        if attempt.mode == "render":
            return _render(attempt)
        if attempt.mode == "callback":
            return callbacks.ordered(attempt, order["callback"], Outcome)
    except BaseException as error:
        outcome = Outcome.failed(error)
        _log.error("%s\n%s", outcome["message"], outcome["details"].rstrip())
        return outcome
    return _attempt(attempt)


def write(outcome, path):
    """Puts the outcome where it is looked for, whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)), prefix=".outcome")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(outcome, file, default=str)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def main(options):
    log.start()
    with open(options.order, encoding="utf-8") as file:
        order = json.load(file)
    outcome = run(order)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    write(outcome, options.outcome)
    children.end_all()
    sys.stdout.flush()
    logging.shutdown()
    # Threads that a task has left must not keep the worker.
    os._exit(0)
