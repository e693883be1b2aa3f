"""The Nightjar server, as this package talks to it: HTTP with the standard library."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

from traitlets import Float, Unicode, default
from traitlets.config import LoggingConfigurable


class Answer:
    """What the server answered: its status, content type and body."""

    def __init__(self, status, content_type, body):
        self.status = status
        self.content_type = content_type
        self.body = body

    def json(self):
        """The body as JSON; None where it is empty."""
        return json.loads(self.body) if self.body else None

    def message(self):
        """What the server says went wrong."""
        try:
            return self.json()["message"]
        except (ValueError, KeyError, TypeError):
            return f"The Nightjar server answered {self.status}."


class Refused(Exception):
    """The server answered with an error. Its text is for people."""

    def __init__(self, answer):
        super().__init__(answer.message())
        self.answer = answer


class NightjarServer(LoggingConfigurable):
    """Where the Nightjar server is. Its methods block."""

    url = Unicode(config=True, help="Address of the Nightjar server.")
    token = Unicode(config=True, help="The token that it asks for; empty for none.")
    timeout = Float(60.0, config=True, help="Seconds that an answer may take.")

    @default("url")
    def _url(self):
        return os.environ.get("NIGHTJAR_SERVER", "http://127.0.0.1:8822")

    @default("token")
    def _token(self):
        return os.environ.get("NIGHTJAR_TOKEN", "")

    def ask(self, method, path, query="", body=None):
        """Sends a request below /scheduler and gives the answer, whichever it is.

        path: such as "jobs"; its parts must be quoted. query: as in a URL, without "?".
        body: bytes of JSON, or None.
        """
        address = f"{self.url.rstrip('/')}/scheduler/{path}"
        if query:
            address += "?" + query
        request = urllib.request.Request(address, data=body, method=method)
        request.add_header("Accept", "application/json")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "token " + self.token)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                return Answer(response.status, response.headers.get("Content-Type", ""), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers.get("Content-Type", ""), error.read())
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            message = f"The Nightjar server at {self.url} does not answer: {reason}. Is it running, and is NightjarServer.url right?"
            return Answer(502, "application/json", json.dumps({"message": message, "reason": None}).encode())

    def get(self, path, query="", method="GET", body=None):
        """As ask, with the JSON answer; raises Refused on an error. body: what JSON can hold, or None."""
        data = None if body is None else json.dumps(body).encode()
        answer = self.ask(method, path, query, data)
        if answer.status >= 400:
            raise Refused(answer)
        return answer.json()


def quoted(part):
    """A part of a path, safe in a URL."""
    return urllib.parse.quote(part, safe="")
