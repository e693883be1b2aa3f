"""DAGs whose task renders every expression of context.json by itself."""

import datetime
import json
import pathlib

import pendulum

from airflow import DAG
from airflow.operators.bash import BashOperator as RealBashOperator

CONTEXT = json.loads((pathlib.Path(__file__).parent.parent / "context.json").read_text())


class BashOperator(RealBashOperator):
    """Keeps what each expression gives, or the error that it ends in."""

    template_fields = ("results",)

    def render_template_fields(self, context, jinja_env=None):
        env = jinja_env or self.get_template_env()
        found = {}
        for expression in next(iter(CONTEXT["scenarios"].values())):
            try:
                found[expression] = self.render_template(expression, context, env)
            except Exception as problem:
                found[expression] = "ERROR %s: %s" % (type(problem).__name__, problem)
        self.results = found

    results = None


def dag(dag_id, schedule, start, params=None):
    with DAG(dag_id, schedule=schedule, start_date=start, params=params):
        BashOperator(task_id="t1", bash_command="true")


dag("ctx_dag", "0 6 * * *", datetime.datetime(2024, 1, 1), {"p": "P1"})
dag("ctx_ny", "@daily", pendulum.datetime(2024, 3, 1, tz="America/New_York"))
dag("ctx_none", None, datetime.datetime(2024, 1, 1))
