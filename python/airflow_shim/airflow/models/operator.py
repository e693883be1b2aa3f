"""Name of all kinds of operators, for annotations."""

from airflow.models.baseoperator import BaseOperator as Operator

__all__ = ["Operator"]
