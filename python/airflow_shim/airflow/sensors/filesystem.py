"""FileSensor"""

import datetime
import glob
import os

from airflow.hooks.filesystem import FSHook
from airflow.sensors.base import BaseSensorOperator
from nightjar_airflow import waits


class FileSensor(BaseSensorOperator):
    template_fields = ("filepath",)
    ui_color = "#91818a"

    def __init__(self, *, filepath, fs_conn_id="fs_default", recursive=False, deferrable=False, **kwargs):
        super().__init__(**kwargs)
        self.filepath, self.fs_conn_id, self.recursive = filepath, fs_conn_id, recursive

    @property
    def path(self):
        return os.path.join(FSHook(self.fs_conn_id).get_path(), self.filepath)

    def poke(self, context):
        self.log.info("Poking for file %s", self.path)
        for path in glob.glob(self.path, recursive=self.recursive):
            if os.path.isfile(path):
                changed = datetime.datetime.fromtimestamp(os.path.getmtime(path)).strftime("%Y%m%d%H%M%S")
                self.log.info("Found File %s last modified: %s", path, changed)
                return True
            if any(files for _, _, files in os.walk(path)):
                return True
        return False

    def waits_for(self, context):
        return waits.for_file(os.path.abspath(self.path), bool(self.recursive))
