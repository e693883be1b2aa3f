"""Connections: AIRFLOW_CONN_ID of the environment, else the server's, else Airflow's defaults."""

import json
import os
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from airflow.exceptions import AirflowException, AirflowNotFoundException
from nightjar_airflow import runtime
from nightjar_airflow.log import mask_secret

DEFAULTS = {
    "fs_default": {"conn_type": "fs", "extra": '{"path": "/"}'},
    "http_default": {"conn_type": "http", "host": "https://www.httpbin.org/"},
    "sqlite_default": {"conn_type": "sqlite", "host": "/tmp/sqlite_default.db"},
}


class Connection:
    def __init__(self, conn_id=None, conn_type=None, description=None, host=None, login=None, password=None,
                 schema=None, port=None, extra=None, uri=None):
        self.conn_id, self.description = conn_id, description
        if uri:
            if conn_type or host or login or password or schema or port:
                raise AirflowException("You must create an object using the URI or individual values")
            self.conn_type = self.host = self.login = self.password = self.schema = self.port = None
            self.extra = extra
            self.parse_from_uri(uri)
        else:
            self.conn_type, self.host, self.login, self.schema = conn_type, host, login, schema
            self.password = password
            self.port = int(port) if port not in (None, "") else None
            self.extra = json.dumps(extra) if isinstance(extra, dict) else extra
        if self.password:
            mask_secret(self.password)

    def parse_from_uri(self, uri):
        """Reads type://login:password@host:port/schema?extra, each part percent-encoded."""
        scheme, _, rest = uri.partition("://")
        if not _:
            scheme, rest = scheme.rstrip(":"), ""
        self.conn_type = {"postgresql": "postgres"}.get(scheme, scheme.replace("-", "_"))
        inner = rest.partition("://")
        if inner[1] and "@" not in inner[0] and "/" not in inner[0]:  # http://https://host: the protocol of the host
            parts = urlsplit("x://" + inner[2])
            protocol = inner[0] + "://"
        else:
            parts = urlsplit("x://" + rest)
            protocol = ""
        network = parts.netloc.rpartition("@")[2]
        host, colon, port = network.rpartition(":") if network.rpartition(":")[2].isdigit() else (network, "", "")
        login, _, password = parts.netloc.rpartition("@")[0].partition(":")
        self.login, self.password = unquote(login) or None, unquote(password) or None
        self.host = protocol + unquote(host) if host else (protocol or ("" if "@" in rest or rest else None))
        self.port = int(port) if port else None
        self.schema = unquote(parts.path[1:])
        if parts.query:
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            self.extra = query["__extra__"] if "__extra__" in query else json.dumps(query)

    @classmethod
    def from_json(cls, value, conn_id=None):
        fields = json.loads(value)
        if "extra" in fields and not isinstance(fields["extra"], str):
            fields["extra"] = json.dumps(fields["extra"])
        fields["conn_type"] = (fields.get("conn_type") or "").lower().replace("-", "_")
        fields["conn_type"] = {"postgresql": "postgres"}.get(fields["conn_type"], fields["conn_type"])
        return cls(conn_id=conn_id, **fields)

    def get_uri(self):
        uri = "%s://" % (self.conn_type or "").replace("_", "-")
        host = self.host or ""
        if "://" in host:
            protocol, host = host.split("://", 1)
            uri += protocol + "://"
        credentials = quote(self.login, safe="") if self.login else ""
        if self.password:
            credentials += ":" + quote(self.password, safe="")
        block = (credentials + "@" if credentials else "") + quote(host, safe="")
        if self.port:
            block += (("@" if not block else "") + ":%d" % self.port)
        if self.schema:
            block += "/" + quote(self.schema, safe="")
        uri += block
        if self.extra:
            query = urlencode(self.extra_dejson) if self.extra_dejson and all(
                isinstance(value, str) for value in self.extra_dejson.values()) else None
            uri += ("?" if self.schema else "/?") + (query or urlencode({"__extra__": self.extra}))
        return uri

    @property
    def extra_dejson(self):
        if not self.extra:
            return {}
        try:
            value = json.loads(self.extra)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def get_extra(self):
        return self.extra

    def get_password(self):
        return self.password

    def get_hook(self, *, hook_params=None):
        from airflow.hooks.base import hook_class

        cls = hook_class(self.conn_type)
        return cls(self.conn_id, **(hook_params or {}))

    @classmethod
    def get_connection_from_secrets(cls, conn_id):
        found = os.environ.get("AIRFLOW_CONN_" + conn_id.upper())
        if found:
            found = found.strip()
            return cls.from_json(found, conn_id) if found.startswith("{") else cls(conn_id=conn_id, uri=found)
        fields = runtime.api.connection(conn_id) if runtime.api is not None else None
        if fields is None:
            fields = DEFAULTS.get(conn_id)
        if fields is None:
            raise AirflowNotFoundException("The conn_id `%s` isn't defined" % conn_id)
        fields = {key: value for key, value in fields.items() if key != "conn_id"}
        return cls(conn_id=conn_id, **fields)

    get = get_connection_from_secrets

    def as_dict(self):
        return {"conn_id": self.conn_id, "conn_type": self.conn_type, "description": self.description,
                "host": self.host, "login": self.login, "password": self.password, "schema": self.schema,
                "port": self.port, "extra": self.extra}

    def __repr__(self):
        return self.conn_id or ""
