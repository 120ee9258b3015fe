"""The declarations of a Python parameters cell, and values in the types that they declare."""

import ast
import re
from collections.abc import Callable
from typing import Any

from .python_source import read_cell

LISTS = ("list", "sequence", "iterable", "collection", "mutablesequence")
SETS = {"set": set, "abstractset": set, "mutableset": set, "frozenset": frozenset}
SCALARS = ("int", "float", "str", "bool", "bytes", "complex", "none", "nonetype")
GENERICS = ("list", "tuple", "set", "frozenset", "dict")
DICTS = ("dict", "mapping", "mutablemapping", "defaultdict", "ordereddict")
WRAPPERS = ("optional", "final", "classvar", "annotated")


class Declared:
    """The annotation or type comment of a variable, and its default."""

    def __init__(self, annotation: ast.expr | None, default: ast.expr | None) -> None:
        self.annotation = annotation
        self.default = default

    def value(self, given: Any) -> Any:
        """Returns a JSON value in the declared type: JSON has one type of number, no tuples, no sets and no numeric keys."""
        if self.annotation is not None:
            given = _annotated(given, self.annotation)
            if _is_precise(self.annotation):
                return given
        return _like_example(given, self.literal(given)) if self.default is not None else given

    def literal(self, otherwise: Any) -> Any:
        """Returns the value of a default that is a literal, exactly as Python reads it."""
        try:
            return otherwise if self.default is None else ast.literal_eval(self.default)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return otherwise


def declarations(source: str) -> dict[str, Declared]:
    """Returns the variables that the cell assigns in statements of its own; none for a cell that is no Python."""
    found: dict[str, Declared] = {}
    for statement, comment in read_cell(source):
        for name, annotation, default in _assigned(statement, comment):
            before = found.get(name)
            if before is not None:
                annotation = before.annotation if annotation is None else annotation
                # `x: float` after `x = 1` gives it no value.
                default = before.default if default is None else default
            found[name] = Declared(annotation, default)
    return found


def _assigned(
    statement: ast.stmt, comment: str
) -> list[tuple[str, ast.expr | None, ast.expr | None]]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [(statement.target.id, _unquoted(statement.annotation), statement.value)]
    if isinstance(statement, ast.Assign):
        is_type = re.match(r"type:(?!\s*ignore\b)", comment)
        written = _expression(comment[len("type:") :]) if is_type else None
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        return [(name, written, statement.value) for name in names]
    return []


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.split("#", 1)[0].strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _unquoted(annotation: ast.expr) -> ast.expr | None:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return _expression(annotation.value)
    return annotation


def _annotated(value: Any, annotation: ast.expr) -> Any:
    """Converts a value to an annotation such as `dict[int, list[float]] | None`; other types leave it as it is."""
    name, arguments = _type_of(annotation)
    if name in WRAPPERS and arguments:
        return _annotated(value, arguments[0])
    if name == "union":
        return _union(value, arguments)
    if name == "float" and type(value) is int:
        return _as_float(value)
    if name == "int" and isinstance(value, float) and value.is_integer():
        return int(value)
    if name in CONVERTED and isinstance(value, str):
        return CONVERTED[name](value)
    if isinstance(value, list):
        return _sequence(value, name, arguments)
    if isinstance(value, dict) and name in DICTS and len(arguments) == 2:
        key, item = arguments
        return {_key(k, _type_of(key)[0]): _annotated(v, item) for k, v in value.items()}
    return value


def _is_precise(annotation: ast.expr) -> bool:
    """True when an annotation names the type: `Any`, `Path`, `Final` and a bare `list` leave the rest to the default."""
    name, arguments = _type_of(annotation)
    if name in WRAPPERS:
        return bool(arguments) and _is_precise(arguments[0])
    if name == "union":
        return all(_is_precise(member) for member in arguments)
    return name in SCALARS or (name in GENERICS and bool(arguments))


def _type_of(annotation: ast.expr) -> tuple[str, list[ast.expr]]:
    """Returns the lower-case name of a type, and its arguments."""
    if isinstance(annotation, ast.Subscript):
        inner = annotation.slice
        arguments = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
        return _type_of(annotation.value)[0], arguments
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return "union", [annotation.left, annotation.right]
    if isinstance(annotation, ast.Name):
        return annotation.id.lower(), []
    if isinstance(annotation, ast.Attribute):
        return annotation.attr.lower(), []
    if isinstance(annotation, ast.Constant):
        return _of_constant(annotation.value)
    return "", []


def _of_constant(value: Any) -> tuple[str, list[ast.expr]]:
    """The type that `None` or a quoted annotation names, as in `Optional["int"]`."""
    if value is None:
        return "none", []
    written = _expression(value) if isinstance(value, str) else None
    return ("", []) if written is None else _type_of(written)


def _union(value: Any, members: list[ast.expr]) -> Any:
    """Leaves a value that is already of a member's type; converts any other to the first member that changes it."""
    names = [_type_of(member)[0] for member in members]
    if type(value).__name__ in names and not isinstance(value, (list, dict)):
        return value
    for member in members:
        converted = _annotated(value, member)
        if type(converted) is not type(value) or converted != value:
            return converted
    return value


def _sequence(value: list[Any], name: str, arguments: list[ast.expr]) -> Any:
    if name in LISTS and arguments:
        return [_annotated(item, arguments[0]) for item in value]
    if name in SETS:
        return _as_set(
            [_annotated(item, arguments[0]) if arguments else item for item in value], SETS[name]
        )
    if name != "tuple":
        return value
    if len(arguments) == len(value) and not _is_ellipsis(arguments[-1:]):
        return tuple(_annotated(item, each) for item, each in zip(value, arguments, strict=True))
    each = arguments[0] if arguments and _is_ellipsis(arguments[1:]) else None
    return tuple(_annotated(item, each) if each is not None else item for item in value)


def _is_ellipsis(arguments: list[ast.expr]) -> bool:
    return (
        len(arguments) == 1 and isinstance(arguments[0], ast.Constant) and arguments[0].value is ...
    )


def _like_example(value: Any, example: Any) -> Any:
    """Converts a value to the types of a literal: `1.0` is a float, `(1, 2)` a tuple, `{1: "a"}` has int keys."""
    if type(example) is float and type(value) is int:
        return _as_float(value)
    if isinstance(value, str) and type(example).__name__ in CONVERTED:
        return CONVERTED[type(example).__name__](value)
    if isinstance(value, list) and isinstance(example, (set, frozenset)):
        convert = _item_converter(value, list(example) if _is_uniform(example) else [])
        return _as_set([convert(i, item) for i, item in enumerate(value)], type(example))
    if isinstance(value, (list, tuple)) and isinstance(example, (list, tuple)):
        convert = _item_converter(value, example)
        items = [convert(i, item) for i, item in enumerate(value)]
        return tuple(items) if isinstance(example, tuple) else items
    if isinstance(value, dict) and isinstance(example, dict) and example:
        kinds = {type(key) for key in example}
        kind = kinds.pop().__name__ if len(kinds) == 1 else ""
        named = {_key(name, kind): item for name, item in value.items()}
        return {
            name: _like_example(item, example[name]) if name in example else item
            for name, item in named.items()
        }
    return value


def _item_converter(
    value: list[Any] | tuple[Any, ...], example: list[Any] | tuple[Any, ...]
) -> Callable[[int, Any], Any]:
    """Elements are like their own example, or like all examples when these have one type."""
    if len(value) == len(example):
        return lambda i, item: _like_example(item, example[i])
    if _is_uniform(example):
        return lambda _, item: _like_example(item, example[0])
    return lambda _, item: item


def _is_uniform(items: Any) -> bool:
    return len({type(each) for each in items}) == 1


def _as_set(items: list[Any], kind: type) -> Any:
    try:
        return kind(items)
    except TypeError:  # A list is no element of a set.
        return items


def _as_complex(text: str) -> complex | str:
    try:
        return complex(text.replace(" ", ""))
    except ValueError:
        return text


def _key(name: str, kind: str) -> Any:
    if kind not in ("int", "float"):
        return name
    try:
        return int(name) if kind == "int" else float(name)
    except ValueError:
        return name


def _as_float(value: int) -> float | int:
    try:
        return float(value)
    except OverflowError:
        return value


# Types that have no JSON value are given as text.
CONVERTED: dict[str, Callable[[str], Any]] = {
    "bytes": lambda text: text.encode("utf-8", "surrogatepass"),
    "complex": _as_complex,
}
