"""PostgresOperator"""

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook


class PostgresOperator(SQLExecuteQueryOperator):
    template_fields = ("sql", "parameters", "conn_id")
    template_ext = (".sql", ".json")

    def __init__(self, *, postgres_conn_id="postgres_default", **kwargs):
        super().__init__(conn_id=postgres_conn_id, **kwargs)
        self.postgres_conn_id = postgres_conn_id

    def get_db_hook(self):
        return PostgresHook(self.conn_id, schema=self.database)
