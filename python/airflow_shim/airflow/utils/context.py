"""What a task is told about its run."""


class Context(dict):
    """Names and values. Names of 1.10 that 2.x has not are found, but not listed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.old = {}

    def __missing__(self, name):
        return self.old[name]

    def __contains__(self, name):
        return super().__contains__(name) or name in self.old

    def get(self, name, default=None):
        return self[name] if name in self else default

    def __deepcopy__(self, memo):
        return copy_context(self)


def copy_context(context):
    made = Context(context)
    made.old = dict(context.old)
    return made


class VariableAccessor:
    """var.value.x and var.json.x"""

    def __init__(self, deserialize_json):
        self._deserialize_json = deserialize_json

    def __getattr__(self, name):
        from airflow.models.variable import Variable

        if name.startswith("__"):
            raise AttributeError(name)
        return Variable.get(name, deserialize_json=self._deserialize_json)

    __getitem__ = __getattr__

    def get(self, item, default_var=NotImplemented):
        from airflow.models.variable import Variable

        if default_var is NotImplemented:
            return Variable.get(item, deserialize_json=self._deserialize_json)
        return Variable.get(item, default_var=default_var, deserialize_json=self._deserialize_json)


class ConnectionAccessor:
    """conn.x"""

    def __getattr__(self, name):
        from airflow.models.connection import Connection

        if name.startswith("__"):
            raise AttributeError(name)
        return Connection.get_connection_from_secrets(name)

    __getitem__ = __getattr__

    def get(self, item, default_conn=None):
        from airflow.exceptions import AirflowNotFoundException
        from airflow.models.connection import Connection

        try:
            return Connection.get_connection_from_secrets(item)
        except AirflowNotFoundException:
            return default_conn
