"""Timetables as 2.x calls them."""

from airflow.timetables.base import ContinuousTimetable, NullTimetable, OnceTimetable

__all__ = ["ContinuousTimetable", "NullTimetable", "OnceTimetable"]
