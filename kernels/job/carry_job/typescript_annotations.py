"""The type annotations of a TypeScript parameters cell: `let xs: number[] = []` gives `number[]`."""

import re

DECLARATION = re.compile(r"\b(?:let|const|var)\s+")
NAME = re.compile(r"\s*([^\W\d][\w$]*|\$[\w$]*)\s*!?\s*")
# Comments and string literals; their content is not code.
OPAQUE = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL
)
OPEN, CLOSE = "([{<", ")]}>"


def annotations(source: str) -> dict[str, str]:
    """Returns the annotation of each variable that has one."""
    found: dict[str, str] = {}
    at = 0
    while at < len(source):
        opaque = OPAQUE.match(source, at)
        if opaque:
            at = opaque.end()
            continue
        start = DECLARATION.match(source, at)
        if start:
            at = _declarators(source, start.end(), found)
        else:
            at += 1
    return found


def _declarators(source: str, at: int, found: dict[str, str]) -> int:
    """Reads `a: T = 1, b = 2` from `at`; returns the end of the statement."""
    while name := NAME.match(source, at):
        at = name.end()
        if source.startswith(":", at):
            end = _end(source, at + 1, "=,;\n")
            found[name[1]] = source[at + 1 : end].strip()
            at = end
        if source.startswith("=", at):
            at = _end(source, at + 1, ",;\n")
        if not source.startswith(",", at):
            break
        at += 1
    return at


def _end(source: str, at: int, stops: str) -> int:
    """Returns the index of the first of `stops` outside brackets and quotes; a newline inside a statement does not count."""
    depth = 0
    while at < len(source):
        opaque = OPAQUE.match(source, at)
        if opaque:
            at = opaque.end()
            continue
        if source.startswith("=>", at):
            at += 2
            continue
        char = source[at]
        if depth == 0 and char in stops and not (char == "\n" and _continues(source, at)):
            return at
        # In a value, `<` is mostly a comparison. Only types are read with `=` among the stops.
        if char in OPEN and (char != "<" or "=" in stops):
            depth += 1
        elif char in CLOSE and depth and (char != ">" or "=" in stops):
            depth -= 1
        at += 1
    return at


def _continues(source: str, newline: int) -> bool:
    before = source[:newline].rstrip()[-1:]
    after = source[newline:].lstrip()[:1]
    return before in ("|", "&", ":", "=", ",") or after in ("|", "&", "=", ",", ".")
