"""Checks of JSON values that both translators use."""

import math
from collections.abc import Iterator
from typing import Any

from .failures import JobRefused


def walk(value: Any) -> Iterator[tuple[Any, int]]:
    """Yields a value and every value inside it, with its depth. Not recursive, because a user chooses the depth."""
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        yield item, depth
        if isinstance(item, dict):
            waiting.extend((child, depth + 1) for child in item.values())
        elif isinstance(item, (list, tuple)):
            waiting.extend((child, depth + 1) for child in item)


def refuse_infinite(name: str, value: Any) -> None:
    """Refuses `1e999` and the like: valid JSON, but a number in neither language."""
    for item, _ in walk(value):
        if isinstance(item, float) and not math.isfinite(item):
            raise JobRefused(
                f"The parameter '{name}' contains a number beyond the range of a double."
            )
