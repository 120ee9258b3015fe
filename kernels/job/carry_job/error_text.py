"""Creates the `error` output for kernels that send none: tslab only prints the error to stderr."""

import re
from typing import Any

from .failures import RULE

# `1:7 - Type 'string' is not assignable to type 'number'.`, in a module after the name of a file.
DIAGNOSTIC = re.compile(r"^(?:\S+ )?(\d+):(\d+) - (.*)$")
# `TypeError: x is not a function`, `Error [ERR_X]: …`; then the stack, indented.
# tslab prefixes its own errors with `unexpected error: `.
NAMED = re.compile(
    r"^(?:Uncaught |unexpected error: )?([A-Za-z_$][\w$.]*)(?: \[[^\]]+\])?(?:: (.*))?$"
)
STACK = re.compile(r"^\s+at ")
# Node prints the source line first: `evalmachine.<anonymous>:3`, the line, a caret, an empty line.
PLACE, CARET = re.compile(r"^\S+:\d+$"), re.compile(r"^\s*\^+\s*$")


def take_error(outputs: list[Any]) -> dict[str, Any]:
    """Removes the error at the end of a cell's stderr and returns it as an `error` output."""
    text = next((o for o in reversed(outputs) if o.get("name") == "stderr"), None)
    lines = (text["text"] if text else "").rstrip("\n").split("\n")
    start, name, message = _diagnostics(lines) or _exception(lines) or _last_line(lines)
    if text:
        kept = "".join(f"{line}\n" for line in lines[:start])
        text["text"] = kept
        if not kept:
            outputs.remove(text)
    return {
        "output_type": "error",
        "ename": name,
        "evalue": message,
        "traceback": lines[start:],
    }


def _diagnostics(lines: list[str]) -> tuple[int, str, str] | None:
    """The block of compiler messages at the end; each may continue on indented lines."""
    start = len(lines)
    while start > 0 and (DIAGNOSTIC.match(lines[start - 1]) or lines[start - 1].startswith("  ")):
        start -= 1
    first = DIAGNOSTIC.match(lines[start]) if start < len(lines) else None
    if not first:
        return None
    return start, "TypeScriptError", f"line {first[1]}, column {first[2]}: {first[3]}"


def _exception(lines: list[str]) -> tuple[int, str, str] | None:
    """The last line that names an error and has a stack below it."""
    stack = next((i for i in reversed(range(len(lines))) if STACK.match(lines[i])), None)
    if stack is None:
        return None
    for i in reversed(range(stack)):
        named = NAMED.match(lines[i])
        if named and any(STACK.match(line) for line in lines[i + 1 : stack + 1]):
            if not named[1][0].isupper() and not named[1].endswith("Error"):
                continue
            end = next(j for j in range(i + 1, stack + 1) if STACK.match(lines[j]))
            message = "\n".join([named[2] or "", *lines[i + 1 : end]])
            return _frame(lines, i), named[1], message
    return None


def _frame(lines: list[str], named: int) -> int:
    """Returns the first line of the source that Node prints before the error at `named`, if it prints any."""
    if named < 4 or lines[named - 1] or not CARET.match(lines[named - 2]):
        return named
    return next((i for i in range(named - 3, -1, -1) if PLACE.match(lines[i])), named)


def _last_line(lines: list[str]) -> tuple[int, str, str]:
    """`throw 'text'` prints the text alone, and an error with a name of its own is known by no pattern."""
    said = [i for i, line in enumerate(lines) if not RULE.match(line) and not STACK.match(line)]
    if not said:
        return len(lines) - 1, "Error", "The kernel reported an error and gave no reason."
    return said[-1], "Error", lines[said[-1]]
