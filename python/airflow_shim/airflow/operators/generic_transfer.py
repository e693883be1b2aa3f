"""GenericTransfer"""

from airflow.hooks.base import BaseHook
from airflow.models.baseoperator import BaseOperator


class GenericTransfer(BaseOperator):
    """Reads rows by sql from one database and inserts them into a table of another."""

    template_fields = ("sql", "destination_table", "preoperator")
    template_ext = (".sql", ".hql")
    ui_color = "#b0f07c"

    def __init__(self, *, sql, destination_table, source_conn_id, destination_conn_id, preoperator=None,
                 insert_args=None, source_hook_params=None, destination_hook_params=None, **kwargs):
        super().__init__(**kwargs)
        self.sql, self.destination_table, self.preoperator = sql, destination_table, preoperator
        self.source_conn_id, self.destination_conn_id = source_conn_id, destination_conn_id
        self.insert_args = insert_args or {}
        self.source_hook_params, self.destination_hook_params = source_hook_params, destination_hook_params

    def execute(self, context):
        source = BaseHook.get_hook(self.source_conn_id, self.source_hook_params)
        destination = BaseHook.get_hook(self.destination_conn_id, self.destination_hook_params)
        rows = source.get_records(self.sql)
        if self.preoperator:
            destination.run(self.preoperator)
        destination.insert_rows(table=self.destination_table, rows=rows, **self.insert_args)
