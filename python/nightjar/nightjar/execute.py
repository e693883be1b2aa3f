"""Runs one notebook."""

import contextlib
import datetime
import json
import logging
import os
import pathlib
import tempfile

from . import notebook, program
from .exceptions import (
    CellTimeoutError,
    DeadKernelError,
    PapermillException,
    PapermillExecutionError,
)
from .parameters import check_exists, expand_path, is_local, literally, to_yaml

DEAD_KERNEL = 138  # exit code
ERROR_MARKER = "papermill-error-cell-tag"
logger = logging.getLogger("nightjar")


def execute_notebook(
    input_path,
    output_path,
    parameters=None,
    engine_name=None,
    request_save_on_cell_execute=True,
    prepare_only=False,
    kernel_name=None,
    language=None,
    progress_bar=True,
    log_output=False,
    stdout_file=None,
    stderr_file=None,
    start_timeout=60,
    report_mode=False,
    cwd=None,
    autosave_cell_every=30,
    execution_timeout=None,
    **engine_kwargs
):
    """Runs the notebook at `input_path` and returns it as it is saved at `output_path`.

    The arguments are papermill's. `input_path` may also be a notebook, `output_path` None (nothing
    is saved); paths may contain `{name}`s of parameters. `stdout_file` and `stderr_file` are paths
    or text files. Timeouts are in seconds. How much is logged on standard error follows the level
    of the logger "nightjar".

    Raises PapermillExecutionError if a cell fails; the output is saved then, too.
    """
    if engine_kwargs:
        raise TypeError("not supported by nightjar: " + ", ".join(sorted(engine_kwargs)))
    if str(output_path).startswith("-"):
        raise ValueError("output_path %r: pass None and write the notebook" % output_path)
    options = {
        "--engine": engine_name,
        "--kernel": kernel_name,
        "--language": language,
        "--start-timeout": start_timeout,
        "--execution-timeout": execution_timeout,
        "--autosave-cell-every": autosave_cell_every,
        "--cwd": cwd,
        "--log-level": _log_level(),
        "--request-save-on-cell-execute": bool(request_save_on_cell_execute),
        "--prepare-only": bool(prepare_only) or None,
        "--progress-bar": bool(progress_bar),
        "--log-output": bool(log_output),
        "--report-mode": bool(report_mode),
    }
    output = None if output_path is None else expand_path(output_path, parameters)
    with contextlib.ExitStack() as resources:
        directory = resources.enter_context(tempfile.TemporaryDirectory())
        stdin = resources.enter_context(tempfile.TemporaryFile())
        stdout = resources.enter_context(tempfile.TemporaryFile())
        if isinstance(input_path, dict):
            source = "-"
            stdin.write(json.dumps(input_path).encode())
            stdin.seek(0)
        else:
            source = expand_path(input_path, parameters)
            check_exists(source)
        if parameters:
            # Not --parameters_base64: there every user of the machine could read them.
            options["--parameters_file"] = os.path.join(directory, "parameters.yaml")
            pathlib.Path(options["--parameters_file"]).write_text(to_yaml(parameters))
        options["--stdout-file"] = _stream_path(stdout_file, directory, "stdout")
        options["--stderr-file"] = _stream_path(stderr_file, directory, "stderr")
        started = datetime.datetime.now(datetime.timezone.utc)
        ended = program.run(
            ["run", *_words(options), "--", literally(source), literally(output or "-")],
            stdin=stdin,
            stdout=stdout,
        )
        _copy_stream(options["--stdout-file"], stdout_file)
        _copy_stream(options["--stderr-file"], stderr_file)
        if ended.exit_code != 0:
            raise _failure(ended, output, stdout, started)
        result = _read(output, stdout)
    result.metadata.papermill.input_path = source
    result.metadata.papermill.output_path = output
    return result


def _log_level():
    """The program knows Python's levels, but none between them."""
    level = min(logger.getEffectiveLevel(), logging.CRITICAL)
    return logging.getLevelName(level - level % 10)


def _words(options):
    """An option's value: None leaves it out; False turns it to its `--no-` form."""
    for option, value in options.items():
        if value is True:
            yield option
        elif value is False:
            yield option.replace("--", "--no-", 1)
        elif value is not None:
            yield "%s=%s" % (option, value)


def _stream_path(file, directory, name):
    return os.path.join(directory, name) if hasattr(file, "write") else file


def _copy_stream(path, file):
    """Fills a file object; the program has made no file if there was nothing to write."""
    if hasattr(file, "write") and os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as written:
            file.write(written.read())


def _read(output, stdout):
    """The notebook that the program has written to `output`, or to `stdout` if that is None."""
    if output is None:
        stdout.seek(0)
        return notebook.parse(stdout.read().decode("utf-8"))
    if is_local(output):
        return notebook.parse(pathlib.Path(output).read_text(encoding="utf-8"))
    # The program can read wherever it can write.
    with tempfile.TemporaryFile() as copy:
        ended = program.run(
            ["run", "--prepare-only", "--log-level=ERROR", "--", literally(output), "-"],
            stdout=copy,
        )
        if ended.exit_code != 0:
            raise PapermillException(ended.message)
        return _read(None, copy)


def _failure(ended, output, stdout, started):
    """The exception for a run that has not succeeded."""
    if ended.exit_code == DEAD_KERNEL:
        told = [message for message in ended.messages if "kernel died" in message.lower()]
        return DeadKernelError(told[-1] if told else ended.message)
    for message in ended.messages:
        if "A cell timed out while it was being executed" in message:
            return CellTimeoutError(message)
        if "output folder" in message and "doesn't exist" in message:
            return FileNotFoundError(message)
    try:
        failed = _read(output, stdout)
    except (OSError, ValueError, PapermillException):
        return PapermillException(ended.message)  # it has failed before there was any output
    start_time = failed.metadata.get("papermill", {}).get("start_time")
    if start_time is None or datetime.datetime.fromisoformat(start_time) < started:
        return PapermillException(ended.message)  # the output is of an earlier run
    return _failed_cell(failed) or PapermillException(ended.message)


def _failed_cell(failed):
    """The last cell with an error in its output, as for papermill; else the one that failed without
    output, such as an unknown magic."""
    error = None
    cells = [cell for cell in failed.cells if ERROR_MARKER not in cell.metadata.get("tags", ())]
    for index, cell in enumerate(cells):
        where = (index, cell.get("execution_count"), cell.source)
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and not _is_exit(output):
                error = PapermillExecutionError(
                    *where, output.ename, output.evalue, output.traceback
                )
        if error is None and cell.metadata.get("papermill", {}).get("status") == "failed":
            error = PapermillExecutionError(*where, "CellExecutionError", "", [])
    return error


def _is_exit(output):
    return output.ename == "SystemExit" and output.evalue in ("", "0")
