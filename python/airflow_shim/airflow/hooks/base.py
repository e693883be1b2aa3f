"""BaseHook"""

import importlib

from airflow.exceptions import NotSupported
from airflow.models.connection import Connection
from airflow.utils.log.logging_mixin import LoggingMixin

_HOOKS = {
    "fs": "airflow.hooks.filesystem.FSHook",
    "http": "airflow.providers.http.hooks.http.HttpHook",
    "https": "airflow.providers.http.hooks.http.HttpHook",
    "mysql": "airflow.providers.mysql.hooks.mysql.MySqlHook",
    "postgres": "airflow.providers.postgres.hooks.postgres.PostgresHook",
    "slack": "airflow.providers.slack.hooks.slack.SlackHook",
    "slackwebhook": "airflow.providers.slack.hooks.slack_webhook.SlackWebhookHook",
    "sqlite": "airflow.providers.sqlite.hooks.sqlite.SqliteHook",
}


def hook_class(conn_type):
    if conn_type not in _HOOKS:
        raise NotSupported("a hook for connections of the type '%s'" % conn_type, "use %s" % ", ".join(sorted(_HOOKS)))
    module, _, name = _HOOKS[conn_type].rpartition(".")
    return getattr(importlib.import_module(module), name)


class BaseHook(LoggingMixin):
    def __init__(self, source=None, logger_name=None, **_):
        super().__init__()

    @classmethod
    def get_connection(cls, conn_id):
        return Connection.get_connection_from_secrets(conn_id)

    @classmethod
    def get_connections(cls, conn_id):
        return [cls.get_connection(conn_id)]

    @classmethod
    def get_hook(cls, conn_id, hook_params=None):
        return cls.get_connection(conn_id).get_hook(hook_params=hook_params)

    def get_conn(self):
        raise NotImplementedError
