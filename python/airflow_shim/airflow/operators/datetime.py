"""BranchDateTimeOperator"""

import datetime

from airflow.exceptions import AirflowException
from airflow.operators.branch import BaseBranchOperator
from airflow.utils import timezone


class BranchDateTimeOperator(BaseBranchOperator):
    def __init__(self, *, follow_task_ids_if_true, follow_task_ids_if_false, target_lower, target_upper,
                 use_task_logical_date=False, use_task_execution_date=False, **kwargs):
        super().__init__(**kwargs)
        if target_lower is None and target_upper is None:
            raise AirflowException("Both target_upper and target_lower are None. At least one must be defined")
        self.target_lower, self.target_upper = target_lower, target_upper
        self.follow_task_ids_if_true, self.follow_task_ids_if_false = follow_task_ids_if_true, follow_task_ids_if_false
        self.use_task_logical_date = use_task_logical_date or use_task_execution_date

    def choose_branch(self, context):
        now = context["logical_date"] if self.use_task_logical_date else timezone.utcnow()
        lower, upper = self._on(now, self.target_lower), self._on(now, self.target_upper)
        datetimes = isinstance(self.target_lower, datetime.datetime) and isinstance(self.target_upper, datetime.datetime)
        if lower and upper and upper < lower and not datetimes:
            upper += datetime.timedelta(days=1)
        inside = not (upper is not None and upper < now or lower is not None and lower > now)
        return self.follow_task_ids_if_true if inside else self.follow_task_ids_if_false

    def _on(self, day, value):
        """The moment: a time of day is one of that day, and what names no zone is in that of the DAG."""
        if isinstance(value, datetime.time):
            value = datetime.datetime.combine(day, value)
        return timezone.make_aware(value, self.dag.timezone) if value and timezone.is_naive(value) else value
