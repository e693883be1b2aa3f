"""apply_defaults of 1.10. Every operator applies its default_args by itself here."""


def apply_defaults(func):
    return func
