"""Notebooks as scripts for papermill know them: nested dictionaries with attribute access."""

import json

try:
    from nbformat import NotebookNode
except ImportError:

    class NotebookNode(dict):
        """Stands in for nbformat.NotebookNode."""

        def __getattr__(self, name):
            try:
                return self[name]
            except KeyError:
                raise AttributeError(name) from None

        def __setattr__(self, name, value):
            self[name] = value


def parse(text):
    """A notebook of format 4, its multi-line strings joined."""
    notebook = json.loads(text, object_hook=NotebookNode)
    for cell in notebook.cells:
        _join(cell, "source")
        for bundle in cell.get("attachments", {}).values():
            _join_data(bundle)
        for output in cell.get("outputs", ()):
            _join(output, "text")
            _join_data(output.get("data", {}))
    return notebook


def _join_data(bundle):
    for mime_type in bundle:
        if not mime_type.endswith("json"):  # a list in application/json or +json is data
            _join(bundle, mime_type)


def _join(node, key):
    if isinstance(node.get(key), list):
        node[key] = "".join(node[key])
