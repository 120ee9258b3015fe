"""The statements of a Python cell, as IPython runs it."""

import ast
import re
import warnings

# Cell magics whose cell is not Python of this kernel, or does not keep its variables.
FOREIGN = re.compile(
    r"(?:[^\S\n]*\n)*%%(?:!|(?:bash|cmd|file|html|javascript|js|latex|markdown|perl|pypy|python[23]?|ruby|script"
    r"|sh|svg|sx|system|timeit|writefile)\b)",
    re.IGNORECASE,
)
CELL_MAGIC = re.compile(r"(?:[^\S\n]*\n)*%%[^\n]*")
COMMENT = re.compile(r"[\s;,]*#\s*(.*)")


def read_cell(source: str) -> list[tuple[ast.stmt, str]]:
    """Returns the statements of the cell, each with the comment that follows it; none for a cell that is no Python."""
    text = re.sub(r"\r\n?", "\n", source)
    if FOREIGN.match(text):
        return []
    text = CELL_MAGIC.sub("", text, count=1) if CELL_MAGIC.match(text) else text
    for version in (lambda: text, lambda: _transformed(text), lambda: _without_magic(text)):
        try:
            code = version()
            statements = _parse(code).body
            return [(each, _comment_after(code, each)) for each in statements]
        except (SyntaxError, ValueError, RecursionError, ImportError):
            continue
    return []


def _parse(code: str) -> ast.Module:
    # The kernel warns of an invalid escape when it runs the cell.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(code)


def _transformed(source: str) -> str:
    """Lines of IPython as the calls that they stand for. Importing IPython takes half a second."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def _without_magic(source: str) -> str:
    return "\n".join("" if line.lstrip()[:1] in ("%", "!") else line for line in source.split("\n"))


def _comment_after(source: str, statement: ast.stmt) -> str:
    if statement.end_lineno is None or statement.end_col_offset is None:
        return ""
    line = source.split("\n")[statement.end_lineno - 1]
    found = COMMENT.match(line.encode()[statement.end_col_offset :].decode())
    return found[1].strip() if found else ""
