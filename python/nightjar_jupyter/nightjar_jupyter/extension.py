"""A Jupyter Server extension that answers /scheduler as jupyter_scheduler does, by a Nightjar server."""

import asyncio
import json

import tornado.web
from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.extension.handler import ExtensionHandlerMixin

from .server import Answer, NightjarServer, Refused
from .workspace import InputError, Workspace

FROM_FILES = ("jobs", "job_definitions")


class SchedulerHandler(ExtensionHandlerMixin, APIHandler):
    """Passes a request on, with the files that it needs, and the answer back, with the files that are here."""

    @property
    def workspace(self):
        return self.settings["nightjar_workspace"]

    async def _answer(self, method, path):
        loop = asyncio.get_event_loop()
        body = self.request.body if method in ("POST", "PATCH") else None
        try:
            answer = await loop.run_in_executor(None, self._ask, method, path, body)
        except InputError as error:
            raise tornado.web.HTTPError(400, reason=None, log_message=str(error)) from error
        except Refused as refused:
            answer = refused.answer
        self.set_status(answer.status)
        if answer.body:
            self.set_header("Content-Type", "application/json")
            self.finish(answer.body)
        else:
            self.finish()

    def _ask(self, method, path, body):
        server = self.workspace.server
        parts = path.split("/")
        if method == "GET" and parts[0] == "jobs" and parts[2:] == ["download_files"]:
            self.workspace.download(parts[1], self.get_query_argument("redownload", "") == "true")
            return Answer(204, "", b"")
        answer = server.ask(method, path, self._query(), self._with_files(method, parts, body))
        if method == "GET" and parts[0] == "jobs" and answer.status == 200 and parts[1:] != ["count"]:
            answer.body = json.dumps(self._localised(answer.json())).encode()
        return answer

    def _query(self):
        return "&".join(part for part in self.request.query.split("&") if not part.startswith("token="))

    def _with_files(self, method, parts, body):
        sends_file = method == "POST" and len(parts) == 1 or method == "PATCH" and parts[0] == "job_definitions"
        if not sends_file or parts[0] not in FROM_FILES:
            return body
        try:
            described = json.loads(body)
        except ValueError:
            return body
        if not isinstance(described, dict):
            return body
        return json.dumps(self.workspace.with_files(described)).encode()

    def _localised(self, answer):
        if "jobs" in answer:
            return {**answer, "jobs": [_without_nulls(self.workspace.localised(job)) for job in answer["jobs"]]}
        return self.workspace.localised(answer)

    @tornado.web.authenticated
    async def get(self, path):
        await self._answer("GET", path)

    @tornado.web.authenticated
    async def post(self, path):
        await self._answer("POST", path)

    @tornado.web.authenticated
    async def patch(self, path):
        await self._answer("PATCH", path)

    @tornado.web.authenticated
    async def delete(self, path):
        await self._answer("DELETE", path)

    def write_error(self, status_code, **kwargs):
        error = kwargs.get("exc_info", (None, None))[1]
        message = getattr(error, "log_message", None) or self._reason
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"message": message, "reason": None}))


def _without_nulls(job):
    files = [{key: value for key, value in file.items() if value is not None} for file in job["job_files"]]
    return {**job, "job_files": files}


class NightjarApp(ExtensionApp):
    """The extension."""

    name = "nightjar_jupyter"
    handlers = [(r"/scheduler/(jobs|jobs/count|jobs/\w+(?:-\w+)+(?:/download_files)?|batch/jobs"
                 r"|job_definitions|job_definitions/\w+(?:-\w+)+(?:/jobs)?|runtime_environments|config)", SchedulerHandler)]

    def initialize_settings(self):
        super().initialize_settings()
        server = NightjarServer(parent=self)
        self.settings["nightjar_workspace"] = Workspace(self.serverapp.root_dir, server)
        self.log.info("Scheduled notebooks run on the Nightjar server at %s", server.url)
