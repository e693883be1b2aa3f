"""Rendering of template fields: with jinja2 if the user's Python has it, else with our own engine."""

import os

from nightjar_airflow import runtime


def _jinja2():
    if os.environ.get("NIGHTJAR_TEMPLATE_ENGINE") == "builtin":
        return None
    try:
        import jinja2
    except ImportError:
        return None
    return jinja2


def _text_filter(make):
    return lambda value: None if value is None else make(value)


FILTERS = {
    "ds": _text_filter(lambda value: value.strftime("%Y-%m-%d")),
    "ds_nodash": _text_filter(lambda value: value.strftime("%Y%m%d")),
    "ts": _text_filter(lambda value: value.isoformat()),
    "ts_nodash": _text_filter(lambda value: value.strftime("%Y%m%dT%H%M%S")),
    "ts_nodash_with_tz": _text_filter(lambda value: value.isoformat().replace("-", "").replace(":", "")),
}


def environment(dag):
    """An environment for the templates of dag, or for those of a task without one."""
    paths = [dag.folder] + list(dag.template_searchpath or []) if dag is not None else [os.getcwd()]
    native = dag is not None and dag.render_template_as_native_obj
    jinja2 = _jinja2()
    if jinja2 is None:
        env = _own(dag, paths, native)
    else:
        env = _genuine(jinja2, dag, paths, native)
    env.filters.update(FILTERS)
    if dag is not None:
        env.globals.update(dag.user_defined_macros or {})
        env.filters.update(dag.user_defined_filters or {})
    return env


def _own(dag, paths, native):
    from nightjar_airflow import engine

    if dag is not None and (dag.jinja_environment_kwargs or dag.template_undefined is not None):
        raise engine.TemplateError(
            "jinja_environment_kwargs and template_undefined of DAG %s need jinja2: install it into this Python" %
            dag.dag_id)
    return engine.Environment(paths, strict=not runtime.is_1_10(), native=native)


def _genuine(jinja2, dag, paths, native):
    import jinja2.nativetypes
    import jinja2.sandbox

    class Environment(jinja2.sandbox.SandboxedEnvironment):
        def is_safe_attribute(self, obj, attr, value):
            return not jinja2.sandbox.is_internal_attribute(obj, attr)

    undefined = jinja2.Undefined if runtime.is_1_10() else jinja2.StrictUndefined
    options = {
        "loader": jinja2.FileSystemLoader(paths),
        "undefined": getattr(dag, "template_undefined", None) or undefined,
        "extensions": ["jinja2.ext.do"],
        "cache_size": 0,
    }
    options.update(getattr(dag, "jinja_environment_kwargs", None) or {})
    if native:
        return jinja2.nativetypes.NativeEnvironment(**options)
    return (jinja2.Environment if runtime.is_1_10() else Environment)(**options)


def render(task, value, context, env, seen):
    """value with all templates in it rendered; seen guards against objects that hold themselves."""
    from airflow.models.param import DagParam
    from airflow.models.xcom_arg import XComArg
    from airflow.utils.template import LiteralValue

    if isinstance(value, str):
        extensions = (task.template_ext,) if isinstance(task.template_ext, str) else tuple(task.template_ext)
        template = env.get_template(value) if value.endswith(extensions) and extensions else env.from_string(value)
        return template.render({**getattr(context, "old", {}), **context})
    if id(value) in seen:
        return value
    if isinstance(value, (XComArg, DagParam, LiteralValue)):
        return value.resolve(context)
    kind = type(value)
    if kind is tuple:
        return tuple(render(task, part, context, env, seen) for part in value)
    if isinstance(value, tuple):
        return kind(*(render(task, part, context, env, seen) for part in value))
    if isinstance(value, list):
        return [render(task, part, context, env, seen) for part in value]
    if isinstance(value, dict):
        return {key: render(task, part, context, env, seen) for key, part in value.items()}
    if isinstance(value, set):
        return {render(task, part, context, env, seen) for part in value}
    fields = getattr(value, "template_fields", None)
    if fields and not isinstance(value, type):
        seen.add(id(value))
        task._do_render_template_fields(value, fields, context, env, seen)
    return value
