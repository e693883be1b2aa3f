"""SlackWebhookNotifier"""

from airflow.notifications.basenotifier import BaseNotifier
from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook


class SlackWebhookNotifier(BaseNotifier):
    """A callback that posts a message to an incoming webhook."""

    template_fields = ("slack_webhook_conn_id", "text", "attachments", "blocks")

    def __init__(self, *, slack_webhook_conn_id="slackwebhook_default", text="", blocks=None, attachments=None,
                 unfurl_links=None, unfurl_media=None, **_):
        super().__init__()
        self.slack_webhook_conn_id, self.text = slack_webhook_conn_id, text
        self.blocks, self.attachments = blocks, attachments
        self.unfurl_links, self.unfurl_media = unfurl_links, unfurl_media

    def notify(self, context):
        SlackWebhookHook(slack_webhook_conn_id=self.slack_webhook_conn_id).send(
            text=self.text, blocks=self.blocks, attachments=self.attachments, unfurl_links=self.unfurl_links,
            unfurl_media=self.unfurl_media)


send_slack_webhook_notification = SlackWebhookNotifier
