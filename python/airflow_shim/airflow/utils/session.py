"""Database sessions, which there are none of: what is decorated gets one that refuses all."""

import contextlib
import functools
import inspect

from airflow.exceptions import NotSupported


class NoSession:
    def __getattr__(self, name):
        raise NotSupported("session.%s" % name, "there is no Airflow database; use Variable, XCom and the REST API")


NEW_SESSION = None


@contextlib.contextmanager
def create_session(*args, **kwargs):
    yield NoSession()


def provide_session(func):
    parameters = list(inspect.signature(func).parameters)
    position = parameters.index("session") if "session" in parameters else len(parameters)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        if "session" in kwargs or len(args) > position:
            return func(*args, **kwargs)
        return func(*args, session=NoSession(), **kwargs)

    return wrapper
