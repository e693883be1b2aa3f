"""Dates relative to today."""

from datetime import datetime, timedelta

from airflow.utils import timezone

cron_presets = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@quarterly": "0 0 1 */3 *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


def days_ago(n, hour=0, minute=0, second=0, microsecond=0):
    """Midnight in UTC, or the time given, n days before today."""
    today = timezone.utcnow().replace(hour=hour, minute=minute, second=second, microsecond=microsecond)
    return today - timedelta(days=n)


def parse_execution_date(text):
    return timezone.parse(text)


def date_range(start_date, end_date=None, num=None, delta=None):
    """Dates from start_date on, delta (a timedelta or a cron expression) apart, up to end_date or num of them."""
    from nightjar_airflow.cron import Cron

    if end_date and num:
        raise ValueError("Wait. Either specify end_date OR num")
    if delta is None:
        return []
    following = (lambda at: at + delta) if isinstance(delta, timedelta) else Cron(cron_presets.get(delta, delta)).after
    end = end_date or (timezone.utcnow() if num is None else None)
    dates, at = [], start_date
    while (end is None or at <= end) and (num is None or len(dates) < num):
        dates.append(at)
        at = following(at)
    return dates


def round_time(dt, delta, start_date=None):
    """The point of start_date + n * delta nearest to dt."""
    start = start_date or timezone.make_aware(datetime.min)
    return start + delta * round((dt - start) / delta)
