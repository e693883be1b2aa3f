"""Nothing to do."""

from airflow.models.baseoperator import BaseOperator


class EmptyOperator(BaseOperator):
    ui_color = "#e8f7e4"

    def execute(self, context):
        pass


DummyOperator = EmptyOperator
