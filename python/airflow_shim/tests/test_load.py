"""`load`: what it says of files, good and hostile."""

import pathlib
import tempfile
import textwrap
import unittest

from tests import shim
from tests.fake_server import FakeServer

HEAD = """\
from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
"""


class LoadTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name).resolve()

    def write(self, name, text, head=HEAD):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + textwrap.dedent(text), encoding="utf-8")
        return path

    def load(self, text, head=HEAD, **options):
        return shim.load(self.folder, self.write("a_dag.py", text, head), **options)[0]

    def dag(self, text, **options):
        answer = self.load(text, **options)
        self.assertIsNone(answer["error"])
        return answer["dags"][0]

    def error(self, text, **options):
        answer = self.load(text, **options)
        self.assertIsNotNone(answer["error"])
        self.assertNotIn("\n", answer["error"]["message"])
        return answer["error"]

    def test_a_file_without_both_words_is_not_looked_at(self):
        answer = self.load("raise SystemExit  # only about airflow\n", head="")
        self.assertEqual((True, [], None), (answer["safe_mode_skipped"], answer["dags"], answer["error"]))

    def test_a_file_that_raises_is_an_error_with_its_line(self):
        error = self.error("def f():\n    raise ValueError('no\\ngood')\n\nf()\n")
        self.assertEqual(("ValueError: no good", 6), (error["message"], error["line"]))
        self.assertTrue(error["traceback"].startswith("Traceback"))
        self.assertNotIn("source.py", error["traceback"])

    def test_a_syntax_error_has_its_line(self):
        error = self.error("x = = 1\n")
        self.assertEqual(5, error["line"])
        self.assertIn("SyntaxError", error["message"])

    def test_a_file_that_ends_python_is_an_error(self):
        self.assertIn("SystemExit(3)", self.error("import sys\nsys.exit(3)\n")["message"])
        self.assertEqual("the file ended Python with exit code 4", self.error("import os\nos._exit(4)\n")["message"])
        self.assertIn("signal 9", self.error("import os\nos.kill(os.getpid(), 9)\n")["message"])

    def test_a_file_that_does_not_end_is_stopped_and_the_others_are_loaded(self):
        slow = self.write("slow.py", "while True: pass\n")
        good = self.write("good.py", "DAG('good')\nd = DAG('good', start_date=datetime(2024, 1, 1))\n")
        answers = shim.load(self.folder, slow, good, timeout=1)
        self.assertEqual("loading this file takes more than 1 seconds", answers[0]["error"]["message"])
        self.assertEqual(["good"], [dag["dag_id"] for dag in answers[1]["dags"]])

    def test_what_a_file_prints_or_starts_goes_nowhere(self):
        self.dag("""
            import os, subprocess, sys
            print("on stdout")
            print("on stderr", file=sys.stderr)
            os.write(1, b"on descriptor 1")
            subprocess.Popen(["sleep", "60"])
            dag = DAG("d", start_date=datetime(2024, 1, 1))
            """)

    def test_a_cycle_is_an_error(self):
        error = self.error("""
            with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                a, b = EmptyOperator(task_id="a"), EmptyOperator(task_id="b")
                a >> b >> a
            """)
        self.assertEqual("Cycle detected in DAG: d. Faulty task: a", error["message"])

    def test_one_task_id_for_two_tasks_is_an_error_with_its_line(self):
        error = self.error("""
            with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                EmptyOperator(task_id="a")
                EmptyOperator(task_id="a")
            """)
        self.assertEqual(("Task id 'a' has already been added to the DAG", 8), (error["message"], error["line"]))

    def test_ids_beyond_ascii_are_refused(self):
        error = self.error("DAG('größe', start_date=datetime(2024, 1, 1))\n")
        self.assertIn("alphanumeric", error["message"])

    def test_a_module_that_is_not_there(self):
        error = self.error("\nimport no_such_module\n")
        self.assertEqual(("ModuleNotFoundError: No module named 'no_such_module'", 6), (
            error["message"], error["line"]))

    def test_an_operator_that_is_not_supported_is_an_error_that_names_it_and_the_line(self):
        for statement, name in (
                ("from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator",
                 "airflow.providers.amazon"),
                ("from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator",
                 "airflow.contrib.operators.kubernetes_pod_operator"),
                ("from airflow.operators.hive_operator import HiveOperator", "airflow.operators.hive_operator"),
                ("import airflow.www.app", "airflow.www"),
                ("from airflow.models import DagBag", "airflow.models.DagBag"),
                ("from airflow.operators.python import NoSuchOperator", "NoSuchOperator")):
            with self.subTest(statement):
                error = self.error("\n\n%s\n" % statement)
                self.assertIn(name, error["message"])
                self.assertEqual(7, error["line"])

    def test_what_is_not_supported_is_refused_and_never_run_in_another_way(self):
        for statement, name in (
                ("DAG('d', schedule=[__import__('airflow').Dataset('s3://x')])", "a schedule by datasets"),
                ("DAG('d', schedule='61 * * * *')", "'61' cannot be a minute"),
                ("DAG('d', schedule='* * *')", "exactly 5 or 6 columns"),
                ("d = DAG('d', schedule=None, fail_stop=True); EmptyOperator(task_id='a', trigger_rule='all_done', dag=d)",
                 "A 'fail-stop' dag can only have all_success trigger rule"),
                ("PythonVirtualenvOperator(task_id='a', python_callable=print, dag=DAG('d', schedule=None))",
                 "PythonVirtualenvOperator only supports functions for python_callable arg"),
                ("BashOperator.partial(task_id='a', dag=DAG('d', schedule=None)).expand(bash_command='a')",
                 "expand() got an unexpected type 'str' for keyword argument 'bash_command'"),
                ("BashOperator.partial(task_id='a', dag=DAG('d', schedule=None), env={}).expand(env=[{}])",
                 "unmappable or already specified argument: 'env'"),
                ("BashOperator.partial(task_id='a', bash_command='a').expand()", "no arguments to expand against"),
                ("d = DAG('d', schedule=None).__enter__(); "
                 "task_group(group_id='g')(lambda x: task(lambda y: y, task_id='p').expand(y=[x])).expand(x=[1])",
                 "mapping the task g.p within the mapped group g"),
                ("EventsTimetable([], restrict_to_events=True)", "EventsTimetable(restrict_to_events=True)"),
                ("task.docker(image='x')(print)", "@task.docker"),
                ("EmptyOperator(task_id='a', dag=DAG('d', schedule=None)).as_setup().as_teardown()",
                 "Cannot mark task 'a' as teardown; task is already a setup."),
                ("d = DAG('d', schedule=None); EmptyOperator(task_id='a', trigger_rule='all_done_setup_success', dag=d)",
                 "trigger_rule='all_done_setup_success' of task a"),
                ("EmptyOperator(task_id='a', dag=DAG('d', schedule=None)).__enter__()",
                 "Only setup/teardown tasks can be used as context managers."),
                ("BashOperator(task_id='a', bash_command='x', no_such=1, dag=DAG('d', schedule=None))",
                 "Invalid arguments were passed to BashOperator"),
                ("EmptyOperator(task_id='a', trigger_rule='sometimes', dag=DAG('d', schedule=None))", "trigger_rule"),
                ("BashOperator(task_id='a', dag=DAG('d', schedule=None))", "missing keyword argument 'bash_command'"),
                ("EmptyOperator(task_id='a', dag=DAG('d', schedule='@daily'))", "missing the start_date"),
                ("BashOperator('a', 'x')", "Use keyword arguments")):
            with self.subTest(statement):
                error = self.error("from airflow.operators.python import PythonVirtualenvOperator\n"
                                   "from airflow.timetables.events import EventsTimetable\n"
                                   "from airflow.decorators import task, task_group\n" + statement + "\n")
                self.assertIn(name, error["message"])
                self.assertEqual(8, error["line"])

    def test_a_huge_dag(self):
        dag = self.dag("""
            with DAG("huge", start_date=datetime(2024, 1, 1)) as dag:
                last = None
                for number in range(2000):
                    task = EmptyOperator(task_id="t%d" % number)
                    if last is not None:
                        last >> task
                    last = task
            """)
        self.assertEqual((2000, 2000), (len(dag["tasks"]), dag["tasks"][0]["priority_weight_total"]))

    def test_pandas_may_be_imported(self):
        self.dag("import pandas\ndag = DAG('d', start_date=datetime(2024, 1, 1))\n")

    def test_modules_beside_the_dags_are_found_behind_all_others(self):
        self.write("dags/logging/__init__.py", "raise ValueError('not this one')\n", head="")
        self.write("dags/near.py", "VALUE = 1\n", head="")
        path = self.write("dags/main.py", """
            import logging
            from near import VALUE
            from dags.near import VALUE as SAME
            logging.getLogger()
            dag = DAG("d", start_date=datetime(2024, 1, VALUE))
            """)
        self.assertIsNone(shim.load(self.folder / "dags", path)[0]["error"])

    def test_a_plain_bash_command_can_be_run_without_python(self):
        dag = self.dag("""
            def f(context): pass
            with DAG("d", start_date=datetime(2024, 1, 1)):
                BashOperator(task_id="plain", bash_command="echo 1", env={"A": "b"}, cwd="/tmp")
                BashOperator(task_id="template", bash_command="echo {{ ds }}")
                BashOperator(task_id="file", bash_command="run.sh")
                BashOperator(task_id="callback", bash_command="echo", on_failure_callback=f)
                BashOperator(task_id="silent", bash_command="echo", do_xcom_push=False)
                class Own(BashOperator): pass
                Own(task_id="own", bash_command="echo 1")
            """)
        native = {task["task_id"]: task["native"] for task in dag["tasks"]}
        self.assertEqual({"bash": {"command": "echo 1", "env": {"A": "b"}, "append_env": False, "cwd": "/tmp",
                                   "skip_on_exit_code": [99]}}, native.pop("plain"))
        self.assertEqual([None] * 5, list(native.values()))

    def test_a_dag_tells_all_about_itself(self):
        dag = self.dag("""
            from airflow.models.param import Param
            def f(context): pass
            with DAG("d", schedule="0 6 * * MON", start_date=datetime(2024, 1, 1), description="x", tags=["b", "a"],
                     params={"n": Param(3, type="integer", description="how many")}, dagrun_timeout=timedelta(hours=1),
                     on_failure_callback=f, default_args={"owner": "me", "retries": 2}, is_paused_upon_creation=False):
                EmptyOperator(task_id="e", sla=timedelta(minutes=5), execution_timeout=timedelta(seconds=9), pool="p",
                              weight_rule="absolute", doc_md="text", on_retry_callback=[f])
            """)
        self.assertEqual({"kind": "cron", "expression": "0 6 * * MON"}, dag["schedule"])
        self.assertEqual("At 06:00, only on Monday", dag["timetable_description"])
        self.assertEqual(["a", "b"], dag["tags"])
        self.assertEqual({"n": {"value": 3, "description": "how many", "schema": {"type": "integer"}}}, dag["params"])
        self.assertEqual((3600.0, ["on_failure_callback"], ["me"], False, 8), (
            dag["dagrun_timeout"], dag["callbacks"], dag["owners"], dag["is_paused_upon_creation"], dag["line"]))
        task = dag["tasks"][0]
        self.assertEqual((300.0, 9.0, "p", "absolute", 2, ["on_retry_callback"], False, 11), (
            task["sla"], task["execution_timeout"], task["pool"], task["weight_rule"], task["retries"],
            task["callbacks"], task["empty"], task["line"]))

    def test_schedules(self):
        for given, expected, shown in (
                ("'@daily'", {"kind": "cron", "expression": "0 0 * * *"}, "@daily"),
                ("'@once'", {"kind": "once"}, "@once"), ("'@continuous'", {"kind": "continuous"}, "@continuous"),
                ("None", None, None)):
            dag = self.dag("dag = DAG('d', schedule=%s, start_date=datetime(2024, 1, 1))\n" % given)
            self.assertEqual(expected, dag["schedule"])
            self.assertEqual(shown, dag["schedule_interval"] and dag["schedule_interval"]["value"])
        dag = self.dag("dag = DAG('d', schedule=timedelta(hours=36), start_date=datetime(2024, 1, 1))\n")
        self.assertEqual({"kind": "delta", "seconds": 129600.0}, dag["schedule"])
        self.assertEqual({"__type": "TimeDelta", "days": 1, "seconds": 43200, "microseconds": 0},
                         dag["schedule_interval"])

    def test_a_list_of_times_is_a_schedule_without_catchup_of_those_to_come(self):
        text = """
            import pendulum
            from airflow.timetables.events import EventsTimetable
            times = [pendulum.datetime(2024, 1, 7), pendulum.datetime(2024, 1, 2), pendulum.datetime(2999, 1, 1)]
            DAG("d", schedule=EventsTimetable(times), start_date=datetime(2024, 1, 1), catchup=%s)
            dag = DAG("d", schedule=EventsTimetable(times), start_date=datetime(2024, 1, 1), catchup=%s)
            """
        later = "2999-01-01T00:00:00+00:00"
        dag = self.dag(text % (True, True))
        self.assertEqual({"kind": "events", "times": [
            "2024-01-02T00:00:00+00:00", "2024-01-07T00:00:00+00:00", later]}, dag["schedule"])
        self.assertEqual(("3 Events", True), (dag["schedule_interval"]["value"], "3 Events between" in dag[
            "timetable_description"]))
        self.assertEqual([later], self.dag(text % (False, False))["schedule"]["times"])

    def test_a_mapped_task_is_a_grid_of_its_values(self):
        dag = self.dag("""
            from airflow.decorators import task
            with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                @task
                def names(): return ["a"]
                @task
                def greet(greeting, name, at=None): pass
                greet.partial(greeting="hi").expand(name=names(), at=[timedelta(1), "{{ ds }}"])
                BashOperator.partial(task_id="b").expand_kwargs([{"bash_command": "echo 1"}, {"bash_command": "echo 2"}])
                EmptyOperator(task_id="e")
            """)
        tasks = {task["task_id"]: task for task in dag["tasks"]}
        self.assertEqual({"name": "{{ values['names']['return_value'] }}",
                          "at": [{"__nightjar_type": "timedelta", "value": 86400.0}, "{% raw %}{{ ds }}{% endraw %}"]},
                         tasks["greet"]["grid"])
        self.assertEqual(["names"], tasks["greet"]["upstream"])
        self.assertEqual(([{"bash_command": "echo 1"}, {"bash_command": "echo 2"}], None), (
            tasks["b"]["grid"], tasks["b"]["native"]))
        self.assertIsNone(tasks["e"]["grid"])

    def test_what_is_not_known_yet_is_mapped_by_its_index(self):
        of_names = "values['names']['return_value'] | length"
        for statement, grid in (("greet.expand(name=names().map(len))", {"name": "{{ range(%s) | list }}" % of_names}),
                                ("greet.expand(name=[object()])", {"name": [0]}),
                                ("greet.expand(name=[1, names()])", {"name": [0, 1]}),
                                ("greet.expand_kwargs(names())", "{{ values['names']['return_value'] }}"),
                                ("greet.expand_kwargs([{'name': names()}])", {"index": [0]}),
                                ("greet.expand(name=names().concat(names().map(len)))", {
                                    "name": "{{ range([(%s), (%s)] | sum) | list }}" % (
                                        of_names, of_names.replace("names", "names__1"))}),
                                ("n = names(); greet.expand(name=n.zip(n))", {
                                    "name": "{{ range([(%s), (%s)] | min) | list }}" % (of_names, of_names)})):
            with self.subTest(statement):
                dag = self.dag("""
                    from airflow.decorators import task
                    with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                        @task
                        def names(): return ["a"]
                        @task
                        def greet(name): pass
                        %s
                    """ % statement)
                self.assertEqual(grid, {task["task_id"]: task["grid"] for task in dag["tasks"]}["greet"])

    def test_setups_and_teardowns_stand_around_what_is_made_between_them(self):
        dag = self.dag("""
            from airflow.decorators import setup, task, task_group, teardown
            from airflow.decorators.setup_teardown import context_wrapper
            with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                def empty(name): return EmptyOperator(task_id=name)
                with empty("s").as_setup() >> empty("t").as_teardown(on_failure_fail_dagrun=True):
                    with empty("s2").as_setup() >> empty("t2").as_teardown():
                        empty("a") >> empty("b")
                        empty("c")
                @setup
                def up(): pass
                @teardown
                def down(): pass
                @task_group
                def group():
                    up() >> empty("work") >> down()
                group() >> empty("after")
                with context_wrapper([empty("x").as_setup(), empty("y").as_setup()]):
                    empty("z")
                empty("last").as_teardown(setups=[dag.get_task("x"), dag.get_task("y")]) << dag.get_task("z")
            """)
        tasks = {task["task_id"]: task for task in dag["tasks"]}
        self.assertEqual(
            {"s": [], "s2": ["s"], "a": ["s2"], "b": ["a"], "c": ["s2"], "t2": ["b", "c", "s2"], "t": ["s", "t2"],
             "group.up": [], "group.work": ["group.up"], "group.down": ["group.work"], "after": ["group.work"],
             "x": [], "y": [], "z": ["x", "y"], "last": ["x", "y", "z"]},
            {name: task["upstream"] for name, task in tasks.items()})
        self.assertEqual(["group.up", "s", "s2", "x", "y"], sorted(name for name in tasks if tasks[name]["is_setup"]))
        self.assertEqual(["group.down", "last", "t", "t2"], sorted(
            name for name in tasks if tasks[name]["trigger_rule"] == "all_done_setup_success"))
        self.assertEqual(["t"], [name for name in tasks if tasks[name]["on_failure_fail_dagrun"]])

    def test_a_setup_is_followed_by_tasks_that_need_its_success(self):
        self.assertEqual("ValueError: Setup tasks must be followed with trigger rule ALL_SUCCESS.", self.error("""
            with DAG("d", start_date=datetime(2024, 1, 1)) as dag:
                EmptyOperator(task_id="a").as_setup() >> EmptyOperator(task_id="b", trigger_rule="all_done")
            """)["message"])

    def test_timetables(self):
        for given, schedule, zone in (
                ("CronTriggerTimetable('0 6 * * *', timezone='UTC')", {
                    "kind": "cron_trigger", "text": "0 6 * * * for 0s"}, "UTC"),
                ("CronTriggerTimetable('@daily', timezone='Asia/Tokyo', interval=timedelta(days=1))", {
                    "kind": "cron_trigger", "text": "0 0 * * * for 86400s"}, "Asia/Tokyo"),
                ("CronDataIntervalTimetable('0 6 * * *', 'Asia/Tokyo')", {
                    "kind": "cron", "expression": "0 6 * * *"}, "Asia/Tokyo"),
                ("DeltaDataIntervalTimetable(timedelta(hours=1))", {"kind": "delta", "seconds": 3600.0}, "UTC")):
            with self.subTest(given):
                dag = self.dag("""
                    from airflow.timetables.trigger import CronTriggerTimetable
                    from airflow.timetables.interval import CronDataIntervalTimetable, DeltaDataIntervalTimetable
                    d = DAG("d", start_date=datetime(2024, 1, 1), timetable=%s)
                    """ % given)
                self.assertEqual((schedule, zone), (dag["schedule"], dag["timezone"]))

    def test_the_time_zone_is_that_of_the_start_date(self):
        for given, name in (("pendulum.datetime(2024, 1, 1, tz='Europe/Amsterdam')", "Europe/Amsterdam"),
                            ("datetime(2024, 1, 1)", "UTC"),
                            ("datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo'))", "Asia/Tokyo"),
                            ("datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=1)))", "+01:00")):
            dag = self.dag("import pendulum, zoneinfo\nfrom datetime import timezone\n"
                           "dag = DAG('d', start_date=%s)\n" % given)
            self.assertEqual(name, dag["timezone"])

    def test_files_for_1_10_and_for_2_are_told_apart(self):
        old = "from airflow import DAG\nfrom airflow.operators.bash_operator import BashOperator\n" \
              "from datetime import datetime\ndag = DAG('d', start_date=datetime(2024, 1, 1)%s)\n"
        self.assertEqual("1.10", self.load(old % "", head="")["dags"][0]["generation"])
        self.assertEqual("2", self.load(old % ", schedule=None", head="")["dags"][0]["generation"])
        self.write("helper.py", "from airflow.decorators import task\n", head="")
        self.assertEqual("2", self.load("import helper\n" + old % "", head="")["dags"][0]["generation"])

    def test_a_file_whose_functions_expect_the_context_unasked_is_one_for_2(self):
        text = """
            from datetime import datetime
            from airflow import DAG
            from airflow.operators.python_operator import PythonOperator
            def f(ti): pass
            dag = DAG("d", start_date=datetime(2024, 1, 1))
            PythonOperator(task_id="a", python_callable=f, dag=dag%s)
            """
        self.assertEqual("2", self.dag(text % "", head="")["generation"])
        self.assertEqual("1.10", self.dag(text % ", provide_context=True", head="")["generation"])

    def test_modules_that_dag_files_import_for_names_alone(self):
        self.dag("""
            from airflow.compat.functools import cache
            from airflow.executors.celery_executor import CeleryExecutor
            from airflow.example_dags.libs.helper import print_stuff
            from airflow.lineage.entities import Column, Tag
            from airflow.operators.check_operator import IntervalCheckOperator, ThresholdCheckOperator
            from airflow.providers.slack.notifications.slack import send_slack_notification
            from airflow.providers.slack.notifications.slack_webhook import SlackWebhookNotifier
            from airflow.security import permissions
            from airflow.stats import Stats
            from airflow.typing_compat import Literal
            from airflow.utils.dag_parsing_context import get_parsing_context
            from airflow.version import version
            Stats.incr("files")
            dag = DAG("d", start_date=datetime(2024, 1, 1), access_control={"team": {permissions.ACTION_CAN_READ}},
                      on_failure_callback=send_slack_notification(text="{{ dag.dag_id }}"),
                      tags=[version, str(get_parsing_context().dag_id)])
            """)

    def test_arguments_that_no_operator_has_are_a_warning_in_1_10(self):
        self.dag("""
            from airflow import DAG
            from airflow.operators.bash_operator import BashOperator
            from datetime import datetime
            dag = DAG("d", start_date=datetime(2024, 1, 1))
            BashOperator(task_id="a", bash_command="x", no_such=1, dag=dag)
            """, head="")

    def test_variables_and_connections_while_loading(self):
        with FakeServer() as server:
            server.variables["days"] = '{"back": 2}'
            server.connections["db"] = {"conn_id": "db", "conn_type": "sqlite", "host": "/x.db"}
            dag = self.dag("""
                from airflow.hooks.base import BaseHook
                from airflow.models import Variable
                back = Variable.get("days", deserialize_json=True)["back"]
                dag = DAG("d", start_date=datetime(2024, 1, back), tags=[BaseHook.get_connection("db").host,
                          Variable.get("none", default_var="-"), Variable.get("env")])
                """, api=server.settings, env={"AIRFLOW_VAR_ENV": "E"})
        self.assertEqual(("2024-01-02T00:00:00+00:00", ["-", "/x.db", "E"]), (dag["start_date"], dag["tags"]))
        self.assertIn("Variable days does not exist", self.error(
            "from airflow.models import Variable\nVariable.get('days')\n")["message"])
