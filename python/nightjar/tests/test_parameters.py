import base64
import datetime
import math
import pathlib
import unittest

from nightjar.exceptions import PapermillMissingParameterException
from nightjar.parameters import expand_path, to_yaml

try:
    import yaml
except ImportError:
    yaml = None


class YamlTest(unittest.TestCase):
    def test_floats_have_a_dot_as_yaml_1_1_wants(self):
        self.assertEqual("1.0e-07", to_yaml(1e-7))
        self.assertEqual("1.5e+300", to_yaml(1.5e300))
        self.assertEqual("1.0e+16", to_yaml(1e16))
        self.assertEqual("-0.0", to_yaml(-0.0))
        self.assertEqual(".nan", to_yaml(math.nan))
        self.assertEqual("-.inf", to_yaml(-math.inf))

    def test_strings_are_quoted_and_ascii(self):
        self.assertEqual('"yes"', to_yaml("yes"))
        self.assertEqual(r'"\"\\\x0a\xe9\u65e5\U0001f600"', to_yaml('"\\\né日😀'))

    def test_bytes_are_binary(self):
        self.assertEqual('!!binary "%s"' % base64.b64encode(b"\0\xff").decode(), to_yaml(b"\0\xff"))

    def test_containers_nest_and_keys_keep_their_types(self):
        self.assertEqual(
            '{"a": [1, [true, null]], 2: {}, "3": "x"}',
            to_yaml({"a": (1, [True, None]), 2: {}, "3": "x"}),
        )

    def test_other_types_are_strings(self):
        self.assertEqual('"2026-01-02"', to_yaml(datetime.date(2026, 1, 2)))
        self.assertEqual('"/tmp"', to_yaml(pathlib.Path("/tmp")))

    @unittest.skipUnless(yaml, "needs PyYAML")
    def test_pyyaml_reads_back_what_was_written(self):
        floats = [0.1, -0.5, 1e22, 1e-300, 5e-324, 1.7976931348623157e308, 123456789.123]
        strings = ["", " a ", "1e3", "null", "2026-01-01", "a: b # c", "\x00\x7f\x85\u2028", "😀"]
        value = {"f": floats, "s": strings, "i": [0, -1, 10**40], 7: b"\x01", "n": [None, {}]}
        self.assertEqual(value, yaml.safe_load(to_yaml(value)))


class PathTest(unittest.TestCase):
    def test_parameters_are_formatted_as_python_does(self):
        parameters = {"n": 7, "d": {"k": "x"}}
        self.assertEqual("a/007-x.ipynb", expand_path("a/{n:03d}-{d[k]}.ipynb", parameters))

    def test_builtins_can_be_used(self):
        year = str(datetime.datetime.now(datetime.timezone.utc).year)
        self.assertEqual(year, expand_path("{pm[current_datetime_utc]:%Y}", None))
        self.assertEqual(36, len(expand_path("{pm[run_uuid]}", {})))

    def test_a_path_object_is_a_path_too(self):
        self.assertEqual("a/b", expand_path(pathlib.Path("a") / "{x}", {"x": "b"}))

    def test_a_missing_parameter_is_named(self):
        missing = PapermillMissingParameterException
        with self.assertRaisesRegex(missing, "^Missing parameter 'day'$"):
            expand_path("{day}", {})
