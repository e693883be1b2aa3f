"""MySqlHook, over MySQLdb, mysql.connector or pymysql."""

import importlib

from airflow.exceptions import AirflowException
from airflow.providers.common.sql.hooks.sql import DbApiHook

_DRIVERS = (("MySQLdb", "passwd", "db"), ("mysql.connector", "password", "database"), ("pymysql", "password", "database"))


class MySqlHook(DbApiHook):
    conn_name_attr, default_conn_name, conn_type, hook_name = "mysql_conn_id", "mysql_default", "mysql", "MySQL"
    supports_autocommit = True

    def get_conn(self):
        connection = self.connection
        for name, password, database in _DRIVERS:
            try:
                driver = importlib.import_module(name)
            except ImportError:
                continue
            fields = {"host": connection.host or "localhost", "user": connection.login,
                      password: connection.password or "", database: self.schema or connection.schema or "",
                      "port": connection.port or 3306}
            charset = connection.extra_dejson.get("charset")
            if charset:
                fields["charset"] = charset
            return driver.connect(**fields)
        raise AirflowException("MySqlHook needs mysqlclient, mysql-connector-python or pymysql: install one into this "
                               "Python")

    def set_autocommit(self, conn, autocommit):
        if callable(getattr(conn, "autocommit", None)):
            conn.autocommit(autocommit)
        else:
            conn.autocommit = autocommit

    def get_autocommit(self, conn):
        if hasattr(conn, "get_autocommit"):
            return conn.get_autocommit()
        return bool(conn.autocommit)
