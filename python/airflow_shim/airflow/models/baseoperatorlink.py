"""Links of a task to elsewhere."""


class BaseOperatorLink:
    operators = []
    name = None

    def get_link(self, operator, *args, **kwargs):
        raise NotImplementedError
