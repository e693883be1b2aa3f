"""EmailOperator"""

from airflow.models.baseoperator import BaseOperator
from airflow.utils.email import send_email


class EmailOperator(BaseOperator):
    template_fields = ("to", "subject", "html_content", "files")
    template_fields_renderers = {"html_content": "html"}
    template_ext = (".html",)
    ui_color = "#e6faf9"

    def __init__(self, *, to, subject, html_content, files=None, cc=None, bcc=None, mime_subtype="mixed",
                 mime_charset="utf-8", conn_id=None, custom_headers=None, **kwargs):
        super().__init__(**kwargs)
        self.to, self.subject, self.html_content, self.files = to, subject, html_content, files or []
        self.cc, self.bcc, self.mime_subtype, self.mime_charset = cc, bcc, mime_subtype, mime_charset
        self.conn_id, self.custom_headers = conn_id, custom_headers

    def execute(self, context):
        send_email(self.to, self.subject, self.html_content, files=self.files, cc=self.cc, bcc=self.bcc,
                   mime_subtype=self.mime_subtype, mime_charset=self.mime_charset, conn_id=self.conn_id,
                   custom_headers=self.custom_headers)
