"""Executes the examples of docs/python.md."""

import contextlib
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import unittest

from .test_program import WithAFakeProgram, code, notebook

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLES = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs" / "python.md").read_text(), re.MULTILINE | re.DOTALL
)


class Documentation(WithAFakeProgram):
    def printed_by(self, *examples):
        with contextlib.redirect_stdout(io.StringIO()) as stdout:
            exec(compile("\n".join(examples), "docs/python.md", "exec"), {})
        return stdout.getvalue()

    def test_shows_how_to_run_a_notebook(self):
        self.play(output=notebook(code("1"), duration=0.5))
        self.assertEqual("1 cells, in 0.5 seconds\n", self.printed_by(EXAMPLES[0]))
        self.assertTrue(os.path.exists("out-monday.ipynb"))

    def test_shows_how_to_inspect_a_notebook(self):
        self.play(stdout=json.dumps({"parameters": {"alpha": {"default": "0.1"}}}))
        printed = self.printed_by("import nightjar as pm", EXAMPLES[1])
        self.assertEqual("alpha is 0.1 unless given\n", printed)

    @unittest.skipUnless(importlib.util.find_spec("ipykernel"), "needs ipykernel")
    def test_shows_how_to_get_a_warm_kernel(self):
        shutil.copy(ROOT / "python" / "forkserver" / "nightjar_forkserver.py", ".")
        self.assertRegex(self.printed_by(EXAMPLES[2]), r"^pid \d+\n\nexit 137\n\n$")
