"""E-mail by SMTP, as [smtp] of the configuration and the connection smtp_default tell."""

import logging
import os
import smtplib
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate

from airflow.configuration import conf
from airflow.exceptions import AirflowConfigException, AirflowNotFoundException

_log = logging.getLogger("airflow.task")


def get_email_address_list(addresses):
    if isinstance(addresses, str):
        for separator in ",;":
            if separator in addresses:
                return [one.strip() for one in addresses.split(separator) if one.strip()]
        return [addresses]
    return [address for one in addresses for address in get_email_address_list(one)]


def _settings(conn_id):
    """host, port, user, password, sender; the host is empty where none is set."""
    from airflow.models.connection import Connection

    settings = {"host": conf.get("smtp", "smtp_host"), "port": conf.getint("smtp", "smtp_port"),
                "user": conf.get("smtp", "smtp_user"), "password": conf.get("smtp", "smtp_password"),
                "sender": conf.get("smtp", "smtp_mail_from"), "ssl": conf.getboolean("smtp", "smtp_ssl"),
                "starttls": conf.getboolean("smtp", "smtp_starttls")}
    try:
        connection = Connection.get_connection_from_secrets(conn_id)
    except AirflowNotFoundException:
        return settings
    extra = connection.extra_dejson
    settings.update({name: value for name, value in (
        ("host", connection.host), ("port", connection.port), ("user", connection.login),
        ("password", connection.password), ("sender", extra.get("from_email"))) if value})
    if extra.get("disable_ssl") is not None:
        settings["ssl"] = not extra["disable_ssl"]
    if extra.get("disable_tls") is not None:
        settings["starttls"] = not extra["disable_tls"]
    return settings


def build_mime_message(mail_from, to, subject, html_content, files=None, cc=None, bcc=None, mime_subtype="mixed",
                       mime_charset="utf-8", custom_headers=None):
    to, cc, bcc = (get_email_address_list(part or []) for part in (to, cc, bcc))
    message = MIMEMultipart(mime_subtype)
    message["Subject"], message["From"], message["To"] = subject, mail_from, ", ".join(to)
    if cc:
        message["CC"] = ", ".join(cc)
    message["Date"] = formatdate(localtime=True)
    message.attach(MIMEText(html_content, "html", mime_charset))
    for name in files or []:
        with open(name, "rb") as file:
            part = MIMEApplication(file.read(), Name=os.path.basename(name))
        part["Content-Disposition"] = 'attachment; filename="%s"' % os.path.basename(name)
        message.attach(part)
    for name, value in (custom_headers or {}).items():
        message[name] = value
    return message, to + cc + bcc


def send_email(to, subject, html_content, files=None, dryrun=False, cc=None, bcc=None, mime_subtype="mixed",
               mime_charset="utf-8", conn_id=None, custom_headers=None, from_email=None, **_):
    settings = _settings(conn_id or "smtp_default")
    if not settings["host"]:
        raise AirflowConfigException("no SMTP host is known: set AIRFLOW__SMTP__SMTP_HOST or a connection smtp_default")
    message, recipients = build_mime_message(from_email or settings["sender"], to, subject, html_content, files, cc,
                                             bcc, mime_subtype, mime_charset, custom_headers)
    if dryrun:
        return
    timeout = conf.getint("smtp", "smtp_timeout")
    kind = smtplib.SMTP_SSL if settings["ssl"] else smtplib.SMTP
    with kind(settings["host"], settings["port"], timeout=timeout) as server:
        if settings["starttls"] and not settings["ssl"]:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            elif settings["password"]:
                raise AirflowConfigException("the SMTP host %s offers no STARTTLS; set AIRFLOW__SMTP__SMTP_STARTTLS to "
                                             "False to log in without" % settings["host"])
        if settings["user"] and settings["password"]:
            server.login(settings["user"], settings["password"])
        server.sendmail(from_email or settings["sender"], recipients, message.as_string())
    _log.info("Sent an alert email to %s", recipients)


send_email_smtp = send_email


def notify(task, context, error):
    """Tells the task's addresses that an attempt has failed."""
    instance = context["ti"]
    subject = "Airflow alert: %r" % instance
    body = "Try %d out of %d<br>Exception:<br>%s<br>Log: <a href=\"%s\">Link</a><br>Host: %s<br>" % (
        instance.try_number, instance.max_tries + 1, error, instance.log_url, instance.hostname)
    try:
        send_email(task.email, subject, body)
    except AirflowConfigException as problem:
        _log.info("No e-mail about the failure: %s", problem)
    except Exception as problem:
        _log.error("The e-mail about the failure was not sent: %s", problem)
