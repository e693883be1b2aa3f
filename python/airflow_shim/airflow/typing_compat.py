"""typing of newer Pythons."""

from typing import Literal, Protocol, TypedDict, runtime_checkable

__all__ = ["Literal", "Protocol", "TypedDict", "runtime_checkable"]
