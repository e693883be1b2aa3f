"""SlackWebhookHook"""

from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook
from airflow.providers.http.hooks.session import Session
from airflow.utils.log.secrets_masker import mask_secret


class SlackWebhookHook(BaseHook):
    """Posts to an incoming webhook; the message may be given here, as in 1.10, or to send()."""

    conn_type, hook_name = "slackwebhook", "Slack Incoming Webhook"

    def __init__(self, slack_webhook_conn_id=None, http_conn_id=None, webhook_token=None, message="", attachments=None,
                 blocks=None, channel=None, username=None, icon_emoji=None, icon_url=None, link_names=False, proxy=None,
                 **_):
        super().__init__()
        self.slack_webhook_conn_id = slack_webhook_conn_id or http_conn_id
        self.webhook_token, self.message = webhook_token, message
        self.fields = {"attachments": attachments, "blocks": blocks, "channel": channel, "username": username,
                       "icon_emoji": icon_emoji, "icon_url": icon_url, "link_names": link_names or None}

    @property
    def url(self):
        token, base = self.webhook_token, "https://hooks.slack.com/services"
        if self.slack_webhook_conn_id:
            connection = self.get_connection(self.slack_webhook_conn_id)
            token = token or connection.password or connection.extra_dejson.get("webhook_token")
            if connection.host:
                base = connection.host if "://" in connection.host else "%s://%s" % (
                    connection.schema or "https", connection.host)
        if not token:
            raise AirflowException("Cannot get token: no webhook token and no connection with one is given")
        mask_secret(token)
        return token if token.startswith("http") else "%s/%s" % (base.rstrip("/"), token.lstrip("/"))

    def send(self, *, text=None, **fields):
        body = dict(self.fields, text=text if text is not None else self.message, **fields)
        body = {name: value for name, value in body.items() if value is not None}
        response = Session().post(self.url, json=body)
        if not response.ok:
            raise AirflowException("Slack answers %d: %s" % (response.status_code, response.text))
        return response

    def send_dict(self, body):
        return self.send(**body)

    def send_text(self, text, **_):
        return self.send(text=text)

    def execute(self):
        self.send()
