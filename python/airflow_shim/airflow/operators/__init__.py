"""airflow.operators; operators by their names, as until 1.10."""

from airflow import _paths

__getattr__ = _paths.lazy("airflow.operators", {
    "BaseOperator": "airflow.models.baseoperator",
    "BashOperator": "airflow.operators.bash",
    "BranchPythonOperator": "airflow.operators.python",
    "DummyOperator": "airflow.operators.empty",
    "EmailOperator": "airflow.operators.email",
    "HttpSensor": "airflow.providers.http.sensors.http",
    "LatestOnlyOperator": "airflow.operators.latest_only",
    "MySqlOperator": "airflow.providers.mysql.operators.mysql",
    "PostgresOperator": "airflow.providers.postgres.operators.postgres",
    "PythonOperator": "airflow.operators.python",
    "ShortCircuitOperator": "airflow.operators.python",
    "SimpleHttpOperator": "airflow.providers.http.operators.http",
    "SlackAPIPostOperator": "airflow.providers.slack.operators.slack",
    "SqliteOperator": "airflow.providers.sqlite.operators.sqlite",
    "SubDagOperator": "airflow.operators.subdag",
    "TriggerDagRunOperator": "airflow.operators.trigger_dagrun",
    "ExternalTaskSensor": "airflow.sensors.external_task",
    "SqlSensor": "airflow.providers.common.sql.sensors.sql",
    "TimeDeltaSensor": "airflow.sensors.time_delta",
    "TimeSensor": "airflow.sensors.time_sensor",
})
