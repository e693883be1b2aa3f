"""Output widgets take in what cells show, as in nbclient."""

import json
import pathlib
import re
import tempfile
import unittest

import nbclient
import nbformat

from tests.program import Place

WIDGET = (pathlib.Path(__file__).parent / "output_widget.py").read_text()
STATES = "application/vnd.jupyter.widget-state+json"
SOURCES = [
    WIDGET + "import json\nfrom IPython.display import clear_output, display, update_display\nout, inner = Output('out'), Output('inner')",
    "print('before')\nwith out:\n    print('one')\n    print('two')\n    print('bad', file=sys.stderr)\n"
    "    display({'a': 1})\n    with inner:\n        print('deep')\n    print('outer')\nprint('after')\nout",
    "print([o['output_type'] for o in out.outputs], inner.outputs[0]['text'])",
    "with out:\n    clear_output(wait=True)\n    1/0\nprint('goes on')",
    "with inner:\n    clear_output()\n    display('first', display_id='x')\ndisplay('shown', display_id='y')",
    "with inner:\n    update_display('second', display_id='x')\n    update_display('changed', display_id='y')\n41 + 1",
    "again = Output('again')\nfor i in range(3):\n    with again:\n        print(i)",
]


def normal(notebook):
    """Its outputs and widgets without what differs from run to run: ids, and the colours of tracebacks."""
    states = notebook["metadata"]["widgets"][STATES]["state"]
    outputs = [[dict(output) for output in cell["outputs"]] for cell in notebook["cells"]]
    text = json.dumps([outputs, sorted(states.values(), key=lambda state: json.dumps(state, sort_keys=True))], sort_keys=True)
    for model in states:
        text = text.replace(model, "MODEL")
    return json.loads(re.sub(r"\\u001b\[[0-9;]*m|ipykernel_\d+", "", text))


class OutputWidgets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        place = Place(folder.name)
        cls.addClassCleanup(place.clear)
        cls.input = place.notebook(*SOURCES, kernel="python3")
        cls.result = place.run("in.ipynb", "out.ipynb", "--html", "out.html")
        assert cls.result.returncode == 0, cls.result.stderr
        cls.page = (place.work / "out.html").read_text()
        cls.notebook = nbformat.read(place.work / "out.ipynb", 4)
        states = cls.notebook.metadata.widgets[STATES].state.values()
        cls.widgets = {widget.state.name: widget.state.outputs for widget in states}

    def outputs(self, index):
        return [output.get("text") or output["data"]["text/plain"] for output in self.notebook.cells[index].outputs]

    def test_what_it_takes_in_is_not_in_the_cell(self):
        self.assertEqual(self.outputs(1), ["before\n", "after\n", "Output()"])

    def test_it_is_in_the_saved_state_and_text_is_joined(self):
        self.assertIn({"output_type": "stream", "name": "stdout", "text": "0\n1\n2\n"}, self.widgets['again'])

    def test_the_kernel_learns_of_it(self):
        self.assertEqual(self.outputs(2), ["['stream', 'stream', 'display_data', 'stream'] deep\n\n"])

    def test_an_error_is_taken_in_and_the_cell_goes_on(self):
        self.assertEqual(self.outputs(3), ["goes on\n"])
        self.assertEqual([output.output_type for output in self.widgets['out']], ["error"])

    def test_the_page_shows_what_it_holds(self):
        self.assertIn("ZeroDivisionError", self.page)
        self.assertNotIn("interactive widget", self.page)

    def test_all_is_as_nbclient_has_it(self):
        theirs = nbformat.read(self.input, 4)
        nbclient.NotebookClient(theirs, kernel_name="python3", timeout=60).execute()
        self.assertEqual(normal(self.notebook), normal(theirs))


if __name__ == "__main__":
    unittest.main()
