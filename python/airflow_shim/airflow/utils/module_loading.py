"""Objects by their dotted names."""

import importlib


def import_string(dotted_path):
    module, _, name = dotted_path.rpartition(".")
    if not module:
        raise ImportError("%s doesn't look like a module path" % dotted_path)
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        raise ImportError('Module "%s" does not define a "%s" attribute/class' % (module, name)) from None


def qualname(obj):
    cls = obj if callable(obj) else type(obj)
    return "%s.%s" % (cls.__module__, cls.__qualname__)
