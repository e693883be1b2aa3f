"""SlackHook: Slack's web API."""

from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.providers.http.hooks.session import Session
from airflow.utils.log.secrets_masker import mask_secret


class SlackHook(BaseHook):
    conn_type, hook_name = "slack", "Slack API"

    def __init__(self, slack_conn_id="slack_api_default", token=None, base_url=None, **_):
        super().__init__()
        extra = {}
        if not token:
            connection = self.get_connection(slack_conn_id)
            token, extra = connection.password, connection.extra_dejson
        if not token:
            raise AirflowException("Connection '%s' has no Slack API token in its password" % slack_conn_id)
        mask_secret(token)
        self.token = token
        self.base_url = (base_url or extra.get("base_url") or "https://slack.com/api/").rstrip("/") + "/"

    def call(self, api_method, data=None, json=None, **_):  # noqa: A002
        session = Session()
        session.headers["Authorization"] = "Bearer " + self.token
        payload = {"data": data} if json is None and data is not None else {"json": json or {}}
        response = session.post(self.base_url + api_method, **payload)
        answer = response.json()
        if not answer.get("ok"):
            raise AirflowException("Slack refuses %s: %s" % (api_method, answer.get("error")))
        return answer
