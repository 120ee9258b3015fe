"""Finds files by a pattern, as the `pattern` of an MLTable names them."""

from __future__ import annotations

import os
import re

from .mini_batches import files_below

WILDCARD = re.compile(r"[*?\[]")


def files_like(pattern: str) -> list[str]:
    """The files that a pattern matches, as `glob` does; unlike there, a link to a folder around it is not followed."""
    parts = pattern.split("/")
    fixed = next((at for at, part in enumerate(parts) if WILDCARD.search(part)), len(parts))
    folder = "/".join(parts[:fixed]) or "/"
    if fixed == len(parts):
        return [folder] if os.path.isfile(folder) else []
    if not os.path.isdir(folder):
        return []
    matches = re.compile(_expression(parts[fixed:]), re.DOTALL).fullmatch
    return [name for name in files_below(folder) if matches(os.path.relpath(name, folder))]


def _expression(parts: list[str]) -> str:
    """A regular expression for a path. Names that begin with a dot match only a part that does so too."""
    text = ""
    for at, part in enumerate(parts):
        is_last = at == len(parts) - 1
        if part == "**":
            text += r"(?:(?!\.)[^/]+/)*" + (r"(?!\.)[^/]+" if is_last else "")
        else:
            text += _name(part) + ("" if is_last else "/")
    return text


def _name(part: str) -> str:
    tokens = re.findall(r"\[[!^]?\]?[^\]/]*\]|.", part, re.DOTALL)
    visible = "" if part.startswith(".") else r"(?!\.)"
    return visible + "".join(map(_token, tokens))


def _token(token: str) -> str:
    if token == "*":
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if len(token) > 1:
        negated, letters = (token[1] in "!^", token[1:-1].lstrip("!^"))
        return f"[{'^' if negated else ''}{re.escape(letters).replace(re.escape('-'), '-')}]"
    return re.escape(token)
