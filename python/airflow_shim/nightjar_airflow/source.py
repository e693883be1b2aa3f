"""Reads a DAG file: which Airflow it is written for, and the module that it becomes."""

import ast
import hashlib
import importlib.machinery
import importlib.util
import os
import sys

from airflow import _paths
from nightjar_airflow import runtime


def may_hold_dags(data):
    """Airflow's safe mode: whether the bytes of a file have both words."""
    lower = data.lower()
    return b"dag" in lower and b"airflow" in lower


def extend_path(folder):
    """Appends what Airflow has on sys.path: the folder of DAGs, the one above, and plugins beside it."""
    folder = os.path.abspath(folder)
    parent = os.path.dirname(folder)
    standins = [entry for entry in sys.path if entry.endswith(os.sep + "standins")]
    for path in (folder, parent, os.path.join(parent, "plugins"), os.path.join(parent, "config")):
        if path not in sys.path and (path in (folder, parent) or os.path.isdir(path)):
            sys.path.append(path)
    for path in standins:  # last, so that a real module wins
        sys.path.remove(path)
        sys.path.append(path)


def _imports(tree):
    """Names that the module imports, `a.b` for a module and for a name in one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            for alias in node.names:
                yield "%s.%s" % (node.module, alias.name)
        elif isinstance(node, ast.Call) and any(word.arg in ("schedule", "timetable") for word in node.keywords):
            if getattr(node.func, "id", getattr(node.func, "attr", "")).endswith("DAG"):
                yield "airflow.datasets"  # an argument that 1.10 has not


# Parameters that 1.10 gives to a callable only with provide_context=True.
_OF_CONTEXT = {"ti", "task_instance", "dag_run", "data_interval_start", "data_interval_end", "logical_date"}


def _expects_context(tree):
    """Whether functions need of the context what 1.10 would not give them, since nothing asks for it."""
    if any(isinstance(node, ast.keyword) and node.arg == "provide_context" for node in ast.walk(tree)):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args]
            required = names[:len(names) - len(node.args.defaults)]
            if _OF_CONTEXT.intersection(required):
                return True
    return False


def _own_module(name, folders):
    for folder in folders:
        path = os.path.join(folder, *name.split("."))
        for candidate in (path + ".py", os.path.join(path, "__init__.py")):
            if os.path.isfile(candidate):
                return candidate
    return None


def generation(path, data, folder):
    """"1.10" if the file, and modules beside it that it imports, use and expect only what 1.10 has; else "2"."""
    folders = (folder, os.path.dirname(os.path.abspath(folder)))
    seen, new = set(), [(path, data)]
    while new:
        path, data = new.pop()
        seen.add(path)
        try:
            tree = ast.parse(data)
        except (SyntaxError, ValueError):
            continue
        names = set(_imports(tree))
        if _expects_context(tree) or any(_paths.is_new(name) for name in names):
            return "2"
        for name in names:
            found = None if name.partition(".")[0] == "airflow" else _own_module(name, folders)
            if found and found not in seen and len(seen) < 100:
                with open(found, "rb") as file:
                    new.append((found, file.read()))
    return "1.10"


def execute(path, data, folder):
    """Runs the file as a module, under a name that no other has, and returns it."""
    runtime.dag_file = path
    runtime.generation = generation(path, data, folder)
    stem = os.path.splitext(os.path.basename(path))[0]
    name = "unusual_prefix_%s_%s" % (hashlib.sha1(path.encode()).hexdigest(), stem)
    loader = importlib.machinery.SourceFileLoader(name, path)
    spec = importlib.util.spec_from_loader(name, loader, origin=path)
    module = importlib.util.module_from_spec(spec)
    module.__file__ = path
    sys.modules[name] = module
    sys.dont_write_bytecode = True
    exec(compile(data, path, "exec", dont_inherit=True), module.__dict__)
    return module


def dags_of(module):
    """The DAGs of a module, by id: those that a name holds, those that `with` closed, and their sub-DAGs."""
    from airflow.models.dag import DAG, DagContext

    found = [value for value in vars(module).values() if isinstance(value, DAG)]
    found += [dag for dag in DagContext.closed if dag not in found]
    dags = {}
    for dag in found:
        if dag.is_subdag:
            continue
        dag.fileloc = module.__file__
        dags[dag.dag_id] = dag
    for dag in list(dags.values()):
        for sub in dag.subdags:
            sub.fileloc = dag.fileloc
            dags[sub.dag_id] = sub
    return dags
