"""Values that the service writes into the job's command: those of a trial of a sweep, and paths of inputs and outputs."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from .failures import JobRefused


def argument_values(arguments: Sequence[str]) -> dict[str, Any]:
    """Reads `--path name=value`, `--text name=value` and `--json name=value`.

    In texts and JSON, what a shell could misread is escaped as in a URL; paths are as they are.
    """
    values: dict[str, Any] = {}
    for kind, given in zip(arguments[::2], arguments[1::2], strict=False):
        name, _, written = given.partition("=")
        values[name] = _value(kind, name, written)
    return values


def _value(kind: str, name: str, written: str) -> Any:
    if kind == "--path":
        return written
    text = unquote(written, errors="strict")
    return _json(name, text) if kind == "--json" else text


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise JobRefused(
            f"The value '{text}' of the parameter '{name}' is not JSON: {problem}."
        ) from problem
