"""Operators for SQL."""

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.hooks.base import BaseHook
from airflow.models.baseoperator import BaseOperator
from airflow.operators.branch import BranchMixIn
from airflow.providers.common.sql.hooks.sql import fetch_all_handler


class BaseSQLOperator(BaseOperator):
    conn_id_field = "conn_id"

    def __init__(self, *, conn_id=None, database=None, hook_params=None, retry_on_failure=True, **kwargs):
        super().__init__(**kwargs)
        self.conn_id, self.database, self.hook_params = conn_id, database, hook_params or {}
        self.retry_on_failure = retry_on_failure

    def get_db_hook(self):
        hook = BaseHook.get_hook(self.conn_id, hook_params=self.hook_params)
        if self.database:
            hook.schema = self.database
        return hook

    def _raise_exception(self, text):
        raise (AirflowException if self.retry_on_failure else AirflowFailException)(text)


class SQLExecuteQueryOperator(BaseSQLOperator):
    template_fields = ("conn_id", "sql", "parameters", "hook_params")
    template_ext = (".sql", ".json")
    template_fields_renderers = {"sql": "sql", "parameters": "json"}
    ui_color = "#cdaaed"

    def __init__(self, *, sql, autocommit=False, parameters=None, handler=fetch_all_handler, conn_id=None,
                 database=None, split_statements=None, return_last=True, show_return_value_in_logs=False,
                 output_processor=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.sql, self.autocommit, self.parameters, self.handler = sql, autocommit, parameters, handler
        self.split_statements, self.return_last = split_statements, return_last
        self.show_return_value_in_logs = show_return_value_in_logs

    def execute(self, context):
        self.log.info("Executing: %s", self.sql)
        options = {} if self.split_statements is None else {"split_statements": self.split_statements}
        handler = self.handler if self.do_xcom_push else None
        result = self.get_db_hook().run(self.sql, autocommit=self.autocommit, parameters=self.parameters,
                                        handler=handler, return_last=self.return_last, **options)
        if self.show_return_value_in_logs:
            self.log.info("Done. Returned value was: %s", result)
        if handler is None:
            return None
        return [list(row) if isinstance(row, tuple) else row for row in result] if isinstance(result, list) else result


class SQLCheckOperator(BaseSQLOperator):
    """Fails if a value of the first row is false."""

    template_fields = ("sql", "parameters")
    template_ext = (".hql", ".sql")
    ui_color = "#fff7e6"

    def __init__(self, *, sql, conn_id=None, database=None, parameters=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.sql, self.parameters = sql, parameters

    def execute(self, context):
        self.log.info("Executing SQL check: %s", self.sql)
        records = self.get_db_hook().get_first(self.sql, self.parameters)
        self.log.info("Record: %s", records)
        if not records:
            self._raise_exception("The following query returned zero rows: %s" % self.sql)
        if not all(records):
            self._raise_exception("Test failed.\nQuery:\n%s\nResults:\n%s" % (self.sql, records))
        self.log.info("Success.")


class SQLValueCheckOperator(BaseSQLOperator):
    """Fails if the first row does not hold pass_value, within the tolerance."""

    template_fields = ("sql", "pass_value")
    template_ext = (".hql", ".sql")
    ui_color = "#fff7e6"

    def __init__(self, *, sql, pass_value, tolerance=None, conn_id=None, database=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.sql, self.pass_value, self.tolerance = sql, str(pass_value), tolerance

    def execute(self, context):
        records = self.get_db_hook().get_first(self.sql)
        if not records:
            self._raise_exception("The following query returned zero rows: %s" % self.sql)
        if not all(map(self._fits, records)):
            self._raise_exception("Test failed.\nPass value:%s\nTolerance:%s\nQuery:\n%s\nResults:\n%s" % (
                self.pass_value, self.tolerance, self.sql, records))

    def _fits(self, value):
        try:
            wanted = float(self.pass_value)
        except ValueError:
            return str(value) == self.pass_value
        margin = abs(wanted * (self.tolerance or 0))
        return wanted - margin <= float(value) <= wanted + margin


class BranchSQLOperator(BaseSQLOperator, BranchMixIn):
    """Follows the one or the other as the first value of the query is true or false."""

    template_fields = ("sql",)
    template_ext = (".sql",)
    ui_color = "#a22034"

    def __init__(self, *, sql, follow_task_ids_if_true, follow_task_ids_if_false, conn_id="default_conn_id",
                 database=None, parameters=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.sql, self.parameters = sql, parameters
        self.follow_task_ids_if_true, self.follow_task_ids_if_false = follow_task_ids_if_true, follow_task_ids_if_false

    def execute(self, context):
        records = self.get_db_hook().get_first(self.sql, self.parameters)
        if not records:
            raise AirflowException("No rows returned from sql query. Operator expected True or False return value.")
        value = records[0]
        if isinstance(value, str):
            if value.lower() not in ("true", "y", "yes", "1", "on", "false", "n", "no", "0", "off"):
                raise AirflowException("Unexpected query return result '%s' type '%s'" % (value, type(value)))
            value = value.lower() in ("true", "y", "yes", "1", "on")
        self.do_branch(context, self.follow_task_ids_if_true if value else self.follow_task_ids_if_false)


CheckOperator, ValueCheckOperator = SQLCheckOperator, SQLValueCheckOperator
BranchSqlOperator = BranchSQLOperator
