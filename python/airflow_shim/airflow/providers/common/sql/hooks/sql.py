"""DbApiHook: SQL by Python's database API."""

import contextlib

from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook


def fetch_all_handler(cursor):
    return cursor.fetchall() if cursor.description is not None else None


def fetch_one_handler(cursor):
    return cursor.fetchone() if cursor.description is not None else None


def split_statements(sql):
    """The statements of a text, split at ; outside of quotes, comments and $$ bodies."""
    found, at, start = [], 0, 0
    while at < len(sql):
        rest = sql[at:at + 2]
        if rest == "--":
            at = sql.find("\n", at) if "\n" in sql[at:] else len(sql)
        elif rest in ("/*", "$$"):
            end = sql.find({"/*": "*/", "$$": "$$"}[rest], at + 2)
            at = len(sql) if end < 0 else end + 2
        elif sql[at] in "'\"`":
            end = sql.find(sql[at], at + 1)
            at = len(sql) if end < 0 else end + 1
        else:
            if sql[at] == ";":
                found.append(sql[start:at])
                start = at + 1
            at += 1
    return [one.strip() for one in found + [sql[start:]] if one.strip()]


class DbApiHook(BaseHook):
    conn_name_attr = None
    default_conn_name = "default_conn_id"
    supports_autocommit = False
    placeholder = "%s"
    strip_semicolon = False

    def __init__(self, *args, schema=None, log_sql=True, **kwargs):
        super().__init__()
        name = self.conn_name_attr
        given = args[0] if args else kwargs.get(name, kwargs.get("conn_id"))
        setattr(self, name, given if given is not None else self.default_conn_name)
        self.schema, self.log_sql = schema, log_sql

    def get_conn_id(self):
        return getattr(self, self.conn_name_attr)

    @property
    def connection(self):
        return self.get_connection(self.get_conn_id())

    def get_uri(self):
        return self.connection.get_uri()

    def get_sqlalchemy_engine(self, engine_kwargs=None):
        try:
            from sqlalchemy import create_engine
        except ImportError:
            raise AirflowException("get_sqlalchemy_engine() needs sqlalchemy: install it into this Python") from None
        return create_engine(self.get_uri(), **(engine_kwargs or {}))

    def get_cursor(self):
        return self.get_conn().cursor()

    def set_autocommit(self, conn, autocommit):
        conn.autocommit = autocommit

    def get_autocommit(self, conn):
        return getattr(conn, "autocommit", False) and self.supports_autocommit

    def get_records(self, sql, parameters=None):
        return self.run(sql, parameters=parameters, handler=fetch_all_handler)

    def get_first(self, sql, parameters=None):
        return self.run(sql, parameters=parameters, handler=fetch_one_handler)

    def get_pandas_df(self, sql, parameters=None, **kwargs):
        try:
            import pandas
        except ImportError:
            raise AirflowException("get_pandas_df() needs pandas: install it into this Python") from None
        with contextlib.closing(self.get_conn()) as conn, contextlib.closing(conn.cursor()) as cursor:
            self._execute(cursor, sql, parameters)
            rows = cursor.fetchall()
            return pandas.DataFrame.from_records(rows, columns=[one[0] for one in cursor.description], **kwargs)

    def run(self, sql, autocommit=False, parameters=None, handler=None, split_statements=False, return_last=True):
        """Runs one statement or several, and commits; what handler makes of the cursor is the result."""
        single = isinstance(sql, str)
        statements = [sql] if single and not split_statements else _split(sql) if single else list(sql)
        if not statements or not any(statements):
            raise ValueError("List of SQL statements is empty")
        results = []
        with contextlib.closing(self.get_conn()) as conn:
            if self.supports_autocommit:
                self.set_autocommit(conn, autocommit)
            with contextlib.closing(conn.cursor()) as cursor:
                for statement in statements:
                    self._execute(cursor, statement, parameters)
                    if handler is not None:
                        results.append(handler(cursor))
            if not self.get_autocommit(conn):
                conn.commit()
        if handler is None:
            return None
        return results[-1] if return_last and single else results

    def _execute(self, cursor, sql, parameters):
        if self.log_sql:
            self.log.info("Running statement: %s, parameters: %s", sql, parameters)
        cursor.execute(sql, parameters) if parameters else cursor.execute(sql)
        if getattr(cursor, "rowcount", -1) >= 0:
            self.log.info("Rows affected: %s", cursor.rowcount)

    def insert_rows(self, table, rows, target_fields=None, commit_every=1000, replace=False, *, executemany=False,
                    **kwargs):
        """Inserts tuples, and commits after every commit_every of them."""
        count = 0
        with contextlib.closing(self.get_conn()) as conn:
            if self.supports_autocommit:
                self.set_autocommit(conn, False)
            conn.commit()
            with contextlib.closing(conn.cursor()) as cursor:
                for count, row in enumerate(rows, 1):
                    values = tuple(self._serialize_cell(cell, conn) for cell in row)
                    sql = self._generate_insert_sql(table, values, target_fields, replace, **kwargs)
                    cursor.execute(sql, values)
                    if commit_every and count % commit_every == 0:
                        conn.commit()
                        self.log.info("Loaded %s rows into %s so far", count, table)
            conn.commit()
        self.log.info("Done loading. Loaded a total of %s rows into %s", count, table)

    def _generate_insert_sql(self, table, values, target_fields, replace, **_):
        fields = " (%s)" % ", ".join(target_fields) if target_fields else ""
        return "%s %s%s VALUES (%s)" % ("REPLACE INTO" if replace else "INSERT INTO", table, fields,
                                         ",".join([self.placeholder] * len(values)))

    @staticmethod
    def _serialize_cell(cell, conn=None):
        if cell is None or isinstance(cell, (str, bytes, int, float)):
            return cell
        return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)

    def bulk_load(self, table, tmp_file):
        raise NotImplementedError

    bulk_dump = bulk_load

    def test_connection(self):
        try:
            self.get_first("select 1")
            return True, "Connection successfully tested"
        except Exception as problem:
            return False, str(problem)


_split = split_statements
