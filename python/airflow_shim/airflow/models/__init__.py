"""airflow.models"""

from airflow import _paths

__getattr__ = _paths.lazy("airflow.models", {
    "DAG": "airflow.models.dag",
    "BaseOperator": "airflow.models.baseoperator",
    "BaseOperatorLink": "airflow.models.baseoperatorlink",
    "Connection": "airflow.models.connection",
    "DagRun": "airflow.models.dagrun",
    "Operator": "airflow.models.operator",
    "Param": "airflow.models.param",
    "SkipMixin": "airflow.operators.branch",
    "TaskInstance": "airflow.models.taskinstance",
    "Variable": "airflow.models.variable",
    "XCom": "airflow.models.xcom",
    "XCOM_RETURN_KEY": "airflow.models.xcom",
    "XComArg": "airflow.models.xcom_arg",
    "clear_task_instances": "airflow.models.taskinstance",
})
