"""Files and folders."""

import os
import tempfile

TemporaryDirectory = tempfile.TemporaryDirectory


def mkdirs(path, mode=0o777):
    os.makedirs(path, mode=mode, exist_ok=True)
