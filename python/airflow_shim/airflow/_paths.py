"""Where the modules of Airflow 1.10 and 2.x are found in this package, and what is said of all others."""

import importlib
import importlib.machinery
import os
import sys

_SQL = "airflow.providers.common.sql."

ALIASES = {
    "airflow.bin": "airflow.utils",
    "airflow.contrib.hooks.fs_hook": "airflow.hooks.filesystem",
    "airflow.contrib.hooks.slack_webhook_hook": "airflow.providers.slack.hooks.slack_webhook",
    "airflow.contrib.operators.slack_webhook_operator": "airflow.providers.slack.operators.slack_webhook",
    "airflow.contrib.sensors.bash_sensor": "airflow.sensors.bash",
    "airflow.contrib.sensors.file_sensor": "airflow.sensors.filesystem",
    "airflow.contrib.sensors.python_sensor": "airflow.sensors.python",
    "airflow.contrib.sensors.weekday_sensor": "airflow.sensors.weekday",
    "airflow.contrib.utils.weekday": "airflow.utils.weekday",
    "airflow.decorators.python": "airflow.decorators",
    "airflow.decorators.task_group": "airflow.decorators",
    "airflow.executors.celery_executor": "airflow.executors.base_executor",
    "airflow.executors.local_executor": "airflow.executors.base_executor",
    "airflow.executors.sequential_executor": "airflow.executors.base_executor",
    "airflow.hooks.base_hook": "airflow.hooks.base",
    "airflow.hooks.dbapi": _SQL + "hooks.sql",
    "airflow.hooks.dbapi_hook": _SQL + "hooks.sql",
    "airflow.hooks.http_hook": "airflow.providers.http.hooks.http",
    "airflow.hooks.mysql_hook": "airflow.providers.mysql.hooks.mysql",
    "airflow.hooks.postgres_hook": "airflow.providers.postgres.hooks.postgres",
    "airflow.hooks.slack_hook": "airflow.providers.slack.hooks.slack",
    "airflow.hooks.sqlite_hook": "airflow.providers.sqlite.hooks.sqlite",
    "airflow.models.crypto": "airflow.models.connection",
    "airflow.models.skipmixin": "airflow.operators.branch",
    "airflow.operators.bash_operator": "airflow.operators.bash",
    "airflow.operators.branch_operator": "airflow.operators.branch",
    "airflow.operators.check_operator": _SQL + "operators.sql",
    "airflow.operators.dagrun_operator": "airflow.operators.trigger_dagrun",
    "airflow.operators.dummy": "airflow.operators.empty",
    "airflow.operators.dummy_operator": "airflow.operators.empty",
    "airflow.operators.email_operator": "airflow.operators.email",
    "airflow.operators.http_operator": "airflow.providers.http.operators.http",
    "airflow.operators.latest_only_operator": "airflow.operators.latest_only",
    "airflow.operators.mysql_operator": "airflow.providers.mysql.operators.mysql",
    "airflow.operators.papermill_operator": "airflow.providers.papermill.operators.papermill",
    "airflow.operators.postgres_operator": "airflow.providers.postgres.operators.postgres",
    "airflow.operators.python_operator": "airflow.operators.python",
    "airflow.operators.slack_operator": "airflow.providers.slack.operators.slack",
    "airflow.operators.sql": _SQL + "operators.sql",
    "airflow.operators.sql_branch_operator": _SQL + "operators.sql",
    "airflow.operators.sqlite_operator": "airflow.providers.sqlite.operators.sqlite",
    "airflow.operators.subdag_operator": "airflow.operators.subdag",
    "airflow.providers.slack.operators.slack_api": "airflow.providers.slack.operators.slack",
    "airflow.providers.smtp.operators.smtp": "airflow.operators.email",
    "airflow.providers.standard.hooks.filesystem": "airflow.hooks.filesystem",
    "airflow.providers.standard.hooks.subprocess": "airflow.hooks.subprocess",
    "airflow.providers.standard.operators.bash": "airflow.operators.bash",
    "airflow.providers.standard.operators.branch": "airflow.operators.branch",
    "airflow.providers.standard.operators.datetime": "airflow.operators.datetime",
    "airflow.providers.standard.operators.empty": "airflow.operators.empty",
    "airflow.providers.standard.operators.latest_only": "airflow.operators.latest_only",
    "airflow.providers.standard.operators.python": "airflow.operators.python",
    "airflow.providers.standard.operators.trigger_dagrun": "airflow.operators.trigger_dagrun",
    "airflow.providers.standard.operators.weekday": "airflow.operators.weekday",
    "airflow.providers.standard.sensors.bash": "airflow.sensors.bash",
    "airflow.providers.standard.sensors.date_time": "airflow.sensors.date_time",
    "airflow.providers.standard.sensors.external_task": "airflow.sensors.external_task",
    "airflow.providers.standard.sensors.filesystem": "airflow.sensors.filesystem",
    "airflow.providers.standard.sensors.python": "airflow.sensors.python",
    "airflow.providers.standard.sensors.time": "airflow.sensors.time_sensor",
    "airflow.providers.standard.sensors.time_delta": "airflow.sensors.time_delta",
    "airflow.providers.standard.sensors.weekday": "airflow.sensors.weekday",
    "airflow.sensors.base_sensor_operator": "airflow.sensors.base",
    "airflow.sensors.date_time_sensor": "airflow.sensors.date_time",
    "airflow.sensors.external_task_sensor": "airflow.sensors.external_task",
    "airflow.sensors.file_sensor": "airflow.sensors.filesystem",
    "airflow.sensors.http_sensor": "airflow.providers.http.sensors.http",
    "airflow.sensors.sql": _SQL + "sensors.sql",
    "airflow.sensors.sql_sensor": _SQL + "sensors.sql",
    "airflow.sensors.time_delta_sensor": "airflow.sensors.time_delta",
    "airflow.sensors.weekday_sensor": "airflow.sensors.weekday",
    "airflow.utils.db": "airflow.utils.session",
    "airflow.utils.log.logging": "airflow.utils.log.logging_mixin",
    "airflow.utils.logging": "airflow.utils.log.logging_mixin",
}
_PACKAGES = {name.rpartition(".")[0] for name in ALIASES}
_PACKAGES |= {name.rpartition(".")[0] for name in _PACKAGES}

# Modules that only 2.x has; a DAG file that imports none of them is one for 1.10.
_NEW = {
    "airflow": "Dataset XComArg datasets decorators io notifications providers sdk secrets security serialization"
    " timetables triggers",
    "airflow.hooks": "base dbapi filesystem subprocess",
    "airflow.models": "abstractoperator dataset expandinput mappedoperator operator param Param taskmixin xcom_arg"
    " XComArg",
    "airflow.operators": "bash branch datetime dummy email empty latest_only python subdag trigger_dagrun weekday",
    "airflow.sensors": "base bash date_time external_task filesystem python time_delta weekday",
    "airflow.utils": "context edgemodifier session setup_teardown task_group xcom",
}
NEW_MODULES = {"%s.%s" % (package, name) for package, names in _NEW.items() for name in names.split()}

_HINTS = {
    "airflow.providers": "of the providers it has %s",
    "airflow.contrib": "of airflow.contrib it has the file, bash, Python and weekday sensors and Slack's webhook",
    "airflow.operators": "of the operators it has %s",
    "airflow.sensors": "of the sensors it has %s",
}


def _folder(package):
    return os.path.join(os.path.dirname(__file__), *package.split(".")[1:])


def exists(name):
    path = _folder(name)
    return os.path.isdir(path) or os.path.isfile(path + ".py") or name in ALIASES or name in _PACKAGES


def is_new(name):
    """Whether a module, or a name in one, is of 2.x only."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in NEW_MODULES for length in range(2, len(parts) + 1))


def refusal(name):
    """Why name, which is no module here, cannot be imported."""
    package = ".".join(name.split(".")[:2])
    hint = _HINTS.get(package, "run what it does in a PythonOperator or a BashOperator")
    if "%s" in hint:
        found = sorted(entry.partition(".")[0] for entry in os.listdir(_folder(package)) if not entry.startswith("_"))
        hint %= ", ".join(found)
    return "%s is not supported by Nightjar's Airflow shim: %s" % (name, hint)


class _Alias:
    """Loads a module under its other name: it is the same module."""

    def __init__(self, target):
        self.target = target

    def create_module(self, spec):
        module = importlib.import_module(self.target)
        self.spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self.spec


class _Package:
    """A package that has only aliases in it."""

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__path__ = []


class Finder:
    """Comes last: the names that have no file."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.startswith("airflow."):
            return None
        if name in ALIASES:
            return importlib.machinery.ModuleSpec(name, _Alias(ALIASES[name]))
        if name in _PACKAGES:
            return importlib.machinery.ModuleSpec(name, _Package(), is_package=True)
        raise ModuleNotFoundError(refusal(name), name=name)


def install():
    if Finder not in sys.meta_path:
        sys.meta_path.append(Finder)


def lazy(module, names):
    """A __getattr__ for a package that knows names by the module that has them."""

    def getter(name):
        if name in names:
            return getattr(importlib.import_module(names[name]), name)
        if name.startswith("__"):
            raise AttributeError(name)
        if exists("%s.%s" % (module, name)):
            return importlib.import_module("%s.%s" % (module, name))
        raise ImportError(refusal("%s.%s" % (module, name)))

    return getter
