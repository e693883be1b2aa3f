"""Calls a function of a DAG file in another Python: by its source, with arguments and result pickled."""

import ast
import contextlib
import fcntl
import hashlib
import importlib
import inspect
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import textwrap
import types

from airflow.exceptions import AirflowException

_SCRIPT = """\
from __future__ import annotations
import sys
import {pickle} as pickle

with open(sys.argv[1], "rb") as file:
    _call = pickle.load(file)
with open(sys.argv[3], encoding="utf-8") as file:
    virtualenv_string_args = file.read().splitlines()

{source}

try:
    _result = {name}(*_call["args"], **_call["kwargs"])
except Exception as error:
    with open(sys.argv[4], "w", encoding="utf-8") as file:
        file.write(str(error))
    raise
with open(sys.argv[2], "wb") as file:
    pickle.dump(_result, file)
"""

_COMPLETE = "nightjar_complete"


class Failed(AirflowException):
    """The other Python ended with an exit code other than 0."""

    def __init__(self, code, text):
        super().__init__("Process returned non-zero exit status %d.%s" % (code, "\n" + text if text else ""))
        self.code = code


def check(function, operator):
    """Raises if function is not one whose source can be taken elsewhere."""
    if not isinstance(function, types.FunctionType) or function.__name__ == "<lambda>":
        raise ValueError("%s only supports functions for python_callable arg" % operator)
    if inspect.isgeneratorfunction(function):
        raise ValueError("%s does not support using 'yield' in python_callable" % operator)


def source_of(function):
    """The source of function alone, without its decorators."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[definition.lineno - 1:])


def call(hook, python, function, args, kwargs, string_args=(), pickler="pickle", env=None):
    """What function returns in that Python; hook runs the process and logs what it prints.

    Raises Failed for an exit code other than 0.
    """
    pickle = importlib.import_module(pickler)
    with tempfile.TemporaryDirectory(prefix="airflowpython") as temporary:
        folder = pathlib.Path(temporary)
        script, given, made, texts, error = (folder / name for name in (
            "script.py", "input", "output", "string_args.txt", "error"))
        script.write_text(_SCRIPT.format(pickle=pickler, source=source_of(function), name=function.__name__),
                          encoding="utf-8")
        given.write_bytes(pickle.dumps({"args": args, "kwargs": kwargs}))
        texts.write_text("\n".join(map(str, string_args)), encoding="utf-8")
        command = [str(one) for one in (python, script, given, made, texts, error)]
        code = hook.run_command(command, env=env).exit_code
        if code:
            raise Failed(code, error.read_text(encoding="utf-8") if error.exists() else "")
        return pickle.loads(made.read_bytes())


class Environment:
    """A virtual environment: made of a Python, requirements and options of pip."""

    def __init__(self, requirements=(), python_version=None, system_site_packages=True, pip_options=()):
        self.requirements, self.pip_options = list(requirements), list(pip_options)
        self.python = _python(python_version)
        self.system_site_packages = system_site_packages

    @property
    def key(self):
        """Equal for environments that are the same."""
        parts = [self.requirements, self.pip_options, self.python, self.system_site_packages]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:8]

    @contextlib.contextmanager
    def ready(self, hook, cache=None):
        """The environment's Python; made for the block, or kept in the folder cache."""
        if cache is None:
            with tempfile.TemporaryDirectory(prefix="venv") as folder:
                self._make(hook, folder)
                yield os.path.join(folder, "bin", "python")
            return
        folder = os.path.join(cache, "venv-" + self.key)
        os.makedirs(cache, exist_ok=True)
        with open(folder + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another attempt may be making it
            complete = os.path.join(folder, _COMPLETE)
            if not os.path.exists(complete):
                shutil.rmtree(folder, ignore_errors=True)
                self._make(hook, folder)
                pathlib.Path(complete).touch()
        yield os.path.join(folder, "bin", "python")

    def _make(self, hook, folder):
        _must(hook, [self.python, "-m", "venv", "--without-pip"]
              + (["--system-site-packages"] if self.system_site_packages else []) + [folder])
        if self.requirements:
            listed = os.path.join(folder, "requirements.txt")
            pathlib.Path(listed).write_text("\n".join(self.requirements), encoding="utf-8")
            # pip of this Python installs into that one, which needs none
            _must(hook, [sys.executable, "-m", "pip", "--python", os.path.join(folder, "bin", "python"), "install",
                         "--disable-pip-version-check", *self.pip_options, "-r", listed])


def _must(hook, command):
    code = hook.run_command(command).exit_code
    if code:
        raise AirflowException("%s ended with exit code %d" % (subprocess.list2cmdline(command), code))


def _python(version):
    """The program of that version of Python; of this one, if none is named."""
    if version is None:
        return sys.executable
    name = "python%s" % version
    found = shutil.which(name)
    if found is None:
        raise AirflowException("python_version=%r: there is no %s on the PATH" % (version, name))
    return found
