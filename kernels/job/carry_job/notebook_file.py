"""The executed notebook on disk."""

import json
import os
import re
from pathlib import Path
from typing import Any

SURROGATE = re.compile("[\ud800-\udfff]")


def save(notebook: Any, path: Path) -> None:
    """Writes a notebook as JupyterLab does: validated, with a line of JSON for each line of text."""
    import nbformat

    _replace(path, nbformat.writes(notebook))


def save_progress(notebook: Any, path: Path) -> None:
    """Writes a notebook that still runs, in a form that is several times faster to write."""
    _replace(path, json.dumps(notebook, ensure_ascii=False))


def _replace(path: Path, text: str) -> None:
    """Replaces a file atomically: a concurrent reader sees the old or the new content."""
    # A lone surrogate cannot be written as UTF-8; in JSON it can be escaped.
    text = SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
