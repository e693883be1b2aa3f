"""Data sets as 1.10 calls them."""

from airflow.lineage import DataSet
from airflow.lineage.entities import File as _File

__all__ = ["DataSet", "File"]


class File(_File):
    def __init__(self, qualified_name=None, data=None, url=None, **_):
        super().__init__(url or qualified_name)
        self.__dict__.update(data or {})
