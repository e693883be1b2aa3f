"""The log of an attempt: Airflow's line format on stdout, with secrets shown as ***."""

import datetime
import logging
import os
import re
import sys

_SECRET_NAMES = re.compile(
    r"access_token|api_key|apikey|authorization|keyfile_dict|passphrase|passwd|password|private_key|secret|token"
)
_secrets = set()
_pattern = None


def mask_secret(value, name=None):
    """Has value, and the texts within it, shown as *** from now on."""
    global _pattern
    if isinstance(value, dict):
        for key, part in value.items():
            mask_secret(part, key)
    elif isinstance(value, (list, tuple, set)):
        for part in value:
            mask_secret(part)
    elif isinstance(value, str) and len(value) >= 4 and value not in _secrets and (
            name is None or _SECRET_NAMES.search(str(name).lower())):
        _secrets.add(value)
        _pattern = re.compile("|".join(map(re.escape, sorted(_secrets, key=len, reverse=True))))


def mask_if_secret(name, value):
    """Masks the value of a variable whose name tells that it is a secret."""
    if _SECRET_NAMES.search(name.lower()):
        mask_secret(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            mask_if_secret(key, part)


def redact(value, name=None):
    """value with *** for what is secret."""
    if _pattern is None:
        return value
    if isinstance(value, str):
        return _pattern.sub("***", value)
    if isinstance(value, dict):
        return {key: redact(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(redact(part) for part in value) if type(value) in (list, tuple) else value
    return value


class _Lines(logging.Formatter):
    def format(self, record):
        at = datetime.datetime.fromtimestamp(record.created, datetime.timezone.utc)
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        if record.stack_info:
            text += "\n" + record.stack_info
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03d+0000" % (at.microsecond // 1000)
        return "[%s] {%s:%d} %s - %s" % (stamp, record.filename, record.lineno, record.levelname, redact(text))


class _Masked:
    """A stream that masks what is written to it."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        return self._stream.write(redact(text) if isinstance(text, str) else text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)


def start():
    """Makes stdout the log of this process."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.stdout, sys.stderr = _Masked(sys.stdout), _Masked(sys.stderr)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(os.environ.get("AIRFLOW__LOGGING__LOGGING_LEVEL", "INFO").upper())
    logging.captureWarnings(False)
