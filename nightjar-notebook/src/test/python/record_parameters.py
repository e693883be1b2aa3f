"""Records what Python 3.11 makes of parameter values, numbers and path templates.

Run: python3 record_parameters.py > ../resources/dev/nightjar/notebook/parameters/python.json
Values are written as [type, value] so that JSON can hold all of Python's types.
"""
import datetime
import json
import random
import re
import sys

random.seed(20261121)


def typed(v):
    if v is None:
        return ["NoneType", None]
    if isinstance(v, bool):
        return ["bool", v]
    if isinstance(v, int):
        return ["int", str(v)]
    if isinstance(v, float):
        return ["float", repr(v)]
    if isinstance(v, str):
        return ["str", v]
    if isinstance(v, bytes):
        return ["bytes", v.decode("latin-1")]
    if isinstance(v, dict):
        return ["dict", [[typed(k), typed(x)] for k, x in v.items()]]
    return [type(v).__name__, [typed(x) for x in v]]


def infer(text):
    named = {"True": True, "False": False, "None": None}
    if text in named:
        return named[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def inferences():
    texts = """True False None true none 1 -7 +3 0012 1_000 -0 1.5 .5 5. 1e10 1E5 1e-7 1_0.5 1e400 -1e400 1e-400 nan NaN
      +nan -nan inf -inf +Infinity INFINITY infinit 0x10 1,5 1e 1e+ -- +-1 - + . .e1 1.2.3 _1 1_ 1__0 1_.5 1._5 1e5_ 1e_5 1e1_0
      0b1 1j [1] 1e5.5 e5 1L 1f 1d 0x1p3 nan_ i_nf 123456789012345678901234567890 123456789.123456789 0.1 1e16 1e15 1e22
      9007199254740993 4.9e-324 2.4e-324 1.7976931348623157e308 1.7976931348623159e308 ٣ １２ ३.५ -١٢_٣ ½ ² Ⅷ 一 １e２ １．５
      1\x00 é \u200b1 \ufeff1""".split()
    texts += ["", " ", " 42 ", "\t1.5\n", "1 2", "- 1", " nan ", "\v7\f", " \u20031.5\u3000", "True ", " None"]
    for c in "\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2007\u2028\u202f\u180e\u2060":
        texts += [c + "1" + c, c + "٣", "1.5" + c]
    texts += ["1" * 4300, "1" * 4301, "0" * 4300 + "1", "1_" * 4299 + "1", "-" + "9" * 5000]
    texts += ["".join(random.choices("01239._eE+- ", k=random.randint(1, 7))) for _ in range(400)]
    return [[t, typed(infer(t))] for t in texts]


VALUES = [
    None, True, False, 0, 1, -5, 10**30, -(2**31), 0.0, -0.0, 1.0, 1e-07, 1e16, 1e15, 123456789.125, float("nan"), float("inf"), 5e-324, 1e-323, 1.5e-323, 2e-323, 1e23, 2e-308,
    -float("inf"), "", "x", "it's", 'say "hi"', "both ' and \"", "back\\slash", "tab\tnl\ncr\r\x00\x7f\x80\xa0\xad\xff",
    "é 日本 😍 \u200b\u2028\u3000\ufeff\ue000\U0010ffff\U000e0001", b"", b"hello", b"it's", b"'\"", bytes(range(256)),
    [], [1, [2, "x", [None]]], {}, {"k": 1, 2: [True], None: {}, 1.5: b"z"}, (), (1,), ("a", 2), set(), {"x"},
    {1: "x", True: "y"}, {1.0: "a", 1: "b", "1": "c"}, {0: "zero", False: "no", -0.0: "minus"}, {2**70: 1, float(2**70): 2},
]


def json_of(v):
    class Encoder(json.JSONEncoder):
        def default(self, obj):
            if isinstance(obj, bytes):
                return obj.decode("ascii")
            return json.JSONEncoder.default(self, obj)
    try:
        return json.dumps(v, indent=1, separators=(",", ": "), sort_keys=True, ensure_ascii=False, cls=Encoder)
    except (TypeError, UnicodeDecodeError):
        return None


MORE_FOR_JSON = [
    {3: 1, 20: 2, 1: 3}, {1: "x", False: "y"}, {1: "x", "a": "y"}, {None: 1}, {None: 1, 2: 2}, {"b": 1, "a": 2, "é": 3, "😍": 4, "\uffff": 5},
    {1.5: 1, 1: 2, 10**20: 3, float("inf"): 4, -float("inf"): 5}, {b"k": 1}, {b"k": 1, b"j": 2}, [b"\xff"], [{"x"}], {"a": {1: 2, "b": 3}},
    {float("nan"): 1}, [(1, 2), ("a",)], {True: 1}, {False: 1, 2.5: 2},
]

LOCAL = datetime.datetime(2026, 11, 5, 8, 7, 6, 54)
UTC = datetime.datetime(2026, 1, 2, 13, 4, 5)
PARAMETERS = {
    "a": 3, "b": "x", "n": 7, "f": 3.14159, "s": "ab", "t": True, "z": None, "d": {"k": "v", 1: "one", "n": {"m": [1, 2]}, "x.y": 5},
    "l": [10, 20, ["deep"]], "e": "é😍z", "w": 12, "neg": -1234567, "big": 10**25, "nan": float("nan"), "inf": float("inf"), "minf": -float("inf"),
    "small": 1e-7, "huge": 1e22, "nz": -0.0, "half": 0.5, "cp": 65, "by": b"hi", "fl": 1234567.891, "spec": ">8", "q": "it's\n", "tiny": -0.0001,
    "empty": "", "lst": [], "s e": 1, "1x": 2, "hi": 12345678901, "tup": [("a", 1)],
}
RUN_UUID = "3f0e7a1c-0000-4000-8000-123456789abc"


def expand(template):
    pm = {"run_uuid": RUN_UUID, "current_datetime_local": LOCAL, "current_datetime_utc": UTC}
    try:
        return ["ok", template.format(**{"pm": pm, **PARAMETERS})]
    except KeyError as e:
        return ["missing", "Missing parameter %s" % e]
    except Exception as e:
        return ["error", str(e)]


def templates():
    names = list(PARAMETERS)
    out = """plain {a} {b}_{a} {{lit}}_{a} {zzz} {} {0} {0.a} { } {a!r} {b!r} {b!s} {e!a} {q!r} {q!a} {a!x} {a!} {a! {a!r {a!r:>5} {a!rx} {b!r:*^9}
      {d[k]} {d[1]} {d[n][m][1]} {d[zzz]} {d[9]} {d[x.y]} {l[0]} {l[2][0]} {l[9]} {l[-1]} {l[k]} {s[0]} {s[5]} {s[k]} {e[1]} {a[0]} {z[0]} {by[0]} {d[k} {d[]}
      {d[k]x} {d.k} {a.real} {a.imag} {a.numerator} {a.denominator} {t.real} {f.real} {f.imag} {a.} {.a} {[a]} {a..real} {a.real.real} {z.x}
      {a:{w}} {a:{w}d} {b:{spec}} {a:{zzz}} {a:{w:{a}}} {a:{} {a:{{}} { } }{ { } {a }} {a}} {a {a:d {{{a}}} {{{{ }}}} {a:}} {b:{{}
      {pm} {pm[run_uuid]} {pm[run_uuid]:.8} {pm[zzz]} {pm.x} {pm:x} {pm!r:.9} {pm[current_datetime_utc]} {pm[current_datetime_local]}
      {pm[current_datetime_utc]!r} {pm[current_datetime_local]!r} {pm[current_datetime_utc]!s:.10} {pm[current_datetime_utc].year}
      {pm[current_datetime_utc].month:02} {pm[current_datetime_local].microsecond} {pm[current_datetime_local].hour:02d} {pm[current_datetime_local].zzz}
      {pm[current_datetime_local].tzinfo} {pm[current_datetime_utc][0]}
      {pm[current_datetime_utc]:x} {d} {l} {lst} {tup} {by} {d:x} {l:>5} {z:>5} {by:5} {z!s:>6} {1x} {a:999999999999999999999} {a[99999999999999999999]}
      {a-b} {a:=} {s:=5} {s:+} {s:#} {s:d} {s:,} {s:z} {s:05} {s:<05} {s:x>5} {s:😍>5} {e:.2} {e:>6.1} {e:5} {empty:3}| {s:_} {s:.} {s:5.5.5} {s:٣}
      {a:c} {cp:c} {cp:5c} {cp:<5c} {cp:+c} {cp:#c} {cp:,c} {cp:.1c} {big:c} {neg:c} {a:s} {t:s} {t:d} {t:5} {t:<7} {t:x} {t:.1f} {t:c} {a:Q} {f:Q} {f:d} {f:x} {f:s}
      {big:e} {big:g} {big:f} {big:%} {a:zd} {a:zf} {a:.3d} {a:_x} {hi:_x} {hi:,x} {hi:#_x} {hi:#X} {hi:_b} {hi:,_} {hi:_,} {hi:,,} {hi:n} {hi:,n} {f:n} {fl:n} {fl:_n}""".split()
    out += ["{s e}", "{ a}", "{a }", "{a: }", "{a: d}", "{a: >5}", "o_{a:03d}_{f:.2f}_{s:>5}", "{a!r }", "", "{pm[current_datetime_utc]:%Y %H:%M}", "a{b}c{d[k]}"]
    for directive in "aAbBcCdDeFfgGHIjklmMnpPrRStTuUVwWxXyYzZ%iNQvEO":
        for name in ("current_datetime_utc", "current_datetime_local"):
            out.append("{pm[%s]:%%%s}" % (name, directive))
            if directive not in "fzZcxXrRDFTEO":
                out.append("{pm[%s]:<%%-%s|%%_%s|%%0%s|%%^%s|%%#%s|%%5%s>}" % ((name,) + (directive,) * 6))
    fills = ["", "", "<", ">", "^", "=", "*<", "0>", "x^", "0=", "_=", "é>"]
    for _ in range(1500):
        spec = (random.choice(fills) + random.choice(["", "", "", "+", "-", " "]) + random.choice(["", "", "", "", "z"]) + random.choice(["", "", "", "#"])
                + random.choice(["", "", "0"]) + random.choice(["", "", "1", "5", "8", "12", "17", "20"]) + random.choice(["", "", "", ",", "_"])
                + random.choice(["", "", "", ".0", ".1", ".2", ".3", ".6", ".10", ".20"]) + random.choice(["", "", "", "d", "f", "F", "e", "E", "g", "G", "%", "x", "X", "o", "b", "n", "s", "c"]))
        name = random.choice(["a", "n", "f", "s", "t", "neg", "big", "nan", "inf", "minf", "small", "huge", "nz", "half", "cp", "fl", "tiny", "e", "hi"])
        out.append("{%s:%s}" % (name, spec))
    return out


# The pattern that papermill 2.6.0 documents for parameters of Python cells.
ASSIGNMENT = re.compile(
    r"^(?P<target>\w[\w_]*)\s*(:\s*[\"']?(?P<annotation>\w[\w_\[\],\s]*)[\"']?\s*)?=\s*(?P<value>.*?)(\s*#\s*(type:\s*(?P<type>[^\s]*)\s*)?(?P<help>.*))?$")
DEFINITIONS = [
    "a=1", "a = '#x'", "a: Dict[str, int] = {} # h", "a:int=1#type:str", "a=1 # type: ", "a : 'x y' =2", "²=1", "a·b=1", "a\u00a0=\u00a01", "a = 1  #  type:  List[int]   the help",
    "a += 1", "x.y=1", "a=", "a=#", "a: Optional[str]|None = 1", "ａ=1", "a‿b=1", "1a=2", "a:  = 1", "٣=4", "क़ि=1", "a=1 # b # c", "a: x.y = 1", "größe = 3 # die Größe", "a: 'List[str]' = ['x']",
    'a: "int = 1', "a: int' = 1", "a , b = 1", "日本 = 1 # type:str 説明", "a\u3000= 1 #\u3000x", "_ = 1", "a = 1 # type:int", "a = 1 # types: int", "a = lambda q: q", "a = 1 ## x", "a\u200b=1", "Ⅷ=8", "x:y:z=1", "a = x # type:\u3000T h",
]


def inspected(definition):
    match = ASSIGNMENT.match(definition)
    if match is None:
        return None
    found = match.groupdict()
    return [found["target"], str(found["annotation"] or found["type"] or None).strip(), found["value"].strip(), (found["help"] or "").strip()]


json.dump(
    {
        "infer": inferences(),
        "values": [[typed(v), repr(v), str(v), ascii(v), json_of(v)] for v in VALUES + MORE_FOR_JSON],
        "unicode_escape": [[v, v.encode("unicode_escape").decode()] for v in VALUES if isinstance(v, str)],
        "parameters": [[k, typed(v)] for k, v in PARAMETERS.items()],
        "pm": {"run_uuid": RUN_UUID, "local": LOCAL.isoformat(), "utc": UTC.isoformat()},
        "definitions": [[d, inspected(d)] for d in DEFINITIONS],
        "templates": [[t] + expand(t) for t in dict.fromkeys(templates())],
    },
    sys.stdout, indent=0, ensure_ascii=True)
print()
