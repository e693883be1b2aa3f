"""Calls the callbacks of tasks and DAGs."""

import logging

_log = logging.getLogger("airflow.task")
_OF_STATE = {"success": "on_success_callback", "skipped": "on_skipped_callback"}


def _mail(task, context, error):
    from airflow.utils.email import notify  # only here: it takes long to import

    notify(task, context, error)


def run(given, context, name):
    """Calls one callback or a list of them; what they raise is logged, and that is all."""
    for callback in given if isinstance(given, (list, tuple)) else [given] if given else []:
        _log.info("Executing callback at %s: %s", name, getattr(callback, "__name__", repr(callback)))
        try:
            callback(context)
        except Exception:
            _log.exception("Error when executing %s", name)


def after(task, state, retrying, context, error, mails=False):
    """What is to be done when an attempt has ended in state; mails says that the server tells people of failures."""
    if error is not None:
        context["exception"] = error
    name = _OF_STATE.get(state) or ("on_retry_callback" if retrying else "on_failure_callback")
    run(getattr(task, name), context, name)
    if state == "failed" and task.email and not mails and (task.email_on_retry if retrying else task.email_on_failure):
        _mail(task, context, error)


def any_task(dag):
    """The task that stands for the DAG in the context of its own callbacks."""
    if not dag.tasks:
        from airflow.exceptions import AirflowException

        raise AirflowException("DAG '%s' has no task" % dag.dag_id)
    return dag.tasks[-1]


def ordered(attempt, order, outcome_class):
    """Carries out an order of mode "callback"."""
    owner = attempt.task or attempt.dag
    kind, context = order["kind"], attempt.context
    if order.get("exception"):
        context["exception"] = Exception(order["exception"])
    if order.get("reason"):
        context["reason"] = order["reason"]
    callback = getattr(owner, kind, None)
    if kind == "sla_miss_callback":
        for one in callback if isinstance(callback, (list, tuple)) else [callback] if callback else []:
            _missed(attempt.dag, one, order)
    else:
        run(callback, context, kind)
        if attempt.task and kind in ("on_failure_callback", "on_retry_callback") and attempt.task.email:
            _mail(attempt.task, context, context.get("exception"))
    return outcome_class("success", values=attempt.values.for_outcome())


class Missed:
    """A task that was not done in time."""

    def __init__(self, dag_id, missed):
        from airflow.models.dagrun import moment

        self.dag_id, self.task_id = dag_id, missed["task_id"]
        self.execution_date = moment(missed.get("logical_date"))

    def __repr__(self):
        return str((self.dag_id, self.task_id, self.execution_date.isoformat()))


def _missed(dag, callback, order):
    slas = [Missed(dag.dag_id, one) for one in order.get("slas") or []]
    blocking = [Missed(dag.dag_id, one) for one in order.get("blocking") or []]

    def lines(items):
        return "\n".join("%s on %s" % (one.task_id, one.execution_date.isoformat()) for one in items)

    try:
        callback(dag, lines(slas), lines(blocking), slas, blocking)
    except Exception:
        _log.exception("Could not call sla_miss_callback of DAG %s", dag.dag_id)
