"""What of the context a callable takes."""

import inspect

from nightjar_airflow.context import variables


def determine_kwargs(func, args, kwargs):
    """Those of kwargs that func names or, with **kwargs, all; but not what args give it already."""
    parameters = inspect.signature(func).parameters
    names = list(parameters)
    for name in names[:len(args)]:
        if name in kwargs and parameters[name].kind is not inspect.Parameter.VAR_POSITIONAL:
            raise ValueError("The key %r in args is a part of kwargs and therefore reserved." % name)
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return kwargs
    return {name: kwargs[name] for name in names[len(args):] if name in kwargs}


def make_kwargs_callable(func):
    return lambda *args, **kwargs: func(*args, **determine_kwargs(func, args, kwargs))


def context_to_airflow_vars(context, in_env_var_format=False):
    found = variables(context)
    if in_env_var_format:
        return found
    return {name.replace("AIRFLOW_CTX_", "airflow.ctx.").lower(): value for name, value in found.items()}
