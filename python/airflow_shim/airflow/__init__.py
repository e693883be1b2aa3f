"""Lets Airflow DAG files, of 1.10 and 2.x, be loaded and run by Nightjar. Not Airflow itself."""

import importlib
import os
import sys

from airflow import _paths

__version__ = "2.9.3"
PY36 = PY37 = PY38 = True

_standins = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "standins")
if _standins not in sys.path:
    sys.path.append(_standins)
_paths.install()

_NAMES = {
    "DAG": "airflow.models.dag",
    "LoggingMixin": "airflow.utils.log.logging_mixin",
    "AirflowException": "airflow.exceptions",
    "Dataset": "airflow.datasets",
    "XComArg": "airflow.models.xcom_arg",
    "conf": "airflow.configuration",
}


def __getattr__(name):
    if name in _NAMES:
        return getattr(importlib.import_module(_NAMES[name]), name)
    # `import airflow` and then airflow.utils.dates.days_ago() works in Airflow, which imports these itself.
    if not name.startswith("__") and _paths.exists("airflow." + name):
        return importlib.import_module("airflow." + name)
    raise AttributeError("module 'airflow' has no attribute '%s'" % name)
