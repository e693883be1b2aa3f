"""Templates in jinja's language, for a Python that has no jinja2: {{ }}, if, for, set, do, include, filters and tests.

What it does not know it refuses by name. The expressions are in `expressions`.
"""

import ast
import collections
import os
import re

from nightjar_airflow import expressions
from nightjar_airflow.expressions import TemplateError, TemplateSyntaxError, Undefined, UndefinedError

__all__ = ["Environment", "TemplateError", "TemplateNotFound", "TemplateSyntaxError", "UndefinedError"]

_TAG = re.compile(r"\{([{%#])([-+]?)")
_END = {"{": "}}", "%": "%}", "#": "#}"}
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_RAW_END = re.compile(r"\{%([-+]?)\s*endraw\s*([-+]?)%\}")


class TemplateNotFound(TemplateError):
    pass


class Environment:
    """Where templates are looked for, and what they may use."""

    def __init__(self, paths=(), strict=True, native=False):
        self.paths, self.strict, self.native = list(paths), strict, native
        self.filters = dict(expressions.FILTERS)
        self.tests = dict(expressions.TESTS)
        self.globals = {"range": range, "dict": dict, "namespace": Namespace}

    def from_string(self, source):
        return Template(self, source, "<template>")

    def get_template(self, name):
        for folder in self.paths:
            path = os.path.join(folder, name)
            if ".." not in name.split("/") and os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    return Template(self, file.read(), name)
        raise TemplateNotFound(name)


class Namespace:
    """namespace(a=1): what {% set %} in a loop can change."""

    def __init__(self, *args, **values):
        self.__dict__.update(*args, **values)

    def __getitem__(self, name):
        return self.__dict__[name]


def _split(source, name):
    """Parts ("text", s, line), ("{", expression, line) and ("%", statement, line)."""
    parts, at = [], 0
    strip_next = False

    def text(piece, strip_end):
        nonlocal strip_next
        line = source.count("\n", 0, at) + 1
        if strip_next:
            piece = piece.lstrip()
        if strip_end:
            piece = piece.rstrip()
        strip_next = False
        if piece:
            parts.append(("text", piece, line))

    while True:
        tag = _TAG.search(source, at)
        if tag is None:
            text(source[at:], False)
            return parts
        text(source[at:tag.start()], tag.group(2) == "-")
        kind, line = tag.group(1), source.count("\n", 0, tag.start()) + 1
        end = _end_of(source, tag.end(), _END[kind], kind == "#")
        if end < 0:
            raise TemplateSyntaxError("%s, line %d: '%s' is not closed" % (name, line, tag.group()))
        body = source[tag.end():end]
        strip_next = body.endswith("-")
        at = end + 2
        body = body.rstrip("-+") if body[-1:] in ("-", "+") else body
        if kind == "%" and body.strip() == "raw":
            closing = _RAW_END.search(source, at)
            if closing is None:
                raise TemplateSyntaxError("%s, line %d: raw is not closed" % (name, line))
            text(source[at:closing.start()], closing.group(1) == "-")
            strip_next, at = closing.group(2) == "-", closing.end()
        elif kind != "#":
            parts.append((kind, body.strip(), line))


def _end_of(source, at, end, comment):
    """Where the tag ends, not within a quoted text or a literal dict."""
    depth = 0
    while at < len(source):
        if not comment:
            quoted = _QUOTED.match(source, at)
            if quoted:
                at = quoted.end()
                continue
            if source[at] == "{":
                depth += 1
            elif source[at] == "}" and depth and end == "}}":
                depth -= 1
                at += 1
                continue
        if source.startswith(end, at):
            return at
        at += 1
    return -1


class Template:
    def __init__(self, env, source, name):
        self.env, self.name = env, name
        if source.endswith("\n"):
            source = source[:-1]
        self._parts = collections.deque(_split(source, name))
        self._nodes, _ = self._block(())

    def render(self, *args, **kwargs):
        scope = collections.ChainMap({}, dict(*args, **kwargs), self.env.globals)
        out = []
        self.write(scope, out)
        return _native(out) if self.env.native else "".join(map(str, out))

    def write(self, scope, out):
        for node in self._nodes:
            node(scope, out)

    def _wrong(self, line, text):
        return TemplateSyntaxError("%s, line %d: %s" % (self.name, line, text))

    def _expression(self, text, line):
        try:
            return expressions.parse(text, self.env)
        except TemplateSyntaxError as problem:
            raise self._wrong(line, str(problem)) from None

    def _block(self, ends):
        """Nodes up to a statement that begins with one of ends, and that statement."""
        nodes = []
        while self._parts:
            kind, text, line = self._parts.popleft()
            if kind == "text":
                nodes.append(lambda scope, out, text=text: out.append(text))
            elif kind == "{":
                nodes.append(self._output(self._expression(text, line)))
            else:
                word, _, rest = text.partition(" ")
                if word in ends:
                    return nodes, (word, rest.strip(), line)
                nodes.append(self._statement(word, rest.strip(), line))
        if ends:
            raise self._wrong(0, "{%% %s %%} is missing" % ends[-1])
        return nodes, None

    @staticmethod
    def _output(expression):
        def node(scope, out):
            value = expression(scope)
            if isinstance(value, Undefined):
                value = str(value)
            out.append(value)

        return node

    def _statement(self, word, rest, line):
        builder = getattr(self, "_" + word + "_statement", None)
        if builder is None:
            raise self._wrong(line, "{%% %s %%} is known to jinja2 only: install it into this Python" % word)
        return builder(rest, line)

    def _if_statement(self, rest, line):
        branches, otherwise = [], []
        condition = self._expression(rest, line)
        while True:
            nodes, (word, rest, line) = self._block(("elif", "else", "endif"))
            if condition is None:
                otherwise = nodes
            else:
                branches.append((condition, nodes))
            if word == "endif":
                break
            condition = self._expression(rest, line) if word == "elif" else None

        def node(scope, out):
            chosen = next((nodes for condition, nodes in branches if condition(scope)), otherwise)
            for one in chosen:
                one(scope, out)

        return node

    def _for_statement(self, rest, line):
        match = re.match(r"(.+?)\s+in\s+(.+)$", rest, re.DOTALL)
        if not match or re.search(r"\brecursive$", rest):
            raise self._wrong(line, "'for %s' is not understood" % rest)
        names = [name.strip() for name in match.group(1).strip("() ").split(",") if name.strip()]
        items, condition = expressions.parse_loop(match.group(2), self.env)
        body, (word, _, _) = self._block(("else", "endfor"))
        otherwise = self._block(("endfor",))[0] if word == "else" else []

        def bind(scope, value):
            inner = scope.new_child({})
            if len(names) == 1 and "," not in match.group(1):
                inner[names[0]] = value
            else:
                inner.update(zip(names, value))
            return inner

        def node(scope, out):
            values = [value for value in items(scope) if condition is None or condition(bind(scope, value))]
            for index, value in enumerate(values):
                inner = bind(scope, value)
                inner["loop"] = Loop(values, index)
                for one in body:
                    one(inner, out)
            if not values:
                for one in otherwise:
                    one(scope, out)

        return node

    def _set_statement(self, rest, line):
        match = re.match(r"([\w.]+(?:\s*,\s*\w+)*)\s*=(?!=)\s*(.+)$", rest, re.DOTALL)
        if match:
            names = [name.strip() for name in match.group(1).split(",")]
            expression = self._expression(match.group(2), line)
        else:
            names = [rest]
            nodes, _ = self._block(("endset",))

            def expression(scope):
                out = []
                for one in nodes:
                    one(scope, out)
                return "".join(map(str, out))

        def node(scope, out):
            value = expression(scope)
            for name, part in zip(names, [value] if len(names) == 1 else value):
                owner, _, attribute = name.partition(".")
                if attribute:
                    setattr(scope[owner], attribute, part)
                else:
                    scope.maps[0][name] = part

        return node

    def _do_statement(self, rest, line):
        expression = self._expression(rest, line)
        return lambda scope, out: expression(scope) and None

    def _include_statement(self, rest, line):
        name = self._expression(rest, line)
        return lambda scope, out: self.env.get_template(name(scope)).write(scope.new_child({}), out)


class Loop:
    """`loop` in a for."""

    def __init__(self, values, index):
        self.index0, self.index, self.length = index, index + 1, len(values)
        self.first, self.last = index == 0, index == len(values) - 1
        self.revindex, self.revindex0 = len(values) - index, len(values) - index - 1
        self.previtem = values[index - 1] if index else Undefined("there is no previous item")
        self.nextitem = values[index + 1] if not self.last else Undefined("there is no next item")

    def cycle(self, *values):
        return values[self.index0 % len(values)]


def _native(out):
    """The value that the parts are: one alone is itself, text that reads as a Python literal is that."""
    if not out:
        return None
    value = out[0] if len(out) == 1 else "".join(map(str, out))
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(ast.parse(value, mode="eval"))
    except (ValueError, SyntaxError, MemoryError):
        return value
