"""Kinds of runs, and the mark of an argument that was not given."""

import enum


class ArgNotSet:
    def __repr__(self):
        return "NOTSET"


NOTSET = ArgNotSet()


class DagRunType(str, enum.Enum):
    BACKFILL_JOB = "backfill"
    SCHEDULED = "scheduled"
    MANUAL = "manual"
    DATASET_TRIGGERED = "dataset_triggered"

    def __str__(self):
        return self.value

    def generate_run_id(self, logical_date):
        return "%s__%s" % (self.value, logical_date.isoformat())
