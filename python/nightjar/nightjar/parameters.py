"""Parameters on their way to the program, and to the paths that mention them."""

import base64
import datetime
import errno
import math
import os
import uuid

from .exceptions import PapermillMissingParameterException


def expand_path(path, parameters):
    """`path` with its `{name}`s replaced, as papermill does: by str.format, with a builtin `pm`."""
    builtin = {
        "run_uuid": str(uuid.uuid4()),
        "current_datetime_local": datetime.datetime.now(),
        "current_datetime_utc": datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None),
    }
    try:
        return str(path).format(**{"pm": builtin, **(parameters or {})})
    except KeyError as missing:
        raise PapermillMissingParameterException("Missing parameter %s" % missing) from None


def literally(path):
    """`path` for the program, which would expand `{name}`s again."""
    return path.replace("{", "{{").replace("}", "}}")


def is_local(path):
    return "://" not in path and path != "-"


def check_exists(path):
    """As papermill does, raises FileNotFoundError for a file that is not there."""
    if is_local(path) and not os.path.exists(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


def to_yaml(value):
    """`value` as one line of YAML 1.1, which is how papermill and so Nightjar read parameters.

    It is ASCII. Types that YAML lacks become what str() makes of them.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, bytes):
        return '!!binary "%s"' % base64.b64encode(value).decode()
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(map(to_yaml, value))
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (to_yaml(k), to_yaml(v)) for k, v in value.items())
    return '"%s"' % "".join(map(_escape, str(value)))


def _float(value):
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, e, exponent = float.__repr__(value).partition("e")
    if "." not in digits:
        digits += ".0"  # YAML 1.1 takes 1e-07 for a string
    return digits + e + exponent


def _escape(character):
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if 0x20 <= code < 0x7F:
        return character
    if code <= 0xFF:
        return "\\x%02x" % code
    return "\\u%04x" % code if code <= 0xFFFF else "\\U%08x" % code
