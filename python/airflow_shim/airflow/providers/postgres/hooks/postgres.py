"""PostgresHook, over psycopg2 or psycopg."""

from airflow.exceptions import AirflowException
from airflow.providers.common.sql.hooks.sql import DbApiHook


def _driver():
    for name in ("psycopg2", "psycopg"):
        try:
            return __import__(name)
        except ImportError:
            continue
    raise AirflowException("PostgresHook needs psycopg2 or psycopg: install one into this Python")


class PostgresHook(DbApiHook):
    conn_name_attr, default_conn_name, conn_type = "postgres_conn_id", "postgres_default", "postgres"
    hook_name = "Postgres"
    supports_autocommit = True

    def get_conn(self):
        driver, connection = _driver(), self.connection
        fields = {"host": connection.host, "user": connection.login, "password": connection.password,
                  "dbname": self.schema or connection.schema, "port": connection.port}
        fields.update((name, value) for name, value in connection.extra_dejson.items()
                      if name not in ("iam", "redshift", "cursor", "cluster-identifier", "aws_conn_id"))
        return driver.connect(**{name: value for name, value in fields.items() if value not in (None, "")})

    def get_uri(self):
        return self.connection.get_uri().replace("postgres://", "postgresql://", 1)

    def copy_expert(self, sql, filename):
        with self.get_conn() as conn, conn.cursor() as cursor, open(filename, "r+", encoding="utf-8") as file:
            cursor.copy_expert(sql, file)
            file.truncate(file.tell())

    def bulk_load(self, table, tmp_file):
        self.copy_expert("COPY %s FROM STDIN" % table, tmp_file)

    def bulk_dump(self, table, tmp_file):
        self.copy_expert("COPY %s TO STDOUT" % table, tmp_file)

    def _generate_insert_sql(self, table, values, target_fields, replace, **kwargs):
        sql = super()._generate_insert_sql(table, values, target_fields, False)
        if not replace:
            return sql
        index = kwargs.get("replace_index")
        if not target_fields or not index:
            raise ValueError("PostgreSQL ON CONFLICT upsert syntax requires column names and the unique index")
        index = [index] if isinstance(index, str) else list(index)
        changed = ["%s = excluded.%s" % (name, name) for name in target_fields if name not in index]
        action = "UPDATE SET " + ", ".join(changed) if changed else "NOTHING"
        return "%s ON CONFLICT (%s) DO %s" % (sql, ", ".join(index), action)
