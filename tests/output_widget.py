"""What ipywidgets' Output is to a front end, through ipykernel's own comms: the notebooks of test_widgets.py start with
this source."""

import sys

from IPython import get_ipython
from ipykernel.comm import Comm


class Output:
    def __init__(self, name):
        self.outputs = []
        state = {
            "_model_module": "@jupyter-widgets/output", "_model_module_version": "1.0.0", "_model_name": "OutputModel",
            "msg_id": "", "outputs": [], "name": name,
        }
        self.comm = Comm(target_name="jupyter.widget", data={"state": state, "buffer_paths": []})
        self.comm.on_msg(self.updated)

    def updated(self, message):
        self.outputs = message["content"]["data"]["state"]["outputs"]

    def take(self, request):
        sys.stdout.flush()
        sys.stderr.flush()
        self.comm.send({"method": "update", "state": {"msg_id": request}, "buffer_paths": []})

    def __enter__(self):
        self.take(get_ipython().kernel.get_parent("shell")["header"]["msg_id"])

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            get_ipython().showtraceback((kind, error, traceback), tb_offset=0)
        self.take("")
        return True

    def _repr_mimebundle_(self, **_):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.comm.comm_id}
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": "Output()"}
