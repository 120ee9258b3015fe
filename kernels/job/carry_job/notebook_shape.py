"""Finds what has a wrong shape in a notebook file, which nbformat reports by the name of a Python attribute."""

from collections.abc import Sequence
from typing import Any

# The fields without which a cell of nbformat 4 cannot run.
CELL_FIELDS = ("cell_type", "source", "metadata")


def shape_fault(file: Any) -> str | None:
    """Returns the fault as the end of a sentence; None when every part that the job reads can be read."""
    if not isinstance(file, dict):
        return f"it is {_name(file)} instead of a JSON object"
    return _metadata_fault(file.get("metadata")) or _cells_fault(file)


def _metadata_fault(metadata: Any) -> str | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        return f"its metadata is {_name(metadata)} instead of a JSON object"
    for part, fields in (("kernelspec", ("name", "language")), ("language_info", ("name",))):
        value = metadata.get(part)
        if value is not None and not isinstance(value, dict):
            return f"its {part} is {_name(value)} instead of a JSON object"
        for field in fields:
            text = (value or {}).get(field)
            if text is not None and not isinstance(text, str):
                return f"the {field} of its {part} is {_name(text)} instead of a text"
    return None


def _cells_fault(file: dict[str, Any]) -> str | None:
    """Before nbformat 4, cells are in worksheets."""
    sheets = file.get("worksheets")
    if "cells" in file or not isinstance(sheets, list):
        return _list_fault(file, "its", CELL_FIELDS)
    for number, sheet in enumerate(sheets, 1):
        place = f"worksheet {number}"
        if not isinstance(sheet, dict):
            return f"its {place} is {_name(sheet)} instead of a JSON object"
        fault = _list_fault(sheet, f"{place}'s", ()) if "cells" in sheet else None
        if fault:
            return fault
    return None


def _list_fault(holder: dict[str, Any], whose: str, needs: Sequence[str]) -> str | None:
    if "cells" not in holder:
        return "it has no cells"
    cells = holder["cells"]
    if not isinstance(cells, list):
        return f"{whose} cells are {_name(cells)} instead of a list"
    for number, cell in enumerate(cells, 1):
        fault = _cell_fault(cell, needs)
        if fault:
            place = (
                "its only cell"
                if whose == "its" and len(cells) == 1
                else f"cell {number} of {whose} {len(cells)} cells"
            )
            return f"{place} {fault}"
    return None


def _cell_fault(cell: Any, needs: Sequence[str]) -> str | None:
    if not isinstance(cell, dict):
        return f"is {_name(cell)} instead of a JSON object"
    missing = next((field for field in needs if field not in cell), None)
    if missing:
        return f"has no {missing}"
    for field in ("cell_type", "language"):
        if field in cell and not isinstance(cell[field], str):
            return f"has a {field} that is {_name(cell[field])} instead of a text"
    for field in ("source", "input"):
        if field in cell and not (isinstance(cell[field], str) or _is_texts(cell[field])):
            return (
                f"has a {field} that is {_name(cell[field])} instead of a text or a list of texts"
            )
    metadata = cell.get("metadata", {})
    if not isinstance(metadata, dict):
        return f"has a metadata that is {_name(metadata)} instead of a JSON object"
    tags = metadata.get("tags", [])
    if not _is_texts(tags):
        return f"has tags that are {_name(tags)} instead of a list of texts"
    return None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _name(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list" if _is_texts(value) else "a list of other values"
    if isinstance(value, str | dict):
        return "a text" if isinstance(value, str) else "a JSON object"
    return "a boolean" if isinstance(value, bool) else "a number"
