"""JupyterLab's scheduler panel on a Nightjar server."""

__version__ = "0.1.0"


def _jupyter_server_extension_points():
    from .extension import NightjarApp

    return [{"module": "nightjar_jupyter", "app": NightjarApp}]
