"""airflow.hooks"""

from airflow import _paths

__getattr__ = _paths.lazy("airflow.hooks", {
    "BaseHook": "airflow.hooks.base",
    "DbApiHook": "airflow.providers.common.sql.hooks.sql",
    "HttpHook": "airflow.providers.http.hooks.http",
    "MySqlHook": "airflow.providers.mysql.hooks.mysql",
    "PostgresHook": "airflow.providers.postgres.hooks.postgres",
    "SqliteHook": "airflow.providers.sqlite.hooks.sqlite",
})
