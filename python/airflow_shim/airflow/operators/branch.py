"""Skipping of tasks, and operators that choose a branch."""

from airflow.exceptions import AirflowException
from airflow.models.baseoperator import BaseOperator
from airflow.utils.log.logging_mixin import LoggingMixin
from nightjar_airflow import runtime

XCOM_SKIPMIXIN_KEY = "skipmixin_key"
XCOM_SKIPMIXIN_FOLLOWED = "followed"
XCOM_SKIPMIXIN_SKIPPED = "skipped"


class SkipMixin(LoggingMixin):
    skip_kind = "short_circuit"

    def skip(self, dag_run, execution_date=None, tasks=(), map_index=-1, session=None):
        """Sets tasks of this run to skipped."""
        ids = [task.task_id for task in tasks]
        if not ids:
            return
        runtime.attempt.skip(ids, self.skip_kind)
        runtime.attempt.values.push(XCOM_SKIPMIXIN_KEY, {XCOM_SKIPMIXIN_SKIPPED: ids})

    def skip_all_except(self, ti, branch_task_ids):
        """Skips the tasks right behind that are not among the ids and their descendants."""
        self.log.info("Following branch %s", branch_task_ids)
        if branch_task_ids is None:
            followed = []
        elif isinstance(branch_task_ids, str):
            followed = [branch_task_ids]
        elif hasattr(branch_task_ids, "__iter__"):
            followed = list(branch_task_ids)
            wrong = {type(one).__name__ for one in followed if not isinstance(one, str)}
            if wrong:
                raise AirflowException("'branch_task_ids' expected all task IDs are strings. Invalid tasks found: %s." %
                                       sorted(wrong))
        else:
            raise AirflowException("'branch_task_ids' must be either None, a task ID, or an Iterable of IDs, but got "
                                   "'%s'." % type(branch_task_ids).__name__)
        task = ti.task
        known = set(task.dag.task_dict)
        if not runtime.is_1_10() and not known.issuperset(followed):
            raise AirflowException("'branch_task_ids' must contain only valid task_ids. Invalid tasks found: %s." %
                                   (set(followed) - known))
        kept = set(followed)
        for task_id in followed:
            if task_id in known:
                kept |= task.dag.get_task(task_id).get_flat_relative_ids(upstream=False)
        skipped = sorted(task.downstream_task_ids - kept)
        self.log.info("Skipping tasks %s", [(task_id, -1) for task_id in skipped])
        runtime.attempt.skip(skipped, self.skip_kind)
        runtime.attempt.values.push(XCOM_SKIPMIXIN_KEY, {XCOM_SKIPMIXIN_FOLLOWED: followed})


class BranchMixIn(SkipMixin):
    skip_kind = "branch"

    def do_branch(self, context, branches_to_execute):
        self.skip_all_except(context["ti"], branches_to_execute)
        return branches_to_execute


class BaseBranchOperator(BaseOperator, BranchMixIn):
    def choose_branch(self, context):
        raise NotImplementedError

    def execute(self, context):
        return self.do_branch(context, self.choose_branch(context))
