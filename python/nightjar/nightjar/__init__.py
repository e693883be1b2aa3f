"""Runs Jupyter notebooks with the program Nightjar. The functions are those of papermill 2.6:

    import nightjar as pm
    pm.execute_notebook("in.ipynb", "out.ipynb", parameters={"alpha": 0.6})

In a notebook, `nightjar.record("rmse", 0.42)` leaves a value for the tasks after it.
"""

from .exceptions import PapermillException, PapermillExecutionError
from .execute import execute_notebook
from .inspection import inspect_notebook
from .values import record

__all__ = [
    "PapermillException",
    "PapermillExecutionError",
    "execute_notebook",
    "inspect_notebook",
    "record",
]
__version__ = "0.1.0"
