"""LatestOnlyOperator"""

from airflow.operators.branch import BaseBranchOperator
from airflow.utils import timezone


class LatestOnlyOperator(BaseBranchOperator):
    """Skips what comes right behind, unless this is the latest run of the schedule."""

    ui_color = "#e9ffdb"
    skip_kind = "latest_only"

    def choose_branch(self, context):
        dag_run, dag = context["dag_run"], context["dag"]
        everything = sorted(self.downstream_task_ids)
        if dag_run is None or dag_run.external_trigger:
            self.log.info("Externally triggered DAG_Run: allowing execution to proceed.")
            return everything
        left = dag_run.data_interval_end
        right = dag.timetable.following(left)
        if right is None:
            self.log.info("Last scheduled execution: allowing execution to proceed.")
            return everything
        now = timezone.utcnow()
        self.log.info("Checking latest only with left_window: %s right_window: %s now: %s", left, right, now)
        if left < now <= right:
            self.log.info("Latest, allowing execution to proceed.")
            return everything
        self.log.info("Not latest execution, skipping downstream.")
        return []
