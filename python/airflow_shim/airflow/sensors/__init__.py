"""airflow.sensors"""

from airflow import _paths

__getattr__ = _paths.lazy("airflow.sensors", {
    "BaseSensorOperator": "airflow.sensors.base",
    "ExternalTaskSensor": "airflow.sensors.external_task",
    "HttpSensor": "airflow.providers.http.sensors.http",
    "SqlSensor": "airflow.providers.common.sql.sensors.sql",
    "TimeDeltaSensor": "airflow.sensors.time_delta",
    "TimeSensor": "airflow.sensors.time_sensor",
})
