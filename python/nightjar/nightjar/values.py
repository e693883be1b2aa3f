"""Values that a notebook leaves for the tasks after it."""

import json

MEDIA_TYPE = "application/vnd.nightjar.record+json"


def record(name, value):
    """Leaves `value` under `name`, by an output of the cell that nobody sees.

    A value is anything that JSON has; numbers, arrays and series of numpy and pandas are turned into that. What is
    recorded last under a name counts.
    """
    if not isinstance(name, str) or not name:
        raise TypeError("record(name, value): the name must be a text, not %r" % (name,))
    if hasattr(value, "tolist"):
        value = value.tolist()
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as problem:
        raise TypeError("record(%r, …): the value is nothing that JSON has: %s" % (name, problem)) from None
    from IPython.display import display

    display({MEDIA_TYPE: {"name": name, "value": value}}, raw=True)
