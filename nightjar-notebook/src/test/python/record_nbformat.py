"""Records what nbformat 5.5 makes of notebooks: reads, upgrades to 4.5 and writes them.

  record_nbformat.py documents > nbformat.json
  record_nbformat.py files NOTEBOOK... > files.json

Each row of documents is a document as it stands in a file and, as `output`, the file that nbformat writes of it; ids that nbformat
drew at random are `RANDOM` there. A text that UTF-8 can't hold, which nbformat fails to save, has its lone surrogates
as escapes. Rows without `output` are those that nbformat refuses.
Of files only the digest of the output is recorded.
"""

import hashlib
import json
import logging
import pathlib
import re
import sys
import warnings

import nbformat

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

CODE = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": "1"}


def notebook(*cells, minor=5, metadata=None, **more):
    return json.dumps(
        {"cells": list(cells), "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": minor, **more},
        ensure_ascii=False,
    )


def code(number=1, **fields):
    return {**CODE, "id": "c%d" % number, **fields}


def markdown(source, number=1, **fields):
    return {"cell_type": "markdown", "id": "m%d" % number, "metadata": {}, "source": source, **fields}


def display(data, **fields):
    return code(outputs=[{"output_type": "display_data", "data": data, "metadata": {}, **fields}])


def stream(text, name="stdout"):
    return code(outputs=[{"output_type": "stream", "name": name, "text": text}])


def value(text):
    """A notebook whose metadata holds a JSON value, given as text."""
    return '{"cells": [], "metadata": {"value": %s}, "nbformat": 4, "nbformat_minor": 5}' % text


def version3(*cells, minor=0, metadata=None, **more):
    return json.dumps(
        {"worksheets": [{"cells": list(cells), "metadata": {}}], "metadata": metadata or {"name": "old"},
         "nbformat": 3, "nbformat_minor": minor, **more}
    )


def code3(**fields):
    return {"cell_type": "code", "collapsed": False, "input": ["a = 1\n", "a"], "language": "python", "metadata": {},
            "outputs": [], "prompt_number": 3, **fields}


DOCUMENTS = {
    "no cells": notebook(),
    "an empty source": notebook(code(source=""), markdown("")),
    "an empty list as source": notebook(code(source=[])),
    "a source of one empty line": notebook(code(source=[""]), markdown(["", ""], 2)),
    "a source as a string": notebook(code(source="a = 1\nb = 2\n")),
    "a source as lines": notebook(code(source=["a = 1\n", "b = 2"])),
    "lines cut otherwise than nbformat does": notebook(code(source=["a = ", "1\nb", " = 2\n", "c"])),
    "carriage returns": notebook(code(source="a\rb\r\nc\n\rd\r")),
    "every line separator of Python": notebook(code(source="a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\x1fj\x00k")),
    "control characters": notebook(code(source="".join(map(chr, range(32))) + "\x7f\x80\x9f")),
    "astral characters": notebook(markdown("\U0001f600 \U0010ffff \ufffe \uffff \ue000")),
    "keys in the order of code points": notebook(
        metadata={"\U0001f600": 1, "\uffff": 2, "\ue000": 3, "a": 4, "B": 5, "\xe9": 6, "": 7, "aa": 8, "a\x00": 9}
    ),
    "quotes and backslashes": notebook(markdown("\"\\/'\b\f\t")),
    "escaped slashes and characters": '{"cells": [], "metadata": {"a": "\\/ \\u00e9 \\u0041 \\u2028 \\ud83d\\ude00"}, '
    '"nbformat": 4, "nbformat_minor": 5}',
    "lone surrogates": '{"cells": [], "metadata": {"high": "\\ud800", "low": "a\\udfffb", "swapped": "\\ude00\\ud83d"}, '
    '"nbformat": 4, "nbformat_minor": 5}',
    "whole numbers": value("[0, -0, 1, -1, 2147483648, 9223372036854775808, -9223372036854775809, %d]" % 10**60),
    "a number of 4300 digits": value("1" + "0" * 4299),
    "a number of 4301 digits": value("1" + "0" * 4300),
    "floats": value(
        "[0.0, -0.0, 1.0, 1e0, 1E5, 1e15, 1e16, 1e17, 123456789012345680.0, 0.1, 1e-4, 1e-5, 0.00001234, 1.5e300,"
        " 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e400, -1e400, 1e-400, 9007199254740993.0,"
        " 0.30000000000000004, 100.0, 1e22, 1e23, 2.5, 123e-7, 4.35, 2e-3, 9.5367431640625e-07, 1.0e+10]"
    ),
    "numbers that are none": value("[NaN, Infinity, -Infinity]"),
    "duplicate keys": '{"cells": [], "metadata": {"a": 1, "b": 2, "a": {"c": 3}}, "nbformat": 4, "nbformat_minor": 5}',
    "empty containers": value('[{}, [], [[]], [{}], {"a": {}, "b": []}, "", null, true, false]'),
    "blanks around": "\n \t" + notebook() + "\r\n ",
    "unknown fields everywhere": notebook(
        code(extra={"a": [1]}, outputs=[{"output_type": "stream", "name": "x", "text": "t", "more": 1}]),
        metadata={"kernelspec": {"name": "k", "display_name": "K", "other": 1}},
        unknown="kept",
        zebra=None,
    ),
    "an unknown cell type": notebook({"cell_type": "tomato", "id": "t", "metadata": {}, "source": "a\nb"}),
    "a raw cell": notebook({"cell_type": "raw", "id": "r", "metadata": {"format": "text/latex"}, "source": ["a\n", "b"]}),
    "attachments": notebook(
        markdown("![a](attachment:a.png)", attachments={"a.png": {"image/png": "aGVsbG8=\n", "text/plain": "a\nb"}}),
        markdown("", 2, attachments={"b.svg": {"image/svg+xml": ["<svg>\n", "</svg>"], "image/png": ["a\n", "b"]}}),
        markdown("", 3, attachments={}),
    ),
    "streams": notebook(stream("a\nb\n"), {**stream(["a\n", "b"], "stderr"), "id": "c2"}, {**stream(""), "id": "c3"}),
    "texts of every media type": notebook(
        display(
            {
                "text/plain": "a\nb",
                "text/html": ["<b>\n", "</b>"],
                "text/vnd.mermaid": "a\nb",
                "image/svg+xml": "<svg>\n</svg>",
                "application/javascript": "a\nb",
                "application/x-tex": "a\nb",
                "image/png": "iVBORw0KGgo=\nabc\n",
                "image/jpeg": ["a\n", "b"],
                "application/pdf": "a\nb",
            }
        )
    ),
    "JSON of every media type": notebook(
        display(
            {
                "application/json": ["a\n", "b"],
                "application/vnd.x+json": {"a": ["b\n", "c"]},
                "application/geo+json": "a\nb",
                "image/x+json": ["a\n", "b"],
                "text/x": [1, "a"],
                "text/empty": [],
                "text/y+json": ["a\n", "b"],
            }
        )
    ),
    "a result": notebook(
        code(
            execution_count=7,
            outputs=[
                {"output_type": "execute_result", "execution_count": 7, "data": {"text/plain": "7"},
                 "metadata": {"text/plain": {"a": 1}}}
            ],
        )
    ),
    "an error": notebook(
        code(outputs=[{"output_type": "error", "ename": "E", "evalue": "a\nb", "traceback": ["\x1b[0;31ma\nb", "c"]}])
    ),
    "an error with a text": notebook(
        code(outputs=[{"output_type": "error", "ename": "", "evalue": "", "traceback": [], "text": ["a\n", "b"]}])
    ),
    "a markdown cell with outputs": notebook(
        markdown("", outputs=[{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}], execution_count=1)
    ),
    "what must not be stored": notebook(
        code(metadata={"trusted": True, "tags": ["a"]}),
        markdown("", metadata={"trusted": False}),
        metadata={"orig_nbformat": 3, "orig_nbformat_minor": 2, "signature": "sha256:0", "trusted": True},
    ),
    "repeated ids": notebook(code(1), code(1), markdown("", 1), code(1)),
    "format 4.5 without ids": notebook(*({**CODE, "source": "%d" % i} for i in range(3))),
    "ids in format 4.4": notebook(code(1), code(2), minor=4),
    "format 4.0": notebook(CODE, minor=0),
    "format 4.1": notebook(CODE, minor=1),
    "format 4.2": notebook(CODE, minor=2),
    "format 4.3": notebook(CODE, minor=3),
    "format 4.4": notebook(CODE, {"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"]}, minor=4),
    "a newer format": notebook(code(1, future=1), minor=9),
    "version 3": version3(
        code3(
            outputs=[
                {"output_type": "stream", "stream": "stderr", "text": ["a\n", "b"]},
                {"output_type": "pyout", "prompt_number": 3, "text": ["1\n", "2"], "html": "<b>1</b>", "metadata": {}},
                {"output_type": "display_data", "png": "aGVsbG8=", "svg": ["<svg>\n", "</svg>"], "latex": "$x$",
                 "javascript": "a\nb", "json": '{"a": [1, 2.0]}', "jpeg": "aGVsbG8=", "metadata": {"png": {"width": 3}}},
                {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["a", "b"]},
            ]
        ),
        {"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"]},
        {"cell_type": "heading", "level": 3, "metadata": {}, "source": ["A title\n", "on two lines"]},
        {"cell_type": "heading", "metadata": {}, "source": "no level"},
        {"cell_type": "html", "metadata": {}, "source": "<b>a</b>"},
        {"cell_type": "raw", "metadata": {}, "source": "raw"},
        metadata={"name": "old", "signature": "s", "kept": 1},
    ),
    "version 3 with little in its cells": version3(
        {"cell_type": "code", "language": "python", "outputs": []},
        {"cell_type": "code", "input": "a", "outputs": [{"output_type": "stream", "text": "x"},
                                                        {"output_type": "pyout", "text": "y"}]},
        {"cell_type": "markdown", "source": ""},
        orig_nbformat=2,
        orig_nbformat_minor=1,
    ),
    "version 3 with deep headings": version3(
        *({"cell_type": "heading", "level": level, "metadata": {}, "source": "h"} for level in (1, 6, 7))
    ),
    "version 3 with odd line ends in a heading": version3(
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": "a \u2028b\r\nc\t\nd\n\n"}
    ),
    "version 3 without worksheets": '{"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}',
    "version 3 with two worksheets": '{"worksheets": [{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "1"}]},'
    ' {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "2"}]}], "metadata": {}, "nbformat": 3,'
    ' "nbformat_minor": 0, "kept": 1}',
    "nbformat 5": '{"cells": [], "metadata": {}, "nbformat": 5, "nbformat_minor": 0}',
    "no JSON": "hello",
    "nothing": "",
    "half a notebook": notebook(code())[:-10],
    "two notebooks": notebook() + notebook(),
    "a raw newline in a string": '{"cells": [], "metadata": {"a": "b\nc"}, "nbformat": 4, "nbformat_minor": 5}',
    "a trailing comma": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5,}',
    "single quotes": "{'cells': [], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}",
    "a leading zero": value("01"),
    "a leading plus": value("+1"),
    "a bare point": value("1."),
    "+Infinity": value("+Infinity"),
    "INF": value("INF"),
    "-INF": value("-INF"),
    "nan": value("nan"),
}


def written(text):
    notebook = nbformat.v4.upgrade(nbformat.reads(text, as_version=4))
    return nbformat.writes(notebook)


def without_random_ids(output, text):
    given, seen = set(re.findall(r'"id": "([^"]*)"', text)), set()

    def mark(match):
        known = match[1] in given and match[1] not in seen
        seen.add(match[1])
        return match[0] if known else '\n   "id": "RANDOM"'

    return re.sub(r'\n   "id": "([^"]*)"', mark, output)


def row(name, text):
    try:
        output = without_random_ids(written(text), text)
    except Exception:  # whatever nbformat raises, it is a refusal
        return {"name": name, "input": text}
    output = re.sub("[\ud800-\udfff]", lambda match: "\\u%04x" % ord(match[0]), output)
    return {"name": name, "input": text, "output": output}


def digest(path):
    text = path.read_text(encoding="utf-8")
    return hashlib.sha256(without_random_ids(written(text), text).encode()).hexdigest()


if __name__ == "__main__":
    if sys.argv[1] == "documents":
        recorded = [row(*item) for item in DOCUMENTS.items()]
    else:
        recorded = {path.name: digest(path) for path in map(pathlib.Path, sys.argv[2:])}
    json.dump(recorded, sys.stdout, indent=1)
    print()
