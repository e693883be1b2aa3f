"""Small functions that DAG files import."""

import re

from airflow.exceptions import AirflowException

# Ids end up in addresses and file names: ASCII, as Nightjar's own ids.
KEY_REGEX = re.compile(r"^[\w.-]+$", re.ASCII)
GROUP_KEY_REGEX = re.compile(r"^[\w-]+$", re.ASCII)


def validate_key(k, max_length=250):
    if not isinstance(k, str):
        raise TypeError("The key has to be a string and is %s:%s" % (type(k), k))
    if len(k) > max_length:
        raise AirflowException("The key has to be less than %d characters" % max_length)
    if not KEY_REGEX.match(k):
        raise AirflowException("The key '%s' has to be made of alphanumeric characters of ASCII, dashes, dots and"
                               " underscores exclusively" % k)


def validate_group_key(k, max_length=200):
    if not isinstance(k, str):
        raise TypeError("The key has to be a string and is %s:%s" % (type(k), k))
    if len(k) > max_length or not GROUP_KEY_REGEX.match(k):
        raise AirflowException("The key '%s' has to be made of alphanumeric characters of ASCII, dashes and"
                               " underscores exclusively" % k)


def chain(*tasks):
    from airflow.models.baseoperator import chain as chain_tasks
    from nightjar_airflow import runtime

    if not runtime.is_1_10():
        return chain_tasks(*tasks)
    # In 1.10 two lists that meet are crossed, whatever their lengths.
    for up, down in zip(tasks, tasks[1:]):
        for task in up if isinstance(up, (list, tuple)) else [up]:
            task.set_downstream(down)
    return None


def cross_downstream(from_tasks, to_tasks):
    for task in from_tasks:
        task.set_downstream(to_tasks)


def is_container(obj):
    return hasattr(obj, "__iter__") and not isinstance(obj, str)


def as_tuple(obj):
    return tuple(obj) if is_container(obj) else (obj,)


def as_flattened_list(iterable):
    return [part for item in iterable for part in (as_flattened_list(item) if is_container(item) else [item])]


def chunks(items, chunk_size):
    if chunk_size <= 0:
        raise ValueError("Chunk size must be a positive integer")
    for start in range(0, len(items), chunk_size):
        yield items[start:start + chunk_size]


def alchemy_to_dict(obj):
    return dict(obj.__dict__) if obj else None


def exactly_one(*args):
    return sum(map(bool, args)) == 1


def at_most_one(*args):
    return sum(map(bool, args)) <= 1


def prune_dict(val, mode="strict"):
    """val without None, and in another mode than "strict" without all that is empty."""
    def empty(value):
        return value is None if mode == "strict" else not value

    if isinstance(val, dict):
        pruned = {key: prune_dict(value, mode) for key, value in val.items() if not empty(value)}
        return {key: value for key, value in pruned.items() if not (isinstance(value, (dict, list)) and empty(value))}
    if isinstance(val, list):
        return [prune_dict(value, mode) for value in val if not empty(value)]
    return val


def partition(pred, iterable):
    items = list(iterable)
    return (item for item in items if not pred(item)), (item for item in items if pred(item))
