"""Records what PyYAML's SafeLoader, without timestamps, makes of documents, and base64.b64decode of texts.

Run: python3 record_yaml.py > ../resources/dev/nightjar/yaml/pyyaml.json
A document's result is Python's repr() of it, or null if it is refused.
"""
import base64
import json
import random
import sys

import yaml

random.seed(20261121)


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {
    k: [r for r in v if r[0] != "tag:yaml.org,2002:timestamp"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text):
    try:
        return repr(yaml.load(text, Loader=Loader))
    except Exception:
        return None


SCALARS = """yes No ON oFF y n TRUE true True tRue ~ null Null NULL nULL none << = 017 0x1F 0X1F 0b101 0b12 1_000 _1 1_ 190:20:30 190:60 -190:20:30
  0:10 1:2:3.5 1:30. 1e3 1.0e+3 1.5e3 1e+3 2E5 1.5E-3 .5 -.5 +.5 .5e+1 ._5 5. -5. +1 -1 +-1 0o17 08 09 00 0 -0 +0 0_ 0x_ 0b_ -0x1f -017 +017 685_230.15 1__0 12e 1.2.3
  .inf -.inf +.inf .INF .Inf .iNF .nan .NaN .NAN -.nan +.nan inf nan . - + -- 1,000 12345678901234567890123 1.7976931348623159e+308 4.9e-324 1_0.5_0 0.1 9007199254740993 0.0 -0.0
  2020-01-02 2001-12-14t21:59:43.10-05:00 12:30:45 12:30 60:00 1:60 !foo x@y a:b a#b a:// ? - -x :x %x x% 'it''s' "a\\tb\\x41\\u00e9\\U0001f60d\\/" "\\N\\_\\L\\P\\e\\0\\a" 'a\\nb' ٣ 1٣ é""".split()
DOCUMENTS = [
    "", "~", "# c", "---", "--- ", "...", "a: 1\n---\nb: 2", "---\na: 1\n...", "%YAML 1.1\n---\na: 1", "a: [1", "a: {b: 1", "a: 'x", "a: \"x", "a:\n\tb: 1", "a: b: c", "- a\nb: 1", "a: 1\n b: 2",
    "a: &x [1, 2]\nb: *x", "a: *x", "a: &x {k: *x}", "- &x [*x]", "base: &b {x: 1, y: 2}\nd: {<<: *b, y: 3}\ne: {y: 3, <<: *b}", "a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b], w: 0}",
    "c: {<<: 1}", "c: {<<: [1]}", "c: {<<: {a: 1}, <<: {b: 2}}", "a: &a {<<: {q: 1}, r: 2}\nb: {<<: *a}", "a: {'<<': {x: 1}}", "a: {=: 1}", "a: =", "a: <<", "a: {k: 1, k: 2, j: 3}", "a: 1\na: 2", "{1: a, true: b, 1.0: c}",
    "{0: a, false: b, -0.0: c}", "{.nan: 1, .NaN: 2}", "{[1]: 2}", "{{a: 1}: 2}", "? a\n: b", "? [a]\n: b", "? |\n  x\n: y", "{a, b: 1}", "{a: , b}", "[a, b, ]", "[a: 1, b]", "[? a : b]", "{a:1}", "{a: 1,b: 2}", "{\"a\":1}", "{'a':1}",
    '{"a": [1, 2.0, "x", null, true], "e": 1e3, "u": "\\u00e9"}', "a: !!str 12", "a: !!str", "a: !!int \"7\"", "a: !!int \"0o17\"", "a: !!int \"0b101\"", "a: !!int x", "a: !!int \"\"", "a: !!int 1:30", "a: !!int \"1:x\"", "a: !!int \"1.5\"", "a: !!int \" 7\"",
    "a: !!float 3", "a: !!float \"1e3\"", "a: !!float inf", "a: !!float x", "a: !!float \"-1:30\"", "a: !!float .nan", "a: !!bool \"yes\"", "a: !!bool YeS", "a: !!bool 1", "a: !!null x", "a: !!null [1]", "a: !!str [1]", "a: !!str {b: 1}", "a: !!seq {b: 1}", "a: !!map [1]", "a: !!seq x",
    "a: !!binary aGVsbG8=", "a: !!binary aGVsbG8", "a: !!binary \"aGV\\n sbG8=\"", "a: !!binary é", "a: !!binary |\n  aGVs\n  bG8=\n", "a: !!set {x}", "a: !!set {x, y: 1, x}", "a: !!set [x]", "a: !!set {}", "a: !!omap [a: 1, b: 2]", "a: !!omap [{a: 1, b: 2}]", "a: !!omap [x]", "a: !!omap {a: 1}",
    "a: !!pairs [a: 1, a: 2]", "a: !!pairs x", "a: !foo 1", "a: !!python/object:x.Y {}", "a: !!python/tuple [1]", "a: !<tag:yaml.org,2002:str> 1", "%TAG !e! tag:yaml.org,2002:\n---\na: !e!int '3'", "a: !x!y 1", "! 12", "a: ! x", "a: !!merge x",
    "a: |\n  line1\n  line2\n", "a: |-\n  x\n", "a: |+\n  x\n\n", "a: >\n  folded\n  text\n\n  para\n   more\n", "a: >-\n  x\n  y", "a: |2\n   x", "a: |\n", "a: >+\n\n", "a: 'x\n  y\n\n  z'", "a: \"x\\\n  y\"", "a: x\n  y\n  z", "a: x # c", "a: x#c", "a: 'x'# c", "a: 'x' #c",
    "a: \"\\q\"", "a: \"\\x4\"", "a: \x00", "a: \x07", "a: \x7f", "a: \x85x", "a: \u2028x", "\ufeffa: 1", "a: 日本 😍\nключ: значение", "a: @x", "a: `x`", "a: [@]", "a: %x", "%x: 1", "a: ,x", "a: ]", "a: }", "a: [}", "&a : x", "&a b: 1", "*a : 1", "- - - x\n  - y", "-\n  - x", "- a: 1\n  b: 2\n- c", "a:\n- x\n- y",
    "a:\n  - x\n b: 1", "a:   \n  b:\n    c: 1", "1", "x", "[1, 2]", "[[a, 1], [b, 2]]", "false", "0", "[]", "{}", "''", "a: - b", "a: ? b", "a: -", "a: [-]", "a: [-1, - 1]", "a: {x: -}", "a: 1 2", "a: 'x' y", "a: \"x\": 1", "'a': 1", "\"a b\": 1", "a b: 1", "? a", "? a\n? b", ": x", "- : x", "a: !!float 1_0",
    "{a: [1, {b: 2}], c: {d: [e]}}", "a: {b\n: 1}", "a: [b,\n c]", "a: [\n# c\n b]", "foo:\n  bar\n  baz: 1", "a: 'x''y'", "a: 0.1e+1_0", "a: +12e+3", "a: 0:0:0", "a: ''", "a: \"\"", "a: |1-\n  x", "a: >3\n    x\n", "a: &x\nb: *x", "a: &x 1\nb: &x 2\nc: *x", "a: &é 1\nb: *é", "[a, [b, {c: d}]]: 1", "x" * 130 + ": 1", "x" * 1100 + ": 1",
    "a: 1\r\nb: 2\r\n", "a: 1\rb: 2", "\na: 1\n\n\nb: 2\n", "  a: 1\n  b: 2", "  a: 1\nb: 2", "\ta: 1", "a:\t1", "a: \t1", "a: 1\t", "- \tx", "a: [1,\t2]", "a: b\n\tc", "'",
]
DOCUMENTS += ["a: " + "[" * n + "]" * n for n in (50, 60, 200)]
TEXTS = ["", "aGVsbG8=", "aGVsbG8", "aGVsbG8==", "aGVsbG8=x", "aGV=sbG8=", "!!!", "a", "ab", "abc", "abcd", "ab=", "ab==", "a=b=", "=abcd", "====", "ab==cd==", "YTogNQpiOiBbeCwgeV0KYzoge2s6IG51bGx9", "YTog\nNQ==", "YTog-NQ_==", "é", "aGVs bG8=", "+/+/", "-_-_"]
TEXTS += ["".join(random.choices("abcdXYZ019+/=-_ !", k=random.randint(1, 10))) for _ in range(300)]


def decode(text):
    try:
        return base64.b64decode(text).decode("latin-1")
    except ValueError:
        return None


def generated():
    pieces = SCALARS
    for _ in range(600):
        style = random.randint(0, 5)
        a, b, c = random.choices(pieces, k=3)
        yield ["a: %s\nb: %s\n" % (a, b), "- %s\n- [%s, %s]\n" % (a, b, c), "{%s: %s, k: %s}" % (a, b, c), "%s: {x: %s}\n" % (a, b), "- %s: %s\n  k: %s\n" % (a, b, c), "[%s, {%s: %s}]" % (a, b, c)][style]


documents = ["a: " + s for s in SCALARS] + SCALARS + DOCUMENTS + list(generated())
json.dump({"documents": [[d, load(d)] for d in dict.fromkeys(documents)], "base64": [[t, decode(t)] for t in TEXTS]}, sys.stdout, indent=0)
print()
