"""self.log"""

import logging


class LoggingMixin:
    _log = None

    def __init__(self, context=None):
        pass

    @property
    def log(self):
        if self._log is None:
            self._log = logging.getLogger("%s.%s" % (type(self).__module__, type(self).__name__))
        return self._log

    logger = log
