"""Datasets may be named as outlets; a schedule by datasets is refused."""


class Dataset:
    version = 1

    def __init__(self, uri, extra=None):
        if not uri or not isinstance(uri, str):
            raise ValueError("Dataset URI must be a string that is not empty")
        self.uri, self.extra = uri, extra

    def __eq__(self, other):
        return isinstance(other, Dataset) and other.uri == self.uri

    def __hash__(self):
        return hash(self.uri)

    def __fspath__(self):
        return self.uri

    def __repr__(self):
        return "Dataset(uri='%s', extra=%r)" % (self.uri, self.extra)
