"""Which DAG and task a file is read for, so that one that makes many DAGs may make just that one."""

import os
from typing import NamedTuple, Optional

_AIRFLOW_PARSING_CONTEXT_DAG_ID = "_AIRFLOW_PARSING_CONTEXT_DAG_ID"
_AIRFLOW_PARSING_CONTEXT_TASK_ID = "_AIRFLOW_PARSING_CONTEXT_TASK_ID"


class AirflowParsingContext(NamedTuple):
    dag_id: Optional[str]
    task_id: Optional[str]


def get_parsing_context():
    return AirflowParsingContext(
        os.environ.get(_AIRFLOW_PARSING_CONTEXT_DAG_ID), os.environ.get(_AIRFLOW_PARSING_CONTEXT_TASK_ID))


def set_parsing_context(dag_id, task_id):
    """For all that this process and its children read from now on."""
    for name, value in ((_AIRFLOW_PARSING_CONTEXT_DAG_ID, dag_id), (_AIRFLOW_PARSING_CONTEXT_TASK_ID, task_id)):
        if value is not None:
            os.environ[name] = value
