"""Which parameters a notebook takes."""

import json
import tempfile

from . import program
from .exceptions import PapermillException
from .parameters import check_exists, expand_path, literally


def inspect_notebook(notebook_path, parameters=None):
    """The parameters that the notebook's cell tagged `parameters` sets.

    Returns {name: {"name", "inferred_type_name", "default", "help"}}, all of them strings. The
    `parameters` given are for `{name}`s in the path.
    """
    path = expand_path(notebook_path, parameters)
    check_exists(path)
    with tempfile.TemporaryFile() as stdout:
        ended = program.run(["inspect", "--json", "--", literally(path)], stdout=stdout)
        if ended.exit_code != 0:
            raise PapermillException(ended.message)
        stdout.seek(0)
        return json.loads(stdout.read().decode("utf-8"))["parameters"]
