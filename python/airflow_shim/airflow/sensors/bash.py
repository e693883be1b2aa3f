"""BashSensor"""

from airflow.exceptions import AirflowFailException
from airflow.hooks.subprocess import SubprocessHook, environment
from airflow.sensors.base import BaseSensorOperator
from nightjar_airflow.context import variables


class BashSensor(BaseSensorOperator):
    template_fields = ("bash_command", "env")
    template_ext = (".sh", ".bash")

    def __init__(self, *, bash_command, env=None, output_encoding="utf-8", retry_exit_code=None, **kwargs):
        super().__init__(**kwargs)
        self.bash_command, self.env, self.output_encoding = bash_command, env, output_encoding
        self.retry_exit_code = retry_exit_code
        self._hook = SubprocessHook()

    def poke(self, context):
        env = dict(environment() if self.env is None else self.env, **variables(context))
        code = self._hook.run_command(["bash", "-c", self.bash_command], env, self.output_encoding).exit_code
        if self.retry_exit_code is not None and code not in (0, self.retry_exit_code):
            raise AirflowFailException("Command exited with return code %d." % code)
        return code == 0

    def on_kill(self):
        self._hook.send_sigterm()
