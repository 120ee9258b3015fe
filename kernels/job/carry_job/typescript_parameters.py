"""Parameters as TypeScript source."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .failures import JobRefused
from .values import refuse_infinite, walk

IDENTIFIER = re.compile(r"(?:[^\W\d]|\$)(?:\w|\$)*")
RESERVED = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval "
    "export extends false finally for function if implements import in instanceof interface let new "
    "null package private protected public return static super switch this throw true try typeof "
    "undefined var void while with yield".split()
)
# Beyond these limits the compiler would infer a huge type for the value, in every cell.
MAX_LITERAL_LENGTH = 20_000
MAX_LITERAL_DEPTH = 40
# Valid in JSON, but not in the literals of every compiler; a lone surrogate cannot be encoded as UTF-8.
UNSAFE = re.compile("[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]")
MAX_EXACT_INTEGER = 2**53


class TypeScriptParameters:
    """A translator for papermill, which calls only `codify`.

    Each parameter is declared again with `let`, which tslab allows in a later cell, and keeps the
    type annotation of the parameters cell: the type of `[]` alone would not be `number[]`.
    """

    def __init__(self, annotations: Mapping[str, str], warn: Callable[[str], None]) -> None:
        self._annotations = annotations
        self._warn = warn

    def codify(self, parameters: dict[str, Any], comment: str = "Parameters") -> str:
        lines = [self._declaration(name, value) for name, value in parameters.items()]
        return f"// {comment}\n{''.join(lines)}"

    def _declaration(self, name: str, value: Any) -> str:
        if not IDENTIFIER.fullmatch(name) or name in RESERVED:
            raise JobRefused(f"The parameter '{name}' is not a name that TypeScript can assign to.")
        refuse_infinite(name, value)
        annotation = self._annotations.get(name)
        if annotation == "bigint" and type(value) is int:
            return f"let {name}: bigint = {value}n;\n"
        self._warn_of_rounding(name, value)
        declared = f"{name}: {annotation}" if annotation else name
        return f"let {declared} = {_literal(value)};\n"

    def _warn_of_rounding(self, name: str, value: Any) -> None:
        """A whole number beyond 2^53 becomes the nearest double, as with JSON.parse."""
        for item, _ in walk(value):
            if type(item) is not int or -MAX_EXACT_INTEGER <= item <= MAX_EXACT_INTEGER:
                continue
            try:
                nearest = int(float(item))
            except OverflowError:
                raise JobRefused(
                    f"The parameter '{name}' contains a number beyond the range of a double."
                ) from None
            if nearest != item:
                self._warn(
                    f"The parameter '{name}' contains {item}, which a TypeScript number cannot represent "
                    f"exactly: it arrives as {nearest}. Declare it as bigint, or pass it as a string."
                )


def _literal(value: Any) -> str:
    text = _escape(json.dumps(value, ensure_ascii=False, allow_nan=False))
    return f"JSON.parse({_escape(json.dumps(text))})" if _needs_parse(value, text) else text


def _needs_parse(value: Any, text: str) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    return len(text) > MAX_LITERAL_LENGTH or any(
        # In a literal, but not in JSON.parse, this key sets the object's prototype.
        depth > MAX_LITERAL_DEPTH or (isinstance(item, dict) and "__proto__" in item)
        for item, depth in walk(value)
    )


def _escape(text: str) -> str:
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
