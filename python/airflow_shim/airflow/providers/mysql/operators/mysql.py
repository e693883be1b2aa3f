"""MySqlOperator"""

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.mysql.hooks.mysql import MySqlHook


class MySqlOperator(SQLExecuteQueryOperator):
    template_fields = ("sql", "parameters")
    template_ext = (".sql", ".json")

    def __init__(self, *, mysql_conn_id="mysql_default", **kwargs):
        super().__init__(conn_id=mysql_conn_id, **kwargs)
        self.mysql_conn_id = mysql_conn_id

    def get_db_hook(self):
        return MySqlHook(self.conn_id, schema=self.database)
