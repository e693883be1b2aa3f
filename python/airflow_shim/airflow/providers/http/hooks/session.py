"""A small session in the manner of requests, over urllib."""

import base64
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request


def new():
    """requests.Session, or ours where requests is not installed."""
    try:
        import requests
    except ImportError:
        return Session()
    return requests.Session()


class Response:
    def __init__(self, url, status, reason, headers, content):
        self.url, self.status_code, self.reason, self.headers, self.content = url, status, reason, headers, content
        self.encoding = headers.get_content_charset() or "utf-8"

    ok = property(lambda self: self.status_code < 400)
    text = property(lambda self: self.content.decode(self.encoding, errors="replace"))

    def json(self):
        return json.loads(self.text)

    def raise_for_status(self):
        if not self.ok:
            raise OSError("%d Error: %s for url: %s" % (self.status_code, self.reason, self.url))

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return "<Response [%d]>" % self.status_code


class Session:
    def __init__(self):
        self.headers, self.auth = {}, None

    def request(self, method, url, params=None, data=None, json=None, headers=None, timeout=None, **others):  # noqa: A002
        if others:
            raise ValueError("%s: these options of requests need requests: install it into this Python" %
                             ", ".join(sorted(others)))
        sent = dict(self.headers, **(headers or {}))
        if params:
            query = params if isinstance(params, str) else urllib.parse.urlencode(params, doseq=True)
            url += ("&" if "?" in url else "?") + query
        body = _body(data, json, sent)
        if self.auth is not None:
            token = base64.b64encode(("%s:%s" % tuple(self.auth)).encode()).decode()
            sent.setdefault("Authorization", "Basic " + token)
        request = urllib.request.Request(url, body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout or 60) as answer:
                return _response(answer, answer.status, answer.reason)
        except urllib.error.HTTPError as answer:
            return _response(answer, answer.code, answer.reason)
        except http.client.HTTPException as problem:
            raise OSError("%s %s: %s" % (method, url, problem)) from None

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def post(self, url, **kwargs):
        return self.request("POST", url, **kwargs)


def _body(data, value, headers):
    if value is not None:
        headers.setdefault("Content-Type", "application/json")
        return json.dumps(value).encode()
    if isinstance(data, dict) or isinstance(data, (list, tuple)):
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return urllib.parse.urlencode(data, doseq=True).encode()
    return data.encode() if isinstance(data, str) else data


def _response(answer, status, reason):
    return Response(answer.url, status, str(reason), answer.headers, answer.read())
