"""macros.dateutil where dateutil is not installed: parser.parse for ISO 8601 only."""

import datetime


class parser:  # noqa: N801, a module's name
    @staticmethod
    def parse(text, *args, **kwargs):
        try:
            return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            raise ValueError("'%s' is not ISO 8601, and dateutil is not installed" % text) from None
