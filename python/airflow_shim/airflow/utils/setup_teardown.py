"""Setups and teardowns as context managers: what is made within comes between them."""

from airflow.exceptions import AirflowException


class _Scope:
    """What one `with` was given, what belongs to that on the other side, and the tasks made within."""

    def __init__(self, tasks):
        self.setup = tasks[0].is_setup
        if any(task.is_setup is not self.setup for task in tasks):
            raise ValueError("All tasks in the list must be either setup or teardown tasks")
        self.given, self.others, self.work = list(tasks), self._across(tasks[0]), []

    def _across(self, task):
        """The nearest teardowns after a setup, or the nearest setups before a teardown."""
        name, seen = "is_teardown" if self.setup else "is_setup", {task.task_id}
        level = task.downstream_list if self.setup else task.upstream_list
        while level:
            found = [one for one in level if getattr(one, name)]
            if found:
                return found
            seen.update(one.task_id for one in level)
            level = [one for task in level for one in task.downstream_list + task.upstream_list
                     if one.task_id not in seen]
        return []

    setups = property(lambda self: self.given if self.setup else self.others)
    teardowns = property(lambda self: self.others if self.setup else self.given)

    def close(self, outer):
        """Puts the work between setups and teardowns, and all of it between those of the scope outside."""
        work = [task for task in self.work if not task.is_setup and not task.is_teardown]
        if work:
            for task in [task for task in work if not task.upstream_task_ids] or work[:1]:
                task.set_upstream(self.setups)
            for task in [task for task in work if not task.downstream_task_ids] or work[-1:]:
                task.set_downstream(self.teardowns)
        if outer is not None:
            for task in outer.setups:
                task.set_downstream([one for one in self.setups if one not in outer.setups])
            for task in outer.teardowns:
                task.set_upstream([one for one in self.teardowns if one not in outer.teardowns])


class SetupTeardownContext:
    """The scopes that are open; `with` gives this class, so that tasks made elsewhere can be added."""

    _scopes = []

    @classmethod
    def open(cls, tasks):
        if not tasks or not all(task.is_setup or task.is_teardown for task in tasks):
            raise AirflowException("Only setup/teardown tasks can be used as context managers.")
        cls._scopes.append(_Scope(tasks))
        return cls

    @classmethod
    def close(cls):
        cls._scopes.pop().close(cls._scopes[-1] if cls._scopes else None)

    @classmethod
    def made(cls, task):
        """A task was made; it belongs to the innermost scope."""
        if cls._scopes and task not in cls._scopes[-1].work:
            cls._scopes[-1].work.append(task)

    @classmethod
    def add_task(cls, task):
        if not cls._scopes:
            raise AirflowException("Cannot add task to context outside the context manager.")
        cls.made(getattr(task, "operator", task))
