"""PythonSensor"""

from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.utils.context import copy_context
from airflow.utils.operator_helpers import determine_kwargs


class PythonSensor(BaseSensorOperator):
    template_fields = ("templates_dict", "op_args", "op_kwargs")

    def __init__(self, *, python_callable, op_args=None, op_kwargs=None, templates_dict=None, provide_context=True,
                 **kwargs):
        super().__init__(**kwargs)
        self.python_callable = python_callable
        self.op_args, self.op_kwargs, self.templates_dict = op_args or [], op_kwargs or {}, templates_dict

    def poke(self, context):
        merged = copy_context(context)
        merged.update(self.op_kwargs)
        merged["templates_dict"] = self.templates_dict
        given = determine_kwargs(self.python_callable, self.op_args, merged)
        self.log.info("Poking callable: %s", self.python_callable)
        result = self.python_callable(*self.op_args, **given)
        return result if isinstance(result, PokeReturnValue) else PokeReturnValue(bool(result))
