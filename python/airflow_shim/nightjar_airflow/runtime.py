"""The one DAG file or attempt that this process works on, known to all of the `airflow` package."""

import sys

# "1.10" for a file that imports nothing but what Airflow 1.10 has, else "2".
generation = "2"

# The DAG file that is being loaded.
dag_file = None

# The api.Api of the server, or None.
api = None

# The attempt.Attempt under way, or None while a file is loaded.
attempt = None

# The values.Values of the attempt under way, or None.
values = None

# Whether the task that is made stands for points whose arguments are not known yet.
pattern = False

# Of a mapped task: {"task": (dag_id, task_id), "index", "values"} of the point that is to run.
point = None

# What kept the arguments of that point from being found, or None.
point_problem = None

# The airflow.utils.context.Context of the callable that runs, for get_current_context().
context = None


def is_1_10():
    return generation == "1.10"


def source_line():
    """The line of the DAG file that the caller works for, or None."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == dag_file:
            return frame.f_lineno
        frame = frame.f_back
    return None
