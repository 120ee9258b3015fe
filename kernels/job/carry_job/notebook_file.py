"""The executed notebook on disk."""

import os
import re
from pathlib import Path
from typing import Any

SURROGATE = re.compile("[\ud800-\udfff]")


def save(notebook: Any, path: Path) -> None:
    """Writes a notebook atomically: a concurrent reader sees the old or the new content."""
    import nbformat

    text = nbformat.writes(notebook)
    # A lone surrogate cannot be written as UTF-8; in JSON it can be escaped.
    text = SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
