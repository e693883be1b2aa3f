"""How an attempt ends that waits for something outside."""


class Wait(Exception):
    """Ends the attempt as deferred: the server watches, and no worker is held."""

    def __init__(self, what):
        super().__init__("waits for %s" % (what,))
        self.what = what


def for_file(path, recursive):
    return {"file": {"path": path, "recursive": recursive}}


def for_time(moment):
    return {"time": moment.isoformat()}


def for_run(dag_id, run_id=None, logical_date=None, task_ids=None, allowed_states=(), failed_states=()):
    found = {"dag_id": dag_id}
    if run_id is not None:
        found["run_id"] = run_id
    else:
        found["logical_date"] = logical_date.isoformat()
    found["task_ids"] = list(task_ids) if task_ids else None
    found["allowed_states"] = [str(state) for state in allowed_states]
    found["failed_states"] = [str(state) for state in failed_states]
    return {"run": found}
