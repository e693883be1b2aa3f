"""SlackNotifier"""

from airflow.notifications.basenotifier import BaseNotifier
from airflow.providers.slack.hooks.slack import SlackHook


class SlackNotifier(BaseNotifier):
    """A callback that posts a message."""

    template_fields = ("text", "channel", "username", "attachments", "blocks")

    def __init__(self, *, slack_conn_id="slack_api_default", text="This is a default message", channel="#general",
                 username="Airflow", icon_url=None, attachments=(), blocks=(), base_url=None, **_):
        super().__init__()
        self.slack_conn_id, self.base_url, self.icon_url = slack_conn_id, base_url, icon_url
        self.text, self.channel, self.username = text, channel, username
        self.attachments, self.blocks = list(attachments), list(blocks)

    def notify(self, context):
        message = {"channel": self.channel, "username": self.username, "text": self.text, "icon_url": self.icon_url,
                   "attachments": self.attachments, "blocks": self.blocks}
        hook = SlackHook(slack_conn_id=self.slack_conn_id, base_url=self.base_url)
        hook.call("chat.postMessage", json={name: value for name, value in message.items() if value})


send_slack_notification = SlackNotifier
