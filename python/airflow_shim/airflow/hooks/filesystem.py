"""FSHook"""

from airflow.hooks.base import BaseHook


class FSHook(BaseHook):
    conn_name_attr, default_conn_name, conn_type, hook_name = "fs_conn_id", "fs_default", "fs", "File (path)"

    def __init__(self, fs_conn_id="fs_default", **kwargs):
        super().__init__(**kwargs)
        self.conn = self.get_connection(fs_conn_id)
        self.basepath = self.conn.extra_dejson.get("path", "")

    def get_conn(self):
        return None

    def get_path(self):
        return self.basepath
