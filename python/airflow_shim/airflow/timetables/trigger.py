"""Timetables as 2.x calls them."""

from airflow.timetables.base import CronTriggerTimetable

__all__ = ["CronTriggerTimetable"]
