"""The values of a trial of a sweep: the service writes them into the job's command."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from .failures import JobRefused


def trial_values(arguments: Sequence[str]) -> dict[str, Any]:
    """Reads `--text name=value` and `--json name=value`. What a shell could misread is escaped as in a URL."""
    values: dict[str, Any] = {}
    for kind, given in zip(arguments[::2], arguments[1::2], strict=False):
        name, _, written = given.partition("=")
        text = unquote(written, errors="strict")
        values[name] = _json(name, text) if kind == "--json" else text
    return values


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise JobRefused(
            f"The value '{text}' of the parameter '{name}' is not JSON: {problem}."
        ) from problem
