"""airflow.settings: the time zone and folders. There is no database session to be had."""

import os

import pendulum

from airflow.configuration import AIRFLOW_HOME, conf
from airflow.exceptions import NotSupported

TIMEZONE = pendulum.timezone("UTC")
DAGS_FOLDER = os.path.expanduser(conf.get("core", "dags_folder"))
PLUGINS_FOLDER = os.path.expanduser(conf.get("core", "plugins_folder"))
SQL_ALCHEMY_CONN = None
STATE_COLORS = {}
__all__ = ["AIRFLOW_HOME", "DAGS_FOLDER", "PLUGINS_FOLDER", "TIMEZONE", "Session"]


def Session(*args, **kwargs):  # noqa: N802, as Airflow calls it
    raise NotSupported("settings.Session", "there is no Airflow database; use Variable, XCom and the REST API")


engine = None


def prepare_syspath():
    """The loader has done so."""


def initialize():
    """Nothing is to be done."""
