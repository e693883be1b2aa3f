"""What a task reads or writes."""


class File:
    template_fields = ("url",)

    def __init__(self, url, type_hint=None, **_):
        self.url, self.type_hint = url, type_hint

    def __repr__(self):
        return "%s(url=%r)" % (type(self).__name__, self.url)


class Table:
    template_fields = ("database", "cluster", "name")

    def __init__(self, database=None, cluster=None, name=None, **fields):
        self.database, self.cluster, self.name = database, cluster, name
        self.__dict__.update(fields)


class Tag:
    template_fields = ("tag_name",)

    def __init__(self, tag_name):
        self.tag_name = tag_name


class Column:
    template_fields = ("name", "description", "data_type", "tags")

    def __init__(self, name, description=None, data_type="", tags=()):
        self.name, self.description, self.data_type, self.tags = name, description, data_type, list(tags)


class User:
    template_fields = ("email", "first_name", "last_name")

    def __init__(self, email=None, first_name=None, last_name=None):
        self.email, self.first_name, self.last_name = email, first_name, last_name
