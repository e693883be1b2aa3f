"""@setup, @teardown, and lists of them as context managers."""

from airflow.utils.setup_teardown import SetupTeardownContext


class ContextWrapper(list):
    """Setups, or teardowns, that a `with` opens together."""

    def __enter__(self):
        return SetupTeardownContext.open([getattr(task, "operator", task) for task in self])

    def __exit__(self, *_):
        SetupTeardownContext.close()


context_wrapper = ContextWrapper
