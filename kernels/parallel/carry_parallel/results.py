"""What `run` returns, as rows of the file that collects all results."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any


def encoded(text: str) -> bytes:
    """The bytes of a text in UTF-8. A file's name may be in another encoding; its bytes are kept."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")


def rows_of(returned: Any) -> tuple[int, str]:
    """The number of returned elements and their text, a line each. Raises a TypeError for anything but a table or a sequence."""
    if hasattr(returned, "to_csv") and hasattr(returned, "columns"):
        text = io.StringIO()
        # As Azure writes it: without header, the columns separated by spaces.
        returned.to_csv(text, header=False, index=False, sep=" ")
        return len(returned), text.getvalue()
    if isinstance(returned, (str, bytes, dict)) or not isinstance(returned, Iterable):
        raise TypeError(
            f"run() must return a list or a pandas DataFrame, and returned {type(returned).__name__}."
        )
    lines = [str(element) for element in returned]
    return len(lines), "".join(f"{line}\n" for line in lines)
