"""Lineage: inlets and outlets are kept on the task; nothing is sent anywhere."""

AUTO = "auto"
PIPELINE_INLETS = "pipeline_inlets"
PIPELINE_OUTLETS = "pipeline_outlets"


def apply_lineage(func):
    return func


def prepare_lineage(func):
    return func


class DataSet:
    """A data set of 1.10: its attributes are templated by itself."""

    attributes = []
    type_name = "dataSet"

    def __init__(self, qualified_name=None, data=None, **kwargs):
        self.qualified_name = qualified_name
        self.__dict__.update(data or {}, **kwargs)
