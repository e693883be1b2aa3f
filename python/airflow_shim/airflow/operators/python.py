"""Operators that call Python functions."""

import importlib.util
import pathlib
import shutil
from datetime import datetime

from airflow.exceptions import AirflowException, AirflowSkipException
from airflow.hooks.subprocess import SubprocessHook, environment
from airflow.models.baseoperator import BaseOperator
from airflow.operators.branch import BranchMixIn, SkipMixin
from airflow.utils.context import Context, copy_context
from airflow.utils.operator_helpers import determine_kwargs
from nightjar_airflow import other_python, runtime

__all__ = ["BranchExternalPythonOperator", "BranchPythonOperator", "BranchPythonVirtualenvOperator",
           "ExternalPythonOperator", "PythonOperator", "PythonVirtualenvOperator", "ShortCircuitOperator",
           "get_current_context", "is_venv_installed"]

# What of the context another Python is given, as texts and as times of its own datetime; and params.
_TEXTS = ("ds", "ds_nodash", "expanded_ti_count", "next_ds", "next_ds_nodash", "prev_ds", "prev_ds_nodash", "run_id",
          "task_instance_key_str", "test_mode", "tomorrow_ds", "tomorrow_ds_nodash", "ts", "ts_nodash",
          "ts_nodash_with_tz", "yesterday_ds", "yesterday_ds_nodash")
_TIMES = ("data_interval_end", "data_interval_start", "execution_date", "logical_date", "next_execution_date",
          "prev_data_interval_end_success", "prev_data_interval_start_success", "prev_execution_date",
          "prev_execution_date_success", "prev_start_date_success", "prev_end_date_success")


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
        self.skip(context["dag_run"], context["execution_date"], [task for task in tasks if not task.is_teardown])
        self.log.info("Done.")
        return condition


def is_venv_installed():
    """Whether virtualenv is there, as DAG files ask that leave tasks out without it."""
    return shutil.which("virtualenv") is not None or importlib.util.find_spec("virtualenv") is not None


class _OtherPythonOperator(PythonOperator):
    """Calls the function in another Python, which gets what of the context can be pickled."""

    def __init__(self, *, python_callable, use_dill=False, serializer=None, string_args=None, expect_airflow=True,
                 skip_on_exit_code=None, env_vars=None, inherit_env=True, **kwargs):
        other_python.check(python_callable, type(self).__name__)
        super().__init__(python_callable=python_callable, **kwargs)
        self.pickler = serializer or ("dill" if use_dill else "pickle")
        self.string_args = list(string_args or ())
        self.env_vars, self.inherit_env = env_vars, inherit_env
        codes = [] if skip_on_exit_code is None else skip_on_exit_code
        self.skip_on_exit_code = list(codes) if hasattr(codes, "__iter__") else [codes]
        self._hook = SubprocessHook()

    def execute(self, context):
        plain = Context((name, context[name]) for name in _TEXTS)
        plain.update((name, context[name] and datetime.fromisoformat(context[name].isoformat())) for name in _TIMES)
        plain["params"] = dict(context["params"].items())
        return super().execute(plain)

    def _env(self):
        if not self.env_vars and self.inherit_env:
            return None
        return dict(environment() if self.inherit_env else {}, **(self.env_vars or {}))

    def _call(self, python):
        try:
            return other_python.call(self._hook, python, self.python_callable, self.op_args, self.op_kwargs,
                                     self.string_args, self.pickler, self._env())
        except other_python.Failed as failed:
            if failed.code in self.skip_on_exit_code:
                raise AirflowSkipException("Process exited with code %d. Skipping." % failed.code) from None
            raise

    def on_kill(self):
        self._hook.send_sigterm()


class PythonVirtualenvOperator(_OtherPythonOperator):
    """Calls the function in a virtual environment that is made for it."""

    template_fields = ("requirements", "index_urls", "venv_cache_path") + PythonOperator.template_fields
    template_ext = (".txt",)

    def __init__(self, *, requirements=None, python_version=None, system_site_packages=True, pip_install_options=None,
                 index_urls=None, venv_cache_path=None, **kwargs):
        super().__init__(**kwargs)
        self.requirements = [] if requirements is None else requirements
        self.python_version = str(python_version) if python_version is not None else None
        self.system_site_packages = system_site_packages
        self.pip_install_options = list(pip_install_options or ())
        self.index_urls = [index_urls] if isinstance(index_urls, str) else index_urls
        self.venv_cache_path = str(venv_cache_path) if venv_cache_path is not None else None

    def execute_callable(self):
        lines = self.requirements.splitlines() if isinstance(self.requirements, str) else self.requirements
        wanted = [line.strip() for line in lines if line.strip()]
        if self.pickler != "pickle" and not self.system_site_packages and self.pickler not in wanted:
            wanted.append(self.pickler)
        first, others = (self.index_urls or [None])[0], (self.index_urls or [])[1:]
        options = (["--index-url", first] if first else []) + [
            part for url in others for part in ("--extra-index-url", url)]
        venv = other_python.Environment(wanted, self.python_version, self.system_site_packages,
                                        self.pip_install_options + options)
        with venv.ready(self._hook, self.venv_cache_path) as python:
            return self._call(python)


class ExternalPythonOperator(_OtherPythonOperator):
    """Calls the function in a Python that is there."""

    template_fields = ("python",) + PythonOperator.template_fields

    def __init__(self, *, python, expect_pendulum=False, **kwargs):
        if not python:
            raise ValueError("Python Path must be defined in ExternalPythonOperator")
        super().__init__(**kwargs)
        self.python = str(python)

    def execute_callable(self):
        path = pathlib.Path(self.python)
        if not path.is_file():
            raise ValueError("Python Path %r must be a file that is there" % self.python)
        if not path.is_absolute():
            raise ValueError("Python Path %r must be an absolute path." % self.python)
        return self._call(self.python)


class BranchPythonVirtualenvOperator(PythonVirtualenvOperator, BranchMixIn):
    """The function, called in a virtual environment, returns the id of the task to follow, or several."""

    def execute(self, context):
        return self.do_branch(context, super().execute(context))


class BranchExternalPythonOperator(ExternalPythonOperator, BranchMixIn):
    """The function, called in another Python, returns the id of the task to follow, or several."""

    def execute(self, context):
        return self.do_branch(context, super().execute(context))
