"""HttpOperator"""

from airflow.exceptions import AirflowException, NotSupported
from airflow.models.baseoperator import BaseOperator
from airflow.providers.http.hooks.http import HttpHook
from airflow.utils.operator_helpers import determine_kwargs


class HttpOperator(BaseOperator):
    template_fields = ("endpoint", "data", "headers")
    template_fields_renderers = {"headers": "json", "data": "py"}
    template_ext = ()
    ui_color = "#f4a460"

    def __init__(self, *, endpoint=None, method="POST", data=None, headers=None, pagination_function=None,
                 response_check=None, response_filter=None, extra_options=None, http_conn_id="http_default",
                 log_response=False, auth_type=None, deferrable=False, tcp_keep_alive=True, tcp_keep_alive_idle=120,
                 tcp_keep_alive_count=20, tcp_keep_alive_interval=30, **kwargs):
        super().__init__(**kwargs)
        if pagination_function is not None:
            raise NotSupported("HttpOperator(pagination_function)", "page within a PythonOperator")
        self.endpoint, self.method, self.data, self.headers = endpoint, method, data or {}, headers or {}
        self.response_check, self.response_filter = response_check, response_filter
        self.extra_options, self.http_conn_id = extra_options or {}, http_conn_id
        self.log_response, self.auth_type = log_response, auth_type

    @property
    def hook(self):
        return HttpHook(self.method, http_conn_id=self.http_conn_id, auth_type=self.auth_type)

    def execute(self, context):
        self.log.info("Calling HTTP method")
        response = self.hook.run(self.endpoint, self.data, self.headers, self.extra_options)
        if self.log_response:
            self.log.info(response.text)
        if self.response_check:
            given = determine_kwargs(self.response_check, [response], context)
            if not self.response_check(response, **given):
                raise AirflowException("Response check returned False.")
        if self.response_filter:
            return self.response_filter(response, **determine_kwargs(self.response_filter, [response], context))
        return response.text


class SimpleHttpOperator(HttpOperator):
    """HttpOperator by its old name."""
