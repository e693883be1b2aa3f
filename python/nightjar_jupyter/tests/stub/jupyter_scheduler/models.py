class Model:
    def __init__(self, **given):
        self.__dict__.update(given)

    def dict(self, exclude_none=False):
        return {key: value for key, value in self.__dict__.items() if value is not None or not exclude_none}


class DescribeJob(Model):
    pass


class DescribeJobDefinition(Model):
    pass


class ListJobsResponse(Model):
    pass


class ListJobDefinitionsResponse(Model):
    pass


class RuntimeEnvironment(Model):
    pass
