"""airflow.utils"""

from airflow import _paths

__getattr__ = _paths.lazy("airflow.utils", {"apply_defaults": "airflow.utils.decorators"})
