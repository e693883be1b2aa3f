"""Classes for jupyter_scheduler's settings, so that its server extension works on a Nightjar server.

They translate between its models and the JSON of /scheduler, which Nightjar answers as it does.
"""

import asyncio
import urllib.parse

from jupyter_scheduler.environments import EnvironmentManager
from jupyter_scheduler.exceptions import IdempotencyTokenError, InputUriError, SchedulerError
from jupyter_scheduler.job_files_manager import JobFilesManager
from jupyter_scheduler.models import (
    DescribeJob,
    DescribeJobDefinition,
    ListJobDefinitionsResponse,
    ListJobsResponse,
    RuntimeEnvironment,
)
from jupyter_scheduler.scheduler import BaseScheduler

from .server import NightjarServer, Refused, quoted
from .workspace import InputError, Workspace

CONFLICT = 409


class Scheduler(BaseScheduler):
    """Jobs and job definitions on a Nightjar server: for SchedulerApp.scheduler_class."""

    task_runner = None

    def __init__(self, root_dir, environments_manager, db_url=None, config=None, **kwargs):
        super().__init__(root_dir=root_dir, environments_manager=environments_manager, config=config, **kwargs)
        self.workspace = Workspace(root_dir, NightjarServer(config=config))

    def _ask(self, path, query="", method="GET", body=None):
        try:
            return self.workspace.server.get(path, query, method, body)
        except Refused as refused:
            raise SchedulerError(str(refused)) from refused

    def _create(self, path, model):
        body = _given(model)
        if self.workspace.inside(body.get("input_uri", "")) is None:
            raise InputUriError(body.get("input_uri", ""))
        try:
            return self.workspace.server.get(path, method="POST", body=self.workspace.with_files(body))
        except Refused as refused:
            if refused.answer.status == CONFLICT:
                raise IdempotencyTokenError(body.get("idempotency_token")) from refused
            raise SchedulerError(str(refused)) from refused
        except InputError as error:
            raise SchedulerError(str(error)) from error

    def create_job(self, model):
        return self._create("jobs", model)["job_id"]

    def update_job(self, job_id, model):
        self._ask(f"jobs/{quoted(job_id)}", method="PATCH", body=_given(model))

    def list_jobs(self, query):
        answer = self._ask("jobs", _query(query))
        jobs = [self._job(job) for job in answer["jobs"]]
        return ListJobsResponse(jobs=jobs, total_count=answer["total_count"], next_token=answer.get("next_token"))

    def count_jobs(self, query):
        return self._ask("jobs/count", urllib.parse.urlencode({"status": _word(query.status)}))["count"]

    def get_job(self, job_id, job_files=True):
        return self._job(self._ask(f"jobs/{quoted(job_id)}"))

    def _job(self, answer):
        return DescribeJob(**{key: value for key, value in self.workspace.localised(answer).items() if value is not None})

    def delete_job(self, job_id):
        self._ask(f"jobs/{quoted(job_id)}", method="DELETE")

    def stop_job(self, job_id):
        self._ask(f"jobs/{quoted(job_id)}", method="PATCH", body={"status": "STOPPED"})

    def create_job_definition(self, model):
        return self._create("job_definitions", model)["job_definition_id"]

    def update_job_definition(self, job_definition_id, model):
        body = self.workspace.with_files(_given(model))
        self._ask(f"job_definitions/{quoted(job_definition_id)}", method="PATCH", body=body)

    def delete_job_definition(self, job_definition_id):
        self._ask(f"job_definitions/{quoted(job_definition_id)}", method="DELETE")

    def get_job_definition(self, job_definition_id):
        return _definition(self._ask(f"job_definitions/{quoted(job_definition_id)}"))

    def list_job_definitions(self, query):
        answer = self._ask("job_definitions", _query(query))
        definitions = [_definition(one) for one in answer["job_definitions"]]
        return ListJobDefinitionsResponse(
            job_definitions=definitions, total_count=answer["total_count"], next_token=answer.get("next_token")
        )

    def create_job_from_definition(self, job_definition_id, model):
        return self._ask(f"job_definitions/{quoted(job_definition_id)}/jobs", method="POST", body=_given(model))["job_id"]

    def get_staging_paths(self, model):
        """There are none here: JobFiles gets files from the server."""
        return {}

    async def stop_extension(self):
        """Nothing runs here that would have to stop."""


class Environments(EnvironmentManager):
    """The environments of a Nightjar server: for SchedulerApp.environment_manager_class."""

    def _list(self):
        return NightjarServer(config=self.config).get("runtime_environments")

    def list_environments(self):
        return [
            RuntimeEnvironment(**{**one, "output_formats": [form["name"] for form in one["output_formats"]]})
            for one in self._list()
        ]

    def manage_environments_command(self):
        return ""

    def output_formats_mapping(self):
        return {form["name"]: form["label"] for one in self._list() for form in one["output_formats"]}


class JobFiles(JobFilesManager):
    """Gets jobs' files from a Nightjar server: for SchedulerApp.job_files_manager_class."""

    def __init__(self, scheduler):
        self.scheduler = scheduler

    async def copy_from_staging(self, job_id, redownload=False):
        again = str(redownload).lower() == "true"
        await asyncio.get_event_loop().run_in_executor(None, self.scheduler.workspace.download, job_id, again)


def _given(model):
    """What is said in a model, as JSON has it."""
    return {key: _word(value) for key, value in model.dict(exclude_none=True).items()}


def _word(value):
    return getattr(value, "value", value)


def _definition(answer):
    return DescribeJobDefinition(**{key: value for key, value in answer.items() if value is not None})


def _query(query):
    """The query of a list."""
    pairs = []
    for key, value in query.dict(exclude_none=True).items():
        if key == "sort_by":
            pairs += [("sort_by", f"{_word(one['direction'])}({one['name']})") for one in value]
        elif isinstance(value, list):
            pairs += [(key, one) for one in value]
        else:
            pairs.append((key, _word(value)))
    return urllib.parse.urlencode(pairs)
