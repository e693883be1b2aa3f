"""What DAG files use of scrapbook (read_notebook, glue), for a Python that does not have it.

Scraps are outputs of a notebook's cells with the media type application/scrapbook.scrap.json+json.
"""

import json
import sys
from collections import namedtuple

Scrap = namedtuple("Scrap", "name data encoder display", defaults=(None,))
_TYPE = "application/scrapbook.scrap.%s+json"


class Notebook:
    """The scraps and parameters of the notebook at path."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.node = json.load(file)
        self.path = str(path)
        self.scraps = {}
        for cell in self.node.get("cells", []):
            for output in cell.get("outputs", []):
                self._read(output)

    def _read(self, output):
        for encoder in ("json", "text"):
            found = output.get("data", {}).get(_TYPE % encoder)
            if found:
                self.scraps[found["name"]] = Scrap(found["name"], found["data"], found.get("encoder", encoder))

    @property
    def parameters(self):
        return self.node.get("metadata", {}).get("papermill", {}).get("parameters", {})

    @property
    def scrap_names(self):
        return sorted(self.scraps)


def read_notebook(path):
    return Notebook(path)


def glue(name, data, encoder=None, display=None):
    """Shows data as a scrap of the notebook that runs this."""
    if "IPython" not in sys.modules:
        raise RuntimeError("scrapbook.glue('%s', …) works in a notebook only" % name)
    encoder = encoder or ("text" if isinstance(data, str) else "json")
    from IPython.display import display as show

    content = {"name": name, "data": data, "encoder": encoder, "version": 1}
    show({_TYPE % encoder: content}, raw=True, metadata={"scrapbook": {"name": name, "data": True, "display": False}})
