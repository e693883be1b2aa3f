"""SqliteHook"""

import sqlite3

from airflow.providers.common.sql.hooks.sql import DbApiHook


class SqliteHook(DbApiHook):
    conn_name_attr, default_conn_name, conn_type, hook_name = "sqlite_conn_id", "sqlite_default", "sqlite", "Sqlite"
    placeholder = "?"

    def get_conn(self):
        return sqlite3.connect(self._path())

    def _path(self):
        connection = self.connection
        if connection.host or not connection.schema:
            return connection.host or ":memory:"
        return connection.schema

    def get_uri(self):
        return "sqlite:///%s" % self._path()
