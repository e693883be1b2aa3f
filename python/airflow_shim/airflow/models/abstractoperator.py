"""Base of operators, for annotations."""

from airflow.models.baseoperator import BaseOperator as AbstractOperator

__all__ = ["AbstractOperator"]
