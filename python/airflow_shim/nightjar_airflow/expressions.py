"""Expressions of jinja's language, made into functions of the names in scope."""

import html
import json
import random
import re
import urllib.parse


class TemplateError(Exception):
    pass


class TemplateSyntaxError(TemplateError):
    pass


class UndefinedError(TemplateError):
    pass


class Undefined:
    """A name or attribute that is not there; strict ones raise wherever they are used."""

    def __init__(self, why, strict=False):
        self._why, self._strict = why, strict

    def _raise(self, *_, **__):
        raise UndefinedError(self._why)

    def _lenient(self, value):
        return self._raise() if self._strict else value

    def __str__(self):
        return self._lenient("")

    def __iter__(self):
        return iter(self._lenient(()))

    def __len__(self):
        return self._lenient(0)

    def __bool__(self):
        return self._lenient(False)

    def __eq__(self, other):
        return self._lenient(isinstance(other, Undefined))

    def __hash__(self):
        return self._lenient(id(type(self)))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._raise()

    __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __truediv__ = __lt__ = __gt__ = _raise
    __le__ = __ge__ = __int__ = __float__ = __contains__ = __mod__ = __floordiv__ = __neg__ = __pow__ = _raise


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<sign>\*\*|//|==|!=|<=|>=|[-+*/%~|.,:()\[\]{}<>=]))", re.DOTALL)
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "none": None, "None": None}
_COMPARE = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
}
_ADD = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
_CONCAT = {"~": lambda a, b: str(a) + str(b)}
_MULTIPLY = {"*": lambda a, b: a * b, "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b}
_POWER = {"**": lambda a, b: a ** b}


def _kind(value):
    if value is None:
        return "None"
    cls = type(value)
    return "%s object" % (cls.__name__ if cls.__module__ == "builtins" else "%s.%s" % (cls.__module__, cls.__name__))


def _tokens(text):
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise TemplateSyntaxError("unexpected '%s' in '%s'" % (text[at:].strip()[:1], text))
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


class _Parser:
    def __init__(self, text, env):
        self.text, self.env = text, env
        self.tokens, self.at = _tokens(text), 0

    def wrong(self):
        found = "'%s'" % self.tokens[self.at][1] if self.at < len(self.tokens) else "the end"
        return TemplateSyntaxError("%s comes unexpected in '%s'" % (found, self.text))

    def peek(self, *values):
        return self.at < len(self.tokens) and self.tokens[self.at][0] != "string" and \
            self.tokens[self.at][1] in values

    def take(self, *values):
        if self.peek(*values):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, value):
        if not self.take(value):
            raise self.wrong()

    def name(self):
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "name":
            raise self.wrong()
        self.at += 1
        return self.tokens[self.at - 1][1]

    def undefined(self, why):
        return Undefined(why, self.env.strict)

    def tuple(self):
        first = self.condition()
        if not self.peek(","):
            return first
        parts = [first]
        while self.take(","):
            if self.at < len(self.tokens) and not self.peek(")"):
                parts.append(self.condition())
        return lambda scope: tuple(part(scope) for part in parts)

    def condition(self):
        value = self.either()
        while self.take("if"):
            test = self.either()
            other = self.condition() if self.take("else") else lambda scope: self.undefined("there is no else")
            value = lambda scope, yes=value, test=test, no=other: yes(scope) if test(scope) else no(scope)  # noqa: E731
        return value

    def either(self):
        left = self.both()
        while self.take("or"):
            left = lambda scope, a=left, b=self.both(): a(scope) or b(scope)  # noqa: E731
        return left

    def both(self):
        left = self.negation()
        while self.take("and"):
            left = lambda scope, a=left, b=self.negation(): a(scope) and b(scope)  # noqa: E731
        return left

    def negation(self):
        if self.take("not"):
            inner = self.negation()
            return lambda scope: not inner(scope)
        return self.comparison()

    def comparison(self):
        first, rest = self.sum(), []
        while True:
            sign = self.take("==", "!=", "<", ">", "<=", ">=", "in")
            if not sign and self.peek("not") and self.tokens[self.at + 1:self.at + 2] == [("name", "in")]:
                self.at += 2
                sign = "not in"
            if not sign:
                break
            rest.append((_COMPARE[sign], self.sum()))
        if not rest:
            return first

        def compare(scope):
            left = first(scope)
            for test, operand in rest:
                right = operand(scope)
                if not test(left, right):
                    return False
                left = right
            return True

        return compare

    def chain(self, operators, operand):
        left = operand()
        while self.peek(*operators):
            apply = operators[self.take(*operators)]
            left = lambda scope, a=left, b=operand(), apply=apply: apply(a(scope), b(scope))  # noqa: E731
        return left

    def sum(self):
        return self.chain(_ADD, lambda: self.chain(_CONCAT, lambda: self.chain(_MULTIPLY, self.power)))

    def power(self):
        return self.chain(_POWER, self.unary)

    def unary(self, with_filter=True):
        if self.take("-"):
            inner = self.unary(False)
            value = lambda scope: -inner(scope)  # noqa: E731
        elif self.take("+"):
            value = self.unary(False)
        else:
            value = self.postfix(self.primary())
        return self.filters(value) if with_filter else value

    def primary(self):
        if self.at >= len(self.tokens):
            raise self.wrong()
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "string":
            value = text[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")
            while self.at < len(self.tokens) and self.tokens[self.at][0] == "string":
                value += self.tokens[self.at][1][1:-1]
                self.at += 1
            return lambda scope: value
        if kind == "number":
            number = float(text) if re.search(r"[.eE]", text) else int(text)
            return lambda scope: number
        if kind == "name":
            if text in _CONSTANTS:
                return lambda scope: _CONSTANTS[text]
            missing = self.undefined("'%s' is undefined" % text)
            return lambda scope: scope[text] if text in scope else missing
        if text == "(":
            if self.take(")"):
                return lambda scope: ()
            value = self.tuple()
            self.need(")")
            return value
        if text == "[":
            parts = self.items("]", self.condition)
            return lambda scope: [part(scope) for part in parts]
        if text == "{":
            pairs = self.items("}", self.pair)
            return lambda scope: {key(scope): value(scope) for key, value in pairs}
        self.at -= 1
        raise self.wrong()

    def items(self, end, item):
        parts = []
        while not self.take(end):
            parts.append(item())
            if not self.take(",") and not self.peek(end):
                raise self.wrong()
        return parts

    def pair(self):
        key = self.condition()
        self.need(":")
        return key, self.condition()

    def postfix(self, value):
        while True:
            if self.take("."):
                if self.at < len(self.tokens) and self.tokens[self.at][0] == "number":
                    name = int(self.tokens[self.at][1])
                    self.at += 1
                    value = self.item(value, lambda scope, name=name: name)
                else:
                    value = self.attribute(value, self.name())
            elif self.take("["):
                value = self.item(value, self.subscript())
            elif self.take("("):
                value = self.call(value, *self.arguments())
            else:
                return value

    @staticmethod
    def call(function, args, named):
        def get(scope):
            given, options = [], {}
            for many, one in args:
                given += one(scope) if many else [one(scope)]
            for name, one in named:
                options.update({name: one(scope)} if name else one(scope))
            return function(scope)(*given, **options)

        return get

    def subscript(self):
        bounds = [None if self.peek(":", "]") else self.condition()]
        while self.take(":"):
            bounds.append(None if self.peek(":", "]") else self.condition())
        self.need("]")
        if len(bounds) == 1:
            return bounds[0]
        return lambda scope: slice(*(bound and bound(scope) for bound in bounds))

    def arguments(self):
        """(is it *, value) and (name or None for **, value) of each argument."""
        args, named = [], []

        def one():
            if self.take("*"):
                args.append((True, self.condition()))
            elif self.take("**"):
                named.append((None, self.condition()))
            elif self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == ("sign", "="):
                name = self.name()
                self.need("=")
                named.append((name, self.condition()))
            else:
                args.append((False, self.condition()))

        self.items(")", one)
        return args, named

    def attribute(self, value, name):
        def get(scope):
            owner = value(scope)
            if name.startswith("__"):
                raise TemplateError("access to attribute '%s' of a template's value is unsafe" % name)
            try:
                return getattr(owner, name)
            except AttributeError:
                pass
            try:
                return owner[name]
            except (TypeError, LookupError, AttributeError):
                return self.undefined("'%s' has no attribute '%s'" % (_kind(owner), name))

        return get

    def item(self, value, key):
        def get(scope):
            owner, wanted = value(scope), key(scope)
            try:
                return owner[wanted]
            except (TypeError, LookupError, AttributeError):
                if isinstance(wanted, str) and not wanted.startswith("__") and hasattr(owner, wanted):
                    return getattr(owner, wanted)
            what = "attribute" if isinstance(wanted, str) else "element"
            kind = repr(_kind(owner)) if isinstance(wanted, str) else _kind(owner)
            return self.undefined("%s has no %s %r" % (kind, what, wanted))

        return get

    def filters(self, value):
        while True:
            if self.take("|"):
                value = self.apply(value, self.name(), self.env.filters, "filter")
            elif self.take("is"):
                negated = self.take("not")
                value = self.apply(value, self.name(), self.env.tests, "test", negated)
            else:
                return value

    def apply(self, value, name, known, what, negated=False):
        while self.take("."):
            name += "." + self.name()
        if name not in known:
            raise TemplateSyntaxError("No %s named %r." % (what, name))
        function, args, named = known[name], [], []
        if self.take("("):
            args, named = self.arguments()
        elif what == "test" and self.at < len(self.tokens) and (
                self.tokens[self.at][0] in ("string", "number") or self.peek("[", "(")
                or self.tokens[self.at][0] == "name" and not self.peek("and", "or", "if", "else", "is", "not", "in")):
            args = [(False, self.postfix(self.primary()))]
        first = [(False, lambda scope: self.env)] if getattr(function, "needs_env", False) else []
        found = self.call(lambda scope: function, first + [(False, value)] + args, named)
        return (lambda scope: not found(scope)) if negated else found


def parse(text, env):
    """A function of the scope that gives the value of the expression."""
    parser = _Parser(text, env)
    expression = parser.tuple()
    if parser.at < len(parser.tokens):
        raise parser.wrong()
    return expression


def parse_loop(text, env):
    """What a for goes through, and the condition after its `if` or None."""
    parser = _Parser(text, env)
    items, condition = parser.either(), None
    if parser.take("if"):
        condition = parser.condition()
    if parser.at < len(parser.tokens):
        raise parser.wrong()
    return items, condition


def _default(value, default="", boolean=False):
    return default if isinstance(value, Undefined) or boolean and not value else value


def _key(attribute):
    if attribute is None:
        return lambda item: item

    def get(item):
        for part in str(attribute).split("."):
            try:
                item = item[int(part) if part.isdigit() else part]
            except (TypeError, LookupError):
                item = getattr(item, part)
        return item

    return get


def _number(make, default):
    def convert(value, default=default, base=10):
        try:
            return make(value, base) if make is int and isinstance(value, str) else make(value)
        except (TypeError, ValueError):
            try:
                return make(float(value))
            except (TypeError, ValueError):
                return default

    return convert


def _needs_env(function):
    function.needs_env = True
    return function


@_needs_env
def _map(env, values, name=None, *args, attribute=None, default=None, **options):
    if attribute is not None:
        return [_key(attribute)(value) for value in values]
    return [env.filters[name](value, *args, **options) for value in values]


def _select(wanted, by_attribute):
    @_needs_env
    def select(env, values, *args):
        key = _key(args[0]) if by_attribute else lambda item: item
        rest = args[1:] if by_attribute else args
        test = env.tests[rest[0]] if rest else (lambda value: bool(value))
        return [value for value in values if bool(test(key(value), *rest[1:])) is wanted]

    return select


def _sort(values, reverse=False, case_sensitive=False, attribute=None):
    def key(item):
        found = _key(attribute)(item)
        return found.lower() if isinstance(found, str) and not case_sensitive else found

    return sorted(values, key=key, reverse=reverse)


def _unique(values, case_sensitive=False, attribute=None):
    seen, found = set(), []
    for value in values:
        key = _key(attribute)(value)
        key = key.lower() if isinstance(key, str) and not case_sensitive else key
        if key not in seen:
            seen.add(key)
            found.append(value)
    return found


def _round(value, precision=0, method="common"):
    if method == "common":
        return round(value, precision)
    scale = 10 ** precision
    return float(-(-value * scale // 1) if method == "ceil" else value * scale // 1) / scale


def _truncate(text, length=255, killwords=False, end="..."):
    if len(text) <= length + 5:
        return text
    cut = text[:length - len(end)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + end


def _indent(text, width=4, first=False, blank=False):
    lines = str(text).split("\n")
    made = [line if not line and not blank or not index and not first else " " * width + line
            for index, line in enumerate(lines)]
    return "\n".join(made)


def _dictsort(value, case_sensitive=False, by="key", reverse=False):
    return _sort(value.items(), reverse, case_sensitive, 0 if by == "key" else 1)


def _escape(value):
    return html.escape(str(value)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")


FILTERS = {
    "abs": abs, "attr": lambda value, name: getattr(value, name), "capitalize": lambda value: str(value).capitalize(),
    "count": len, "d": _default, "default": _default, "dictsort": _dictsort,
    "e": _escape, "escape": _escape,
    "first": lambda values: next(iter(values), Undefined("No first item, sequence was empty.")),
    "float": _number(float, 0.0), "format": lambda value, *args, **named: str(value) % (named or args),
    "indent": _indent, "int": _number(int, 0), "items": lambda value: list(value.items()),
    "join": lambda values, d="", attribute=None: str(d).join(str(_key(attribute)(value)) for value in values),
    "last": lambda values: list(values)[-1], "length": len, "list": list, "lower": lambda value: str(value).lower(),
    "map": _map, "max": max, "min": min, "pprint": repr, "random": random.choice, "reject": _select(False, False),
    "rejectattr": _select(False, True),
    "replace": lambda value, old, new, count=-1: str(value).replace(str(old), str(new), count),
    "reverse": lambda value: value[::-1] if isinstance(value, str) else list(value)[::-1], "round": _round,
    "safe": lambda value: value, "select": _select(True, False), "selectattr": _select(True, True), "sort": _sort,
    "string": str, "sum": lambda values, attribute=None, start=0: sum(map(_key(attribute), values), start),
    "title": lambda value: str(value).title(),
    "tojson": lambda value, indent=None: json.dumps(value, sort_keys=True, indent=indent).replace("<", "\\u003c")
    .replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027"),
    "trim": lambda value, chars=None: str(value).strip(chars), "truncate": _truncate, "unique": _unique,
    "upper": lambda value: str(value).upper(), "urlencode": lambda value: urllib.parse.urlencode(value)
    if isinstance(value, dict) else urllib.parse.quote(str(value)), "wordcount": lambda value: len(str(value).split()),
}
TESTS = {
    "boolean": lambda value: isinstance(value, bool), "callable": callable,
    "defined": lambda value: not isinstance(value, Undefined), "divisibleby": lambda value, by: value % by == 0,
    "eq": _COMPARE["=="], "equalto": _COMPARE["=="], "even": lambda value: value % 2 == 0,
    "false": lambda value: value is False, "float": lambda value: isinstance(value, float), "ge": _COMPARE[">="],
    "greaterthan": _COMPARE[">"], "gt": _COMPARE[">"], "in": lambda value, items: value in items,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "iterable": lambda value: hasattr(value, "__iter__"), "le": _COMPARE["<="], "lessthan": _COMPARE["<"],
    "lower": lambda value: str(value).islower(), "lt": _COMPARE["<"], "mapping": lambda value: isinstance(value, dict),
    "ne": _COMPARE["!="], "none": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)), "odd": lambda value: value % 2 == 1,
    "sameas": lambda value, other: value is other, "sequence": lambda value: hasattr(value, "__getitem__"),
    "string": lambda value: isinstance(value, str), "true": lambda value: value is True,
    "undefined": lambda value: isinstance(value, Undefined), "upper": lambda value: str(value).isupper(),
}
