"""Operators that call Python functions."""

from airflow.exceptions import AirflowException, NotSupported
from airflow.models.baseoperator import BaseOperator
from airflow.operators.branch import BranchMixIn, SkipMixin
from airflow.utils.context import Context, copy_context
from airflow.utils.operator_helpers import determine_kwargs
from nightjar_airflow import runtime

__all__ = ["BranchPythonOperator", "ExternalPythonOperator", "PythonOperator", "PythonVirtualenvOperator",
           "ShortCircuitOperator", "get_current_context"]


def get_current_context():
    if runtime.context is None:
        raise AirflowException("Current context was requested but no context was found! Are you running within an "
                               "airflow task?")
    return runtime.context


def task(python_callable=None, multiple_outputs=None, **kwargs):
    from airflow.decorators import task as decorator

    return decorator(python_callable, multiple_outputs=multiple_outputs, **kwargs)


class PythonOperator(BaseOperator):
    template_fields = ("templates_dict", "op_args", "op_kwargs")
    template_fields_renderers = {"templates_dict": "json", "op_args": "py", "op_kwargs": "py"}
    ui_color = "#ffefeb"
    shallow_copy_attrs = ("python_callable", "op_kwargs")

    def __init__(self, *, python_callable, op_args=None, op_kwargs=None, templates_dict=None, templates_exts=None,
                 show_return_value_in_logs=True, provide_context=False, **kwargs):
        super().__init__(**kwargs)
        if not callable(python_callable):
            raise AirflowException("`python_callable` param must be callable")
        self.python_callable = python_callable
        self.op_args, self.op_kwargs = op_args or (), op_kwargs or {}
        self.templates_dict, self.provide_context = templates_dict, provide_context
        self.show_return_value_in_logs = show_return_value_in_logs
        if templates_exts:
            self.template_ext = templates_exts

    def execute(self, context):
        if runtime.is_1_10():
            if self.provide_context:
                self.op_kwargs = self._merged(context)
        else:
            self.op_kwargs = determine_kwargs(self.python_callable, self.op_args, self._merged(context))
        result = self.execute_callable()
        if self.show_return_value_in_logs:
            self.log.info("Done. Returned value was: %s", result)
        else:
            self.log.info("Done. Returned value not shown")
        return result

    def _merged(self, context):
        merged = copy_context(context) if isinstance(context, Context) else dict(context)
        merged.update(self.op_kwargs)
        merged["templates_dict"] = self.templates_dict
        return merged

    def execute_callable(self):
        return self.python_callable(*self.op_args, **self.op_kwargs)


class BranchPythonOperator(PythonOperator, BranchMixIn):
    """The callable returns the id of the task to follow, or several."""

    def execute(self, context):
        return self.do_branch(context, super().execute(context))


class ShortCircuitOperator(PythonOperator, SkipMixin):
    """Skips what comes behind, if the callable returns something false."""

    def __init__(self, *, ignore_downstream_trigger_rules=True, **kwargs):
        super().__init__(**kwargs)
        self.ignore_downstream_trigger_rules = ignore_downstream_trigger_rules

    def execute(self, context):
        condition = super().execute(context)
        self.log.info("Condition result is %s", condition)
        if condition:
            self.log.info("Proceeding with downstream tasks...")
            return condition
        if not self.downstream_task_ids:
            self.log.info("No downstream tasks; nothing to do.")
            return condition
        self.log.info("Skipping downstream tasks")
        every = self.ignore_downstream_trigger_rules
        tasks = self.get_flat_relatives(upstream=False) if every else self.get_direct_relatives(upstream=False)
        self.skip(context["dag_run"], context["execution_date"], tasks)
        self.log.info("Done.")
        return condition


def _refused(name, remedy):
    def __init__(self, task_id=None, **kwargs):  # noqa: N807
        raise NotSupported(name, remedy)

    return type(name, (BaseOperator,), {"__init__": __init__, "__doc__": "Refused.", "__module__": __name__})


_OTHER_PYTHON = "use a BashOperator that calls the Python you want, or install what it needs for the worker"
PythonVirtualenvOperator = _refused("PythonVirtualenvOperator", _OTHER_PYTHON)
ExternalPythonOperator = _refused("ExternalPythonOperator", _OTHER_PYTHON)
BranchPythonVirtualenvOperator = _refused("BranchPythonVirtualenvOperator", _OTHER_PYTHON)
BranchExternalPythonOperator = _refused("BranchExternalPythonOperator", _OTHER_PYTHON)
