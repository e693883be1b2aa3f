"""Variables: AIRFLOW_VAR_NAME of the environment, else the server's."""

import json
import os

from airflow.utils.types import NOTSET
from nightjar_airflow import runtime
from nightjar_airflow.log import mask_if_secret


class Variable:
    __NO_DEFAULT_SENTINEL = NOTSET

    def __init__(self, key=None, val=None, description=None):
        self.key, self.val, self.description = key, val, description

    @staticmethod
    def _find(key):
        found = os.environ.get("AIRFLOW_VAR_" + key.upper())
        if found is None and runtime.api is not None:
            found = runtime.api.variable(key)
        return found

    @classmethod
    def get(cls, key, default_var=NOTSET, deserialize_json=False):
        found = cls._find(key)
        if found is None:
            if default_var is NOTSET:
                raise KeyError("Variable %s does not exist" % key)
            return default_var
        value = json.loads(found) if deserialize_json else found
        mask_if_secret(key, value)
        return value

    @classmethod
    def setdefault(cls, key, default, description=None, deserialize_json=False):
        found = cls.get(key, default_var=None, deserialize_json=deserialize_json)
        if found is not None:
            return found
        if default is None:
            raise ValueError("Default Value must be set")
        cls.set(key, default, description=description, serialize_json=deserialize_json)
        return default

    @classmethod
    def set(cls, key, value, description=None, serialize_json=False, session=None):
        text = json.dumps(value, indent=2) if serialize_json else str(value)
        _server("Variable.set").set_variable(key, text, description)

    @classmethod
    def update(cls, key, value, serialize_json=False, session=None):
        if cls._find(key) is None:
            raise KeyError("Variable %s does not exist" % key)
        cls.set(key, value, serialize_json=serialize_json)

    @classmethod
    def delete(cls, key, session=None):
        return _server("Variable.delete").delete_variable(key)


def _server(what):
    if runtime.api is None:
        raise RuntimeError("%s: no Nightjar server is known here" % what)
    return runtime.api
