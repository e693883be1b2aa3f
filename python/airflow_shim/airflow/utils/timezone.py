"""Aware datetimes, in UTC unless said otherwise."""

import datetime as dt

import pendulum

utc = pendulum.timezone("UTC")
TIMEZONE = utc


def is_localized(value):
    return value.utcoffset() is not None


def is_naive(value):
    return value.utcoffset() is None


def utcnow():
    return dt.datetime.now(tz=utc)


def utc_epoch():
    return dt.datetime(1970, 1, 1, tzinfo=utc)


def datetime(*args, **kwargs):
    kwargs.setdefault("tzinfo", TIMEZONE)
    return dt.datetime(*args, **kwargs)


def make_aware(value, timezone=None):
    if is_localized(value):
        raise ValueError("make_aware expects a naive datetime, got %s" % value)
    zone = timezone or TIMEZONE
    if hasattr(zone, "localize"):
        return zone.localize(value)
    return value.replace(tzinfo=zone)


def make_naive(value, timezone=None):
    if is_naive(value):
        raise ValueError("make_naive() cannot be applied to a naive datetime")
    return value.astimezone(timezone or TIMEZONE).replace(tzinfo=None)


def convert_to_utc(value):
    """value as an aware datetime in UTC; a naive one is taken for UTC already."""
    if value is None:
        return None
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)
    if is_naive(value):
        value = value.replace(tzinfo=utc)
    return pendulum.instance(value.astimezone(utc))


def parse(string, timezone=None, strict=False):
    return pendulum.instance(pendulum.parse(string, tz=timezone or TIMEZONE, strict=strict))


def coerce_datetime(value, tz=None):
    if value is None:
        return None
    if is_naive(value):
        value = value.replace(tzinfo=tz or utc)
    return pendulum.instance(value)


def from_timestamp(timestamp, tz=utc):
    return pendulum.from_timestamp(timestamp, tz=tz)


def parse_timezone(name):
    return pendulum.timezone(name)


def name_of(zone):
    """The IANA name of a tzinfo, or its offset like +01:00."""
    if zone is None or zone is dt.timezone.utc:
        return "UTC"
    for attribute in ("name", "key", "zone"):
        name = getattr(zone, attribute, None)
        if isinstance(name, str) and name:
            return name
    offset = zone.utcoffset(dt.datetime(2000, 1, 1))
    if not offset:
        return "UTC"
    sign, minutes = ("-", -offset) if offset < dt.timedelta() else ("+", offset)
    minutes = int(minutes.total_seconds()) // 60
    return "%s%02d:%02d" % (sign, minutes // 60, minutes % 60)
