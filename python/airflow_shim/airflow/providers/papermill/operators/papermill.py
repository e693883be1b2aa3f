"""PapermillOperator: `nightjar run` in the place of papermill."""

import base64
import json
import os
import shutil
import subprocess

from airflow.exceptions import AirflowException, NotSupported
from airflow.lineage.entities import File
from airflow.models.baseoperator import BaseOperator
from nightjar_airflow import runtime
from nightjar_airflow.context import variables


class NoteBook(File):
    type_hint = "jupyter_notebook"
    template_fields = ("url", "parameters")

    def __init__(self, url=None, parameters=None, qualified_name=None, location=None, **_):
        super().__init__(url or location or qualified_name)
        self.parameters = parameters or {}


class PapermillOperator(BaseOperator):
    """Runs input_nb with parameters and saves it as output_nb, with the code cells hidden."""

    template_fields = ("input_nb", "output_nb", "parameters", "kernel_name", "language_name", "kernel_conn_id")
    supports_lineage = True

    def __init__(self, *, input_nb=None, output_nb=None, parameters=None, kernel_name=None, language_name=None,
                 kernel_conn_id=None, **kwargs):
        super().__init__(**kwargs)
        if not runtime.is_1_10():
            if not input_nb:
                raise ValueError("Input notebook is not specified")
            if not output_nb:
                raise ValueError("Output notebook is not specified")
        self.input_nb, self.output_nb, self.parameters = input_nb, output_nb, parameters
        self.kernel_name, self.language_name, self.kernel_conn_id = kernel_name, language_name, kernel_conn_id
        if kernel_conn_id is not None:
            raise NotSupported("PapermillOperator(kernel_conn_id)", "run the notebook with `nightjar run --gateway`")
        self._process = None

    def execute(self, context):
        for given, result, parameters in self._notebooks():
            self._run(given, result, parameters, context)

    def _notebooks(self):
        """(input, output, parameters) of the operator's own pair, else of each inlet and outlet."""
        if self.input_nb:
            given, result = self.input_nb, self.output_nb
            parameters = getattr(given, "parameters", None) or self.parameters
            pairs = [(getattr(given, "url", given), getattr(result, "url", result), parameters)]
        else:
            inlets = [one for one in self.inlets if isinstance(one, File)]
            outlets = [one for one in self.outlets if isinstance(one, File)]
            pairs = [(given.url, result.url, getattr(given, "parameters", None))
                     for given, result in zip(inlets, outlets)]
        if not pairs or not all(given and result for given, result, _ in pairs):
            raise ValueError("Input notebook is not specified" if not pairs or not pairs[0][0] else
                             "Output notebook is not specified")
        return pairs

    def _run(self, given, result, parameters, context):
        command = runtime.attempt.nightjar or ([shutil.which("nightjar")] if shutil.which("nightjar") else None)
        if not command:
            raise AirflowException("PapermillOperator: no `nightjar` command is known here")
        command = list(command) + ["run", str(given), str(result), "--report-mode", "--no-progress-bar"]
        if parameters:
            text = json.dumps(parameters, default=str).encode()  # JSON is YAML
            command += ["-b", base64.b64encode(text).decode()]
        for option, value in (("-k", self.kernel_name), ("-l", self.language_name)):
            if value:
                command += [option, value]
        self.log.info("Executing notebook %s, output %s", given, result)
        env = dict(os.environ, **variables(context))  # it is Nightjar's own program
        last = ""
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env,
                              start_new_session=True) as self._process:
            for raw in self._process.stdout:
                line = raw.decode(errors="backslashreplace").rstrip()
                last = line or last
                self.log.info("%s", line)
        if self._process.returncode:
            raise AirflowException("notebook %s failed (exit status %d of nightjar run): %s" % (
                given, self._process.returncode, last))

    def on_kill(self):
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
