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


class SQLIntervalCheckOperator(BaseSQLOperator):
    """Fails if metrics of a table differ too much from what they were some days before."""

    template_fields = ("sql1", "sql2")
    template_ext = (".hql", ".sql")
    ui_color = "#fff7e6"
    ratio_formulas = {
        "max_over_min": lambda now, then: max(now, then) / min(now, then),
        "relative_diff": lambda now, then: abs(now - then) / then,
    }

    def __init__(self, *, table, metrics_thresholds, date_filter_column="ds", days_back=-7,
                 ratio_formula="max_over_min", ignore_zero=True, conn_id=None, database=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        if ratio_formula not in self.ratio_formulas:
            raise AirflowException("Invalid diff_method: %s. Supported diff methods are: %s" % (
                ratio_formula, sorted(self.ratio_formulas)))
        self.table, self.metrics_thresholds, self.ratio_formula = table, metrics_thresholds, ratio_formula
        self.date_filter_column, self.days_back, self.ignore_zero = date_filter_column, -abs(days_back), ignore_zero
        query = "SELECT %s FROM %s WHERE %s='{{ %%s }}'" % (
            ", ".join(sorted(metrics_thresholds)), table, date_filter_column)
        self.sql1, self.sql2 = query % "ds", query % ("macros.ds_add(ds, %d)" % self.days_back)

    def execute(self, context):
        rows = []
        for sql in (self.sql1, self.sql2):
            rows.append(self.get_db_hook().get_first(sql))
            if not rows[-1]:
                self._raise_exception("The following query returned zero rows: %s" % sql)
        failed = []
        for metric, now, then in zip(sorted(self.metrics_thresholds), *rows):
            most = self.metrics_thresholds[metric]
            ratio = self.ratio_formulas[self.ratio_formula](now, then) if now and then else None
            fits = self.ignore_zero if ratio is None else ratio < most
            self.log.info("%s: now %s, then %s, ratio %s, threshold %s", metric, now, then, ratio, most)
            if not fits:
                failed.append("'%s' check failed. %s is above %s" % (metric, ratio, most))
        if failed:
            self._raise_exception("The following tests have failed:\n%s" % "\n".join(failed))


class SQLThresholdCheckOperator(BaseSQLOperator):
    """Fails if the first value is not between two numbers, or the results of two queries."""

    template_fields = ("sql", "min_threshold", "max_threshold")
    template_ext = (".hql", ".sql")

    def __init__(self, *, sql, min_threshold, max_threshold, conn_id=None, database=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.sql, self.min_threshold, self.max_threshold = sql, min_threshold, max_threshold

    def _number(self, threshold):
        try:
            return float(threshold)
        except ValueError:
            return self.get_db_hook().get_first(threshold)[0]

    def execute(self, context):
        row = self.get_db_hook().get_first(self.sql)
        if not row:
            self._raise_exception("The following query returned zero rows: %s" % self.sql)
        least, most = self._number(self.min_threshold), self._number(self.max_threshold)
        if not least <= row[0] <= most:
            self._raise_exception("Threshold Check: %s is not between %s and %s (query: %s)" % (
                row[0], least, most, self.sql))


class SQLTableCheckOperator(BaseSQLOperator):
    """Fails unless statements are true of all rows of a table."""

    template_fields = ("table", "partition_clause", "checks")

    def __init__(self, *, table, checks, partition_clause=None, conn_id=None, database=None, **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.table, self.checks, self.partition_clause = table, checks, partition_clause

    def execute(self, context):
        failed = []
        for name, check in self.checks.items():
            clauses = [one for one in (self.partition_clause, check.get("partition_clause")) if one]
            row = self.get_db_hook().get_first(
                "SELECT MIN(checked) FROM (SELECT CASE WHEN %s THEN 1 ELSE 0 END AS checked FROM %s%s) AS sq" % (
                    check["check_statement"], self.table, " WHERE " + " AND ".join(clauses) if clauses else ""))
            self.log.info("%s: %s", name, row and row[0])
            if not row or row[0] is None or not int(row[0]):
                failed.append("Check: %s,\n\tCheck Values: %s" % (name, check))
        if failed:
            self._raise_exception("Test failed.\nThe following tests have failed:\n%s" % "\n".join(failed))


class SQLColumnCheckOperator(BaseSQLOperator):
    """Fails unless numbers about columns of a table are as they should be."""

    template_fields = ("table", "partition_clause", "column_mapping")
    column_checks = {
        "null_check": "SUM(CASE WHEN {column} IS NULL THEN 1 ELSE 0 END)",
        "distinct_check": "COUNT(DISTINCT({column}))",
        "unique_check": "COUNT({column}) - COUNT(DISTINCT({column}))",
        "min": "MIN({column})",
        "max": "MAX({column})",
    }
    _fits = {
        "equal_to": lambda value, wanted, margin: abs(value - wanted) <= margin,
        "greater_than": lambda value, wanted, margin: value > wanted - margin,
        "less_than": lambda value, wanted, margin: value < wanted + margin,
        "geq_to": lambda value, wanted, margin: value >= wanted - margin,
        "leq_to": lambda value, wanted, margin: value <= wanted + margin,
    }

    def __init__(self, *, table, column_mapping, partition_clause=None, accept_none=True, conn_id=None, database=None,
                 **kwargs):
        super().__init__(conn_id=conn_id, database=database, **kwargs)
        self.table, self.column_mapping = table, column_mapping
        self.partition_clause, self.accept_none = partition_clause, accept_none
        for column, checks in column_mapping.items():
            for name, check in checks.items():
                if name not in self.column_checks:
                    raise AirflowException("Invalid column check: %s of %s." % (name, column))
                if not self._fits.keys() & check.keys():
                    raise ValueError("Please provide one or more of: %s in the check's dictionary." % sorted(self._fits))

    def execute(self, context):
        failed = []
        for column, checks in self.column_mapping.items():
            for name, check in checks.items():
                clauses = [one for one in (self.partition_clause, check.get("partition_clause")) if one]
                row = self.get_db_hook().get_first("SELECT %s FROM %s%s" % (
                    self.column_checks[name].format(column=column), self.table,
                    " WHERE " + " AND ".join(clauses) if clauses else ""))
                value = row[0] if row else None
                if value is None and self.accept_none:
                    value = 0
                self.log.info("%s of %s: %s", name, column, value)
                if value is None or not all(
                        self._fits[how](value, wanted, abs(wanted * check.get("tolerance", 0)))
                        for how, wanted in check.items() if how in self._fits):
                    failed.append("Column: %s\n\tCheck: %s,\n\tCheck Values: %s, found %s" % (column, name, check, value))
        if failed:
            self._raise_exception("Test failed.\nThe following tests have failed:\n%s" % "\n".join(failed))


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
IntervalCheckOperator, ThresholdCheckOperator = SQLIntervalCheckOperator, SQLThresholdCheckOperator
BranchSqlOperator = BranchSQLOperator
