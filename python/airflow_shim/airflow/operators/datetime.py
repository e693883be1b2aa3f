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
        now = timezone.make_naive(now, self.dag.timezone)
        lower, upper = self._bound(self.target_lower, now), self._bound(self.target_upper, now)
        if lower and upper and upper < lower:
            upper += datetime.timedelta(days=1)
        inside = not (upper is not None and upper < now or lower is not None and lower > now)
        return self.follow_task_ids_if_true if inside else self.follow_task_ids_if_false

    def _bound(self, value, now):
        if value is None:
            return None
        if isinstance(value, datetime.datetime):
            return value if timezone.is_naive(value) else timezone.make_naive(value, self.dag.timezone)
        return datetime.datetime.combine(now.date(), value)
