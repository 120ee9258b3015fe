"""Functions on JSON values that both translators use."""

import math
from collections.abc import Iterator
from typing import Any

from .failures import JobRefused


def walk(value: Any) -> Iterator[tuple[Any, int]]:
    """Every value inside a value, itself first, with its depth. Not recursive: depth is the caller's data."""
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        yield item, depth
        if isinstance(item, dict):
            waiting.extend((child, depth + 1) for child in item.values())
        elif isinstance(item, list):
            waiting.extend((child, depth + 1) for child in item)


def refuse_infinite(name: str, value: Any) -> None:
    """`1e999` is valid JSON and no number of either language; it is refused rather than changed."""
    for item, _ in walk(value):
        if isinstance(item, float) and not math.isfinite(item):
            raise JobRefused(
                f"The parameter '{name}' contains a number beyond the range of a double."
            )
