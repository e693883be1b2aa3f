"""Sensors where 1.8 has them."""

from airflow.providers.common.sql.sensors.sql import SqlSensor
from airflow.providers.http.sensors.http import HttpSensor
from airflow.sensors.base import BaseSensorOperator
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.sensors.time_delta import TimeDeltaSensor
from airflow.sensors.time_sensor import TimeSensor

__all__ = ["BaseSensorOperator", "ExternalTaskSensor", "HttpSensor", "SqlSensor", "TimeDeltaSensor", "TimeSensor"]
