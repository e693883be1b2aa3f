"""A fake of the Nightjar server's API for attempts: what the README's table says, over dicts."""

import http.server
import json
import threading
import urllib.parse

TOKEN = "token-of-the-tests"


class FakeServer:
    """Runs, values, variables and connections in memory; `with` starts and stops it."""

    def __init__(self):
        self.runs = {}  # (dag_id, run_id): {"run_id", "state", "logical_date", "conf", "tasks"}
        self.values = []  # dicts with dag_id, run_id, task_id, key, value, pickled; the newest last
        self.variables, self.connections = {}, {}
        self.dag_ids = set()
        self.requests = []
        self.lock = threading.Lock()

    def __enter__(self):
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                if self.headers.get("Authorization") != "Bearer " + TOKEN:
                    status, answer = 401, {"detail": "no or a wrong token"}
                else:
                    with fake.lock:
                        status, answer = fake.answer(self.command, self.path, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = do

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.settings = {"url": "http://127.0.0.1:%d/api/attempt" % self._server.server_port, "token": TOKEN}
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method, path, body):
        path = path.split("/api/attempt", 1)[1]
        self.requests.append((method, path, body))
        name = urllib.parse.unquote(path.rpartition("/")[2])
        if path == "/values/pull":
            return 200, {"values": self.pull(body)}
        if path == "/runs":
            return self.trigger(body)
        if path == "/runs/find":
            return self.find(body)
        kind = path.split("/")[1]
        known = self.variables if kind == "variables" else self.connections
        if method == "PUT":
            known[name] = body["value"]
            return 200, {}
        if name not in known:
            return 404, {"detail": "%s is not known" % name}
        if method == "DELETE":
            del known[name]
            return 200, {}
        return 200, {"value": known[name]} if kind == "variables" else known[name]

    def pull(self, body):
        found = [one for one in reversed(self.values)
                 if one["dag_id"] == body["dag_id"] and one["run_id"] == body["run_id"]
                 and (body["task_ids"] is None or one["task_id"] in body["task_ids"])
                 and body["key"] in (None, one["key"])]
        return [{name: one[name] for name in ("task_id", "key", "value", "pickled")} for one in found]

    def trigger(self, body):
        if body["dag_id"] not in self.dag_ids:
            return 404, {"detail": "no DAG %s" % body["dag_id"]}
        key = body["dag_id"], body["run_id"]
        if key in self.runs and not body["reset"]:
            return 409, {"detail": "run %s of %s exists" % (body["run_id"], body["dag_id"])}
        self.runs[key] = {"run_id": body["run_id"], "state": "queued", "logical_date": body["logical_date"],
                          "conf": body["conf"], "tasks": {}}
        return 200, {"run_id": body["run_id"], "logical_date": body["logical_date"]}

    def find(self, body):
        if body["dag_id"] not in self.dag_ids:
            return 404, {"detail": "no DAG %s" % body["dag_id"]}
        return 200, {"runs": [run for (dag_id, run_id), run in self.runs.items() if dag_id == body["dag_id"]
                              and body["run_id"] in (None, run_id)
                              and body["logical_date"] in (None, run["logical_date"])]}
