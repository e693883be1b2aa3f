"""Texts that are no templates."""


class LiteralValue:
    def __init__(self, value):
        self.value = value

    def resolve(self, context, **_):
        return self.value


literal = LiteralValue
