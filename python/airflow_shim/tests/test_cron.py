"""Cron expressions, for the dates before and after a run and for LatestOnlyOperator."""

import datetime
import sys
import unittest
import zoneinfo

from tests import shim

sys.path.insert(0, str(shim.HOME))
from nightjar_airflow.cron import Cron, CronError  # noqa: E402


def at(text):
    return datetime.datetime.fromisoformat(text + "+00:00")


class CronTest(unittest.TestCase):
    def test_the_times_after_and_before(self):
        for expression, before, after in (
                ("0 6 * * *", "2024-01-01T06:00", "2024-01-02T06:00"),
                ("*/15 8-9 * * MON-FRI", "2024-01-05T09:45", "2024-01-08T08:00"),
                ("0 0 1 */3 *", "2024-10-01T00:00", "2025-01-01T00:00"),
                ("0 0 13 * 5", "2024-09-06T00:00", "2024-09-13T00:00"),
                ("0 0 L * *", "2024-02-29T00:00", "2024-03-31T00:00"),
                ("0 0 * * 5#3", "2024-01-19T00:00", "2024-02-16T00:00"),
                ("0 0 * * 7", "2024-01-07T00:00", "2024-01-14T00:00"),
                ("0 0 29 2 *", "2020-02-29T00:00", "2024-02-29T00:00"),
                ("0 0 * * * 30", "2024-01-01T00:00:30", "2024-01-02T00:00:30")):
            with self.subTest(expression):
                self.assertEqual(at(after), Cron(expression).after(at(before)))
                self.assertEqual(at(before), Cron(expression).before(at(after)))

    def test_a_time_that_the_clocks_skip_moves_forward(self):
        zone, cron = zoneinfo.ZoneInfo("America/New_York"), Cron("30 2 * * *")
        self.assertEqual(at("2024-03-10T07:30"), cron.after(at("2024-03-09T07:30"), zone))
        self.assertEqual(at("2024-03-09T07:30"), cron.before(at("2024-03-10T07:30"), zone))

    def test_of_two_such_times_it_is_the_second_unless_it_is_hourly(self):
        zone = zoneinfo.ZoneInfo("America/New_York")
        for expression, before, after in (("30 1 * * *", "2024-11-02T05:30", "2024-11-03T06:30"),
                                          ("0 * * * *", "2024-11-03T05:00", "2024-11-03T06:00")):
            found = Cron(expression).after(at(before), zone)
            self.assertEqual(at(after), found.astimezone(datetime.timezone.utc))

    def test_what_is_no_cron_expression(self):
        for expression in ("", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *",
                           "*/0 * * * *", "* * * * * * *"):
            with self.subTest(expression), self.assertRaises(CronError):
                Cron(expression)

    def test_one_that_never_comes_says_so(self):
        with self.assertRaisesRegex(CronError, "never comes"):
            Cron("0 0 30 2 *").after(at("2024-01-01T00:00"))
