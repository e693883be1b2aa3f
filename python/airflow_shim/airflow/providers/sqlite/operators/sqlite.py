"""SqliteOperator"""

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.sqlite.hooks.sqlite import SqliteHook


class SqliteOperator(SQLExecuteQueryOperator):
    template_fields = ("sql",)
    template_ext = (".sql", ".json")

    def __init__(self, *, sqlite_conn_id="sqlite_default", **kwargs):
        super().__init__(conn_id=sqlite_conn_id, **kwargs)
        self.sqlite_conn_id = sqlite_conn_id

    def get_db_hook(self):
        return SqliteHook(self.conn_id, schema=self.database)
