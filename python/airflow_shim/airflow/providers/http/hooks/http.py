"""HttpHook, over requests where that is installed and urllib where not."""

from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.providers.http.hooks import session


class HttpHook(BaseHook):
    conn_name_attr, default_conn_name, conn_type, hook_name = "http_conn_id", "http_default", "http", "HTTP"

    def __init__(self, method="POST", http_conn_id="http_default", auth_type=None, **_):
        super().__init__()
        self.http_conn_id, self.method, self.auth_type = http_conn_id, method.upper(), auth_type
        self.base_url = ""

    def get_conn(self, headers=None):
        made = session.new()
        if self.http_conn_id:
            connection = self.get_connection(self.http_conn_id)
            if connection.host and "://" in connection.host:
                self.base_url = connection.host
            else:
                self.base_url = "%s://%s" % (connection.schema or "http", connection.host or "")
            if connection.port:
                self.base_url += ":%d" % connection.port
            if connection.login:
                credentials = (connection.login, connection.password or "")
                made.auth = self.auth_type(*credentials) if self.auth_type else credentials
            elif self.auth_type:
                made.auth = self.auth_type()
            for name, value in connection.extra_dejson.items():
                if name not in ("proxies", "proxy", "stream", "verify", "cert", "max_redirects", "timeout",
                                "allow_redirects", "trust_env", "check_response"):
                    made.headers[name] = str(value)
        made.headers.update(headers or {})
        return made

    def url_from_endpoint(self, endpoint):
        if self.base_url and not self.base_url.endswith("/") and endpoint and not endpoint.startswith("/"):
            return "%s/%s" % (self.base_url, endpoint)
        return self.base_url + (endpoint or "")

    def run(self, endpoint=None, data=None, headers=None, extra_options=None, **request_kwargs):
        options = dict(extra_options or {})
        made = self.get_conn(headers)
        url = self.url_from_endpoint(endpoint)
        check = options.pop("check_response", True)
        named = {"params": data} if self.method == "GET" else {} if self.method == "HEAD" else {"data": data}
        self.log.info("Sending '%s' to url: %s", self.method, url)
        response = made.request(self.method, url, **named, **options, **request_kwargs)
        if check:
            self.check_response(response)
        return response

    def check_response(self, response):
        if response.status_code >= 400:
            self.log.error("HTTP error: %s", response.reason)
            self.log.error(response.text)
            raise AirflowException("%d:%s" % (response.status_code, response.reason))
