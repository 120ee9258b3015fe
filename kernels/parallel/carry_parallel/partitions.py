"""Reads the values of partition keys from the paths of files, by the `partition_format` of an MLTable."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .failures import ParallelRunError
from .mini_batches import MiniBatch
from .mltable_file import TableFile

EXTRACT = "extract_columns_from_partition_format"
KEY = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
# The parts of a date in a format, with those of strptime.
DATE_PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
DATE_PART = re.compile("|".join(DATE_PARTS))


class PartitionFormat:
    """
    A format such as `{Department}/{Date:yyyy/MM}/*.csv`. It describes the end of a path: a key is text within one part of the path, or a
    date with the given parts.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: list[str] = []
        self._dates: dict[str, str] = {}
        self._pattern = re.compile(rf"/{self._expression(text.lstrip('/'))}\Z", re.DOTALL)

    def values(self, path: str) -> dict[str, Any]:
        """The value of each key. The path is relative to the folder of the table."""
        found = self._pattern.search(f"/{path}")
        if not found:
            raise ParallelRunError(
                f"The file {path} does not have the partition_format of its MLTable, '{self.text}'."
            )
        return {key: self._value(key, found.group(i + 1)) for i, key in enumerate(self.keys)}

    def _value(self, key: str, text: str) -> Any:
        if key not in self._dates:
            return text
        try:
            return datetime.strptime(text, self._dates[key])
        except ValueError:
            raise ParallelRunError(
                f"The partition key '{key}' is a date in the partition_format '{self.text}', and '{text}' in a path is none."
            ) from None

    def _expression(self, text: str) -> str:
        expression, at = "", 0
        for key in KEY.finditer(text):
            expression += _literal(text[at : key.start()]) + self._key(*key.groups())
            at = key.end()
        return expression + _literal(text[at:])

    def _key(self, name: str, date: str | None) -> str:
        self.keys.append(name)
        if date is None:
            return "([^/]+)"
        self._dates[name] = DATE_PART.sub(lambda part: DATE_PARTS[part.group()], date)
        return f"({_digits(date)})"


def _literal(text: str) -> str:
    return "[^/]*".join(map(re.escape, text.split("*")))


def _digits(date: str) -> str:
    """An expression for the digits of a date and what is between them."""
    between = DATE_PART.split(date)
    parts = [*DATE_PART.findall(date), ""]
    return "".join(
        re.escape(text) + (rf"\d{{{len(part)}}}" if part else "")
        for text, part in zip(between, parts, strict=True)
    )


def partition_format(table: TableFile) -> PartitionFormat | None:
    """The format that a table declares."""
    for name, option in table.steps:
        if name == EXTRACT:
            text = option.get("partition_format") if isinstance(option, dict) else option
            return PartitionFormat(str(text or ""))
    return None


def batches_by_path(table: TableFile, keys: list[str]) -> Iterator[MiniBatch]:
    """The files that have the same values of the partition keys in their paths."""
    form = partition_format(table)
    if form is None:
        raise ParallelRunError(
            f"partition_keys of files need an MLTable with the transformation {EXTRACT}, which reads the keys from the paths."
        )
    missing = [key for key in keys if key not in form.keys]
    if missing:
        raise ParallelRunError(
            f"partition_keys name {', '.join(missing)}, which the partition_format '{form.text}' does not have. Its keys are: {', '.join(form.keys) or 'none'}."
        )
    groups: dict[tuple[Any, ...], list[str]] = {}
    for file in table.files():
        values = form.values(os.path.relpath(file, table.folder))
        groups.setdefault(tuple(values[key] for key in keys), []).append(file)
    for index, group in enumerate(sorted(groups)):
        yield MiniBatch(index, groups[group], dict(zip(keys, group, strict=True)))
