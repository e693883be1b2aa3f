"""Hive is not there."""

from airflow.exceptions import NotSupported


def closest_ds_partition(*args, **kwargs):
    raise NotSupported("macros.hive.closest_ds_partition", "there is no Hive metastore hook")


def max_partition(*args, **kwargs):
    raise NotSupported("macros.hive.max_partition", "there is no Hive metastore hook")
