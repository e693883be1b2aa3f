"""The Nightjar server's HTTP API for attempts. The README has it as a table."""

import datetime
import json
import urllib.error
import urllib.parse
import urllib.request


class ApiError(Exception):
    """The server cannot be reached, or refuses; the message says what was asked."""

    def __init__(self, message, status=None):
        super().__init__(message)
        self.status = status


def iso(moment):
    return moment.isoformat() if isinstance(moment, datetime.datetime) else moment


class Api:
    def __init__(self, url, token, timeout=30):
        self.url, self._token, self._timeout = url.rstrip("/"), token, timeout
        # The server is near; a proxy of the environment is for what tasks fetch.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @staticmethod
    def of(settings):
        """The API of an order's or a file's {"url", "token"}; None for none."""
        return Api(settings["url"], settings.get("token")) if settings else None

    def _call(self, method, path, body=None):
        """(status, answer); raises for all but 2xx, 404 and 409."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = "Bearer %s" % self._token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                text = response.read().decode()
                return response.status, json.loads(text) if text.strip() else None
        except urllib.error.HTTPError as problem:
            text = problem.read().decode(errors="replace")
            try:
                answer = json.loads(text)
            except ValueError:
                answer = {"detail": text[:200]}
            if problem.code in (404, 409):
                return problem.code, answer
            detail = answer.get("detail") if isinstance(answer, dict) else answer
            raise ApiError("the Nightjar server answers %d to %s %s: %s" % (problem.code, method, path, detail),
                           problem.code) from None
        except (OSError, ValueError) as problem:
            raise ApiError("the Nightjar server at %s does not answer %s %s: %s" % (
                self.url, method, path, problem)) from None

    def pull(self, dag_id, run_id, logical_date, task_ids, key, include_prior_dates):
        _, answer = self._call("POST", "/values/pull", {
            "dag_id": dag_id, "run_id": run_id, "logical_date": iso(logical_date), "task_ids": task_ids, "key": key,
            "include_prior_dates": include_prior_dates})
        return (answer or {}).get("values") or []

    def variable(self, key):
        status, answer = self._call("GET", "/variables/" + urllib.parse.quote(key, safe=""))
        return answer["value"] if status == 200 else None

    def set_variable(self, key, value, description=None):
        self._call("PUT", "/variables/" + urllib.parse.quote(key, safe=""),
                   {"value": value, "description": description})

    def delete_variable(self, key):
        status, _ = self._call("DELETE", "/variables/" + urllib.parse.quote(key, safe=""))
        return 0 if status == 404 else 1

    def connection(self, conn_id):
        status, answer = self._call("GET", "/connections/" + urllib.parse.quote(conn_id, safe=""))
        return answer if status == 200 else None

    def trigger(self, dag_id, run_id=None, logical_date=None, conf=None, reset=False, sub_dag=False):
        """(status, answer): 200, 404 or 409."""
        return self._call("POST", "/runs", {
            "dag_id": dag_id, "run_id": run_id, "logical_date": iso(logical_date), "conf": conf or {},
            "reset": reset, "sub_dag": sub_dag})

    def find_runs(self, dag_id, run_id=None, logical_date=None):
        """The runs found; None if there is no such DAG."""
        status, answer = self._call("POST", "/runs/find", {
            "dag_id": dag_id, "run_id": run_id, "logical_date": iso(logical_date)})
        return None if status == 404 else answer.get("runs") or []
