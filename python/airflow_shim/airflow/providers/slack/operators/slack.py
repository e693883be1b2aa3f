"""Operators for Slack's web API."""

import json

from airflow.exceptions import AirflowException
from airflow.models.baseoperator import BaseOperator
from airflow.providers.slack.hooks.slack import SlackHook


class SlackAPIOperator(BaseOperator):
    def __init__(self, *, slack_conn_id="slack_api_default", token=None, method=None, api_params=None, base_url=None,
                 **kwargs):
        super().__init__(**kwargs)
        self.slack_conn_id, self.token, self.method, self.api_params = slack_conn_id, token, method, api_params
        self.base_url = base_url

    def construct_api_call_params(self):
        raise NotImplementedError

    def execute(self, context):
        if not self.method:
            raise AirflowException("%s: no method of Slack's API is given" % self.task_type)
        if not self.api_params:
            self.construct_api_call_params()
        params = {name: json.dumps(value) if isinstance(value, (list, dict)) else value
                  for name, value in self.api_params.items() if value is not None}
        SlackHook(self.slack_conn_id, token=self.token, base_url=self.base_url).call(self.method, data=params)


class SlackAPIPostOperator(SlackAPIOperator):
    template_fields = ("username", "text", "attachments", "blocks", "channel")
    ui_color = "#FFBA40"

    def __init__(self, *, channel="#general", username="Airflow", text="No message has been set.", icon_url=None,
                 blocks=None, attachments=None, **kwargs):
        kwargs.setdefault("method", "chat.postMessage")
        super().__init__(**kwargs)
        self.channel, self.username, self.text, self.icon_url = channel, username, text, icon_url
        self.blocks, self.attachments = blocks or [], attachments or []

    def construct_api_call_params(self):
        self.api_params = {"channel": self.channel, "username": self.username, "text": self.text,
                           "icon_url": self.icon_url, "attachments": self.attachments, "blocks": self.blocks}
