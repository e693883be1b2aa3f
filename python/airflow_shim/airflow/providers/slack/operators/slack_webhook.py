"""SlackWebhookOperator"""

from airflow.models.baseoperator import BaseOperator
from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook


class SlackWebhookOperator(BaseOperator):
    template_fields = ("webhook_token", "message", "attachments", "blocks", "channel", "username", "proxy")
    ui_color = "#ecb22e"

    def __init__(self, *, slack_webhook_conn_id=None, http_conn_id=None, webhook_token=None, message="",
                 attachments=None, blocks=None, channel=None, username=None, icon_emoji=None, icon_url=None,
                 link_names=False, proxy=None, timeout=None, **kwargs):
        super().__init__(**kwargs)
        self.slack_webhook_conn_id = slack_webhook_conn_id or http_conn_id
        self.webhook_token, self.message, self.attachments, self.blocks = webhook_token, message, attachments, blocks
        self.channel, self.username, self.icon_emoji, self.icon_url = channel, username, icon_emoji, icon_url
        self.link_names, self.proxy = link_names, proxy

    def execute(self, context):
        SlackWebhookHook(self.slack_webhook_conn_id, webhook_token=self.webhook_token, message=self.message,
                         attachments=self.attachments, blocks=self.blocks, channel=self.channel,
                         username=self.username, icon_emoji=self.icon_emoji, icon_url=self.icon_url,
                         link_names=self.link_names).send()
