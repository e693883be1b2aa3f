"""airflow.cfg for DAG files that ask: what Nightjar does, overridden by AIRFLOW__SECTION__KEY."""

import os

from airflow.exceptions import AirflowConfigException

AIRFLOW_HOME = os.path.expanduser(os.environ.get("AIRFLOW_HOME", "~/airflow"))
_MISSING = object()


def get_airflow_home():
    return AIRFLOW_HOME


class AirflowConfigParser:
    def __init__(self):
        dags = os.path.join(AIRFLOW_HOME, "dags")
        self._values = {
            ("core", "dags_folder"): dags,
            ("core", "plugins_folder"): os.path.join(AIRFLOW_HOME, "plugins"),
            ("core", "airflow_home"): AIRFLOW_HOME,
            ("core", "executor"): "SequentialExecutor",
            ("core", "default_timezone"): "utc",
            ("core", "parallelism"): "32",
            ("core", "max_active_tasks_per_dag"): "16",
            ("core", "dag_concurrency"): "16",
            ("core", "max_active_runs_per_dag"): "16",
            ("core", "load_examples"): "False",
            ("core", "unit_test_mode"): "False",
            ("core", "dags_are_paused_at_creation"): "True",
            ("core", "enable_xcom_pickling"): "False",
            ("core", "dag_run_conf_overrides_params"): "True",
            ("core", "default_task_retries"): "0",
            ("core", "remote_logging"): "False",
            ("operators", "default_owner"): "airflow",
            ("operators", "default_queue"): "default",
            ("logging", "base_log_folder"): os.path.join(AIRFLOW_HOME, "logs"),
            ("logging", "logging_level"): "INFO",
            ("webserver", "base_url"): "http://localhost:8080",
            ("scheduler", "catchup_by_default"): "True",
            ("kubernetes_executor", "worker_container_repository"): "",
            ("kubernetes_executor", "worker_container_tag"): "",
            ("email", "email_backend"): "airflow.utils.email.send_email_smtp",
            ("smtp", "smtp_host"): "",
            ("smtp", "smtp_port"): "25",
            ("smtp", "smtp_starttls"): "True",
            ("smtp", "smtp_ssl"): "False",
            ("smtp", "smtp_user"): "",
            ("smtp", "smtp_password"): "",
            ("smtp", "smtp_mail_from"): "airflow@example.com",
            ("smtp", "smtp_timeout"): "30",
        }

    def get(self, section, key, fallback=_MISSING, **_):
        section, key = section.lower(), key.lower()
        variable = "AIRFLOW__%s__%s" % (section.upper(), key.upper())
        if variable in os.environ:
            return os.environ[variable]
        if (section, key) in self._values:
            return self._values[section, key]
        if fallback is not _MISSING:
            return fallback
        raise AirflowConfigException("section/key [%s/%s] not found in config" % (section, key))

    def getboolean(self, section, key, **kwargs):
        text = str(self.get(section, key, **kwargs)).strip().lower()
        if text in ("t", "true", "1", "yes", "on"):
            return True
        if text in ("f", "false", "0", "no", "off", "none"):
            return False
        raise AirflowConfigException("[%s] %s is not a boolean: %s" % (section, key, text))

    def getint(self, section, key, **kwargs):
        value = self.get(section, key, **kwargs)
        return value if value is None else int(value)

    def getfloat(self, section, key, **kwargs):
        value = self.get(section, key, **kwargs)
        return value if value is None else float(value)

    def getlist(self, section, key, delimiter=",", **kwargs):
        value = self.get(section, key, **kwargs)
        return [part.strip() for part in value.split(delimiter)] if isinstance(value, str) else value

    def has_option(self, section, key):
        return self.get(section, key, fallback=None) is not None

    def has_section(self, section):
        return any(known == section.lower() for known, _ in self._values)

    def set(self, section, key, value):
        self._values[section.lower(), key.lower()] = str(value)


conf = AirflowConfigParser()
get, getboolean, getint, getfloat = conf.get, conf.getboolean, conf.getint, conf.getfloat
has_option, set = conf.has_option, conf.set
