"""The version that DAG files ask for."""

from airflow import __version__

version = __version__
