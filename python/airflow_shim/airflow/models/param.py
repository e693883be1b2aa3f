"""Parameters of DAGs and tasks, and their checks."""

import json
import re

from airflow.exceptions import ParamValidationError
from airflow.utils.types import NOTSET

_TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool)
    or isinstance(value, float) and value.is_integer(),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, (list, tuple)),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
_CHECKS = {
    "enum": lambda value, limit: value in limit,
    "const": lambda value, limit: value == limit,
    "minimum": lambda value, limit: not _TYPES["number"](value) or value >= limit,
    "maximum": lambda value, limit: not _TYPES["number"](value) or value <= limit,
    "exclusiveMinimum": lambda value, limit: not _TYPES["number"](value) or value > limit,
    "exclusiveMaximum": lambda value, limit: not _TYPES["number"](value) or value < limit,
    "minLength": lambda value, limit: not isinstance(value, str) or len(value) >= limit,
    "maxLength": lambda value, limit: not isinstance(value, str) or len(value) <= limit,
    "pattern": lambda value, limit: not isinstance(value, str) or re.search(limit, value) is not None,
    "minItems": lambda value, limit: not isinstance(value, list) or len(value) >= limit,
    "maxItems": lambda value, limit: not isinstance(value, list) or len(value) <= limit,
}


def _check(value, schema):
    """What is wrong with value, or None."""
    try:
        import jsonschema
    except ImportError:
        pass
    else:
        try:
            jsonschema.validate(value, schema)
        except jsonschema.ValidationError as problem:
            return problem.message
        return None
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_TYPES[kind](value) for kind in kinds):
        return "%r is not of type %s" % (value, ", ".join(map(repr, kinds)))
    for name, check in _CHECKS.items():
        if name in schema and not check(value, schema[name]):
            return "%r does not fit %s: %r" % (value, name, schema[name])
    return None


class Param:
    """A default value, what it is for, and the JSON schema of the values allowed."""

    CLASS_IDENTIFIER = "__class"

    def __init__(self, default=NOTSET, description=None, **kwargs):
        self.value = default
        self.description = description
        self.schema = kwargs.pop("schema") if "schema" in kwargs else kwargs
        if default is not NOTSET:
            _require_json(default)

    @property
    def has_value(self):
        return self.value is not NOTSET and self.value is not None

    def resolve(self, value=NOTSET, suppress_exception=False):
        final = self.value if value is NOTSET else value
        problem = "No value passed and Param has no default value" if final is NOTSET else None
        problem = problem or _check(final, self.schema)
        if problem:
            if suppress_exception:
                return None
            raise ParamValidationError(problem)
        self.value = final
        return final

    def dump(self):
        return {"value": None if self.value is NOTSET else self.value, "description": self.description,
                "schema": self.schema}


def _require_json(value):
    try:
        json.dumps(value)
    except TypeError:
        raise ParamValidationError("All provided parameters must be json-serializable: %r is not" % (value,)) from None


class ParamsDict(dict):
    """Params by name; items read as their values."""

    def __init__(self, dict_obj=None, suppress_exception=False):
        super().__init__()
        for name, value in (dict_obj or {}).items():
            if not isinstance(value, Param):
                if not suppress_exception:
                    _require_json(value)
                value = Param(value)
            super().__setitem__(name, value)

    def __setitem__(self, name, value):
        if isinstance(value, Param):
            super().__setitem__(name, value)
        elif name in self:
            self.get_param(name).resolve(value)
        else:
            super().__setitem__(name, Param(value))

    def __getitem__(self, name):
        param = super().__getitem__(name)
        return None if param.value is NOTSET else param.value

    def get(self, name, default=None):
        return self[name] if name in self else default

    def get_param(self, name):
        return super().__getitem__(name)

    def items(self):
        return [(name, self[name]) for name in self]

    def values(self):
        return [self[name] for name in self]

    def update(self, *args, **kwargs):
        for given in args + (kwargs,):
            if isinstance(given, ParamsDict):
                given = {name: given.get_param(name) for name in given}
            for name, value in given.items():
                self[name] = value

    def __copy__(self):
        return ParamsDict({name: self.get_param(name) for name in self}, suppress_exception=True)

    copy = __copy__

    def __deepcopy__(self, memo):
        made = ParamsDict()
        for name in self:
            param = self.get_param(name)
            copied = Param(description=param.description, schema=param.schema)
            copied.value = param.value
            dict.__setitem__(made, name, copied)
        return made

    def dump(self):
        return dict(self.items())

    def validate(self):
        resolved = {}
        for name in self:
            try:
                resolved[name] = self.get_param(name).resolve()
            except ParamValidationError as problem:
                raise ParamValidationError("Invalid input for param %s: %s" % (name, problem)) from None
        return resolved


class DagParam:
    """dag.param("x"): the value that a run has been given, when the task runs."""

    def __init__(self, current_dag, name, default=NOTSET):
        if default is not NOTSET:
            current_dag.params[name] = default
        self._name, self._default = name, default

    def iter_references(self):
        return ()

    def resolve(self, context, **_):
        conf = context["dag_run"].conf if context.get("dag_run") else {}
        if self._name in (conf or {}):
            return conf[self._name]
        if self._default is not NOTSET:
            return self._default
        if self._name in context["params"]:
            return context["params"][self._name]
        raise ParamValidationError("No value could be resolved for parameter %s" % self._name)
