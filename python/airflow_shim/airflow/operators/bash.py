"""BashOperator"""

import os
import shutil

from airflow.exceptions import AirflowException, AirflowSkipException
from airflow.hooks.subprocess import SubprocessHook, environment
from airflow.models.baseoperator import BaseOperator
from nightjar_airflow import runtime
from nightjar_airflow.context import variables

_DEFAULT = object()


class BashOperator(BaseOperator):
    template_fields = ("bash_command", "env", "cwd")
    template_fields_renderers = {"bash_command": "bash", "env": "json"}
    template_ext = (".sh", ".bash")
    ui_color = "#f0ede4"

    def __init__(self, *, bash_command, env=None, append_env=False, output_encoding="utf-8", skip_exit_code=None,
                 skip_on_exit_code=_DEFAULT, cwd=None, output_processor=None, **kwargs):
        super().__init__(**kwargs)
        self.bash_command, self.env, self.append_env = bash_command, env, append_env
        self.output_encoding, self.cwd, self.output_processor = output_encoding, cwd, output_processor
        codes = skip_on_exit_code if skip_exit_code is None else skip_exit_code
        if codes is _DEFAULT:
            codes = None if runtime.is_1_10() else 99
        self.skip_on_exit_code = [] if codes is None else list(codes) if hasattr(codes, "__iter__") else [codes]
        self._hook = None

    @property
    def subprocess_hook(self):
        if self._hook is None:
            self._hook = SubprocessHook()
        return self._hook

    def get_env(self, context):
        if self.env is None:
            env = environment()
        else:
            env = dict(environment() if self.append_env else {}, **self.env)
        env.update(variables(context))
        return env

    def execute(self, context):
        bash = shutil.which("bash") or "bash"
        if self.cwd is not None:
            if not os.path.exists(self.cwd):
                raise AirflowException("Can not find the cwd: %s" % self.cwd)
            if not os.path.isdir(self.cwd):
                raise AirflowException("The cwd %s must be a directory" % self.cwd)
        result = self.subprocess_hook.run_command(
            [bash, "-c", self.bash_command], env=self.get_env(context), output_encoding=self.output_encoding,
            cwd=self.cwd)
        if result.exit_code in self.skip_on_exit_code:
            raise AirflowSkipException("Bash command returned exit code %d. Skipping." % result.exit_code)
        if result.exit_code != 0:
            raise AirflowException("Bash command failed. The command returned a non-zero exit code %d." %
                                   result.exit_code)
        return self.output_processor(result.output) if self.output_processor else result.output

    def on_kill(self):
        self.subprocess_hook.send_sigterm()
