"""SqlSensor"""

from airflow.exceptions import AirflowException, AirflowSkipException
from airflow.hooks.base import BaseHook
from airflow.sensors.base import BaseSensorOperator


class SqlSensor(BaseSensorOperator):
    template_fields = ("sql", "hook_params", "parameters")
    template_ext = (".hql", ".sql")
    ui_color = "#7c7287"

    def __init__(self, *, conn_id, sql, parameters=None, success=None, failure=None, selector=None,
                 fail_on_empty=False, hook_params=None, **kwargs):
        super().__init__(**kwargs)
        self.conn_id, self.sql, self.parameters = conn_id, sql, parameters
        self.success, self.failure, self.fail_on_empty = success, failure, fail_on_empty
        self.selector, self.hook_params = selector or (lambda row: row[0]), hook_params

    def poke(self, context):
        hook = BaseHook.get_hook(self.conn_id, hook_params=self.hook_params)
        self.log.info("Poking: %s (with parameters %s)", self.sql, self.parameters)
        records = hook.get_records(self.sql, self.parameters)
        if not records:
            if self.fail_on_empty:
                self._fail("No rows returned, raising as per fail_on_empty flag")
            return False
        value = self.selector(records[0])
        if self.failure is not None and self.failure(value):
            self._fail("Failure criteria met. self.failure(%s) returned True" % value)
        return self.success(value) if self.success is not None else bool(value)

    def _fail(self, text):
        raise (AirflowSkipException if self.soft_fail else AirflowException)(text)
