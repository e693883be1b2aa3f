"""Texts."""

import random
import string

TRUE_LIKE_VALUES = {"on", "t", "true", "y", "yes", "1"}


def get_random_string(length=8, choices=string.ascii_letters + string.digits):
    return "".join(random.choice(choices) for _ in range(length))


def to_boolean(astring):
    return astring is not None and str(astring).lower() in TRUE_LIKE_VALUES
