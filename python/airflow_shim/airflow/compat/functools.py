"""functools of newer Pythons."""

from functools import cached_property, lru_cache

cache = lru_cache(maxsize=None)

__all__ = ["cache", "cached_property"]
