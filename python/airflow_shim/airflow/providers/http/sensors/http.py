"""HttpSensor"""

from airflow.exceptions import AirflowException
from airflow.providers.http.hooks.http import HttpHook
from airflow.sensors.base import BaseSensorOperator
from airflow.utils.operator_helpers import determine_kwargs


class HttpSensor(BaseSensorOperator):
    template_fields = ("endpoint", "request_params", "headers")

    def __init__(self, *, endpoint, http_conn_id="http_default", method="GET", request_params=None, request_kwargs=None,
                 headers=None, response_error_codes_allowlist=None, response_check=None, extra_options=None,
                 tcp_keep_alive=True, tcp_keep_alive_idle=120, tcp_keep_alive_count=20, tcp_keep_alive_interval=30,
                 deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.endpoint, self.http_conn_id, self.method = endpoint, http_conn_id, method
        self.request_params, self.request_kwargs = request_params or {}, request_kwargs or {}
        self.headers, self.extra_options = headers or {}, extra_options or {}
        self.response_error_codes_allowlist = tuple(response_error_codes_allowlist or ("404",))
        self.response_check = response_check

    def poke(self, context):
        self.log.info("Poking: %s", self.endpoint)
        hook = HttpHook(self.method, http_conn_id=self.http_conn_id)
        try:
            response = hook.run(self.endpoint, data=self.request_params, headers=self.headers,
                                extra_options=self.extra_options, **self.request_kwargs)
        except AirflowException as problem:
            if str(problem).startswith(self.response_error_codes_allowlist):
                return False
            raise
        if self.response_check:
            return self.response_check(response, **determine_kwargs(self.response_check, [response], context))
        return True
