import sys
import types
import unittest
from unittest import mock

from nightjar import record

MEDIA_TYPE = "application/vnd.nightjar.record+json"


class Scalar:
    """As numpy's numbers are: nothing that JSON has, but it can be made so."""

    def tolist(self):
        return 0.5


class RecordTest(unittest.TestCase):
    def setUp(self):
        self.shown = []
        display = types.ModuleType("IPython.display")
        display.display = lambda data, raw: self.shown.append((data, raw))
        modules = {"IPython": types.ModuleType("IPython"), "IPython.display": display}
        patch = mock.patch.dict(sys.modules, modules)
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_value_is_a_display_of_its_own_media_type(self):
        record("rmse", 0.42)
        self.assertEqual([({MEDIA_TYPE: {"name": "rmse", "value": 0.42}}, True)], self.shown)

    def test_what_numpy_has_becomes_what_json_has(self):
        record("score", Scalar())
        self.assertEqual(0.5, self.shown[0][0][MEDIA_TYPE]["value"])

    def test_what_json_does_not_have_is_refused_where_it_is_recorded(self):
        for value in (object(), float("nan"), {1, 2}):
            with self.assertRaisesRegex(TypeError, "JSON"):
                record("x", value)
        with self.assertRaisesRegex(TypeError, "name"):
            record(3, 4)
        self.assertEqual([], self.shown)


if __name__ == "__main__":
    unittest.main()
