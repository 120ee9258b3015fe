"""Splits the input of a parallel job into mini-batches."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .failures import ParallelRunError

DEFAULT_FILES = 10
DEFAULT_BYTES = 1 << 20
UNITS = {"": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}


@dataclass
class MiniBatch:
    """The argument of one call of `run`: a list of paths, or a pandas data frame."""

    index: int
    items: Any
    # By partition key; empty without partition keys.
    partition: dict[str, Any] = field(default_factory=dict)
    tries: int = 0

    @property
    def size(self) -> int:
        return len(self.items)


def size_in(text: str | int | None, default: int) -> int:
    """The number of files, or of bytes with one of the units `kb`, `mb` and `gb`, of a setting `mini_batch_size`."""
    found = re.fullmatch(r"(\d+)\s*([kmg]b|)", str(text or "").strip().lower())
    if text and not found:
        raise ParallelRunError(
            f"mini_batch_size is '{text}'. Use a number of files, such as 10, or a size, such as 10kb."
        )
    return (int(found.group(1)) * UNITS[found.group(2)] if found else 0) or default


def files_below(path: str) -> list[str]:
    """The path itself if it is a file, else all files below it, sorted. A link to a folder around it is not followed."""
    return [path] if os.path.isfile(path) else sorted(_files_in(path, set()))


def _files_in(folder: str, around: set[str]) -> Iterator[str]:
    real = os.path.realpath(folder)
    if real in around:
        return
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir():
            yield from _files_in(entry.path, around | {real})
        else:
            yield entry.path


def batches_of_files(files: list[str], size: str | int | None) -> Iterator[MiniBatch]:
    """Consecutive files, as many in each mini-batch as the setting says."""
    count = size_in(size, DEFAULT_FILES)
    for index, start in enumerate(range(0, len(files), count)):
        yield MiniBatch(index, files[start : start + count])


def batches_of_tables(tables: list[tuple[Any, int]], size: str | int | None) -> Iterator[MiniBatch]:
    """Consecutive rows of tables, each given with its size in bytes. As in Azure, a mini-batch has rows of one file only."""
    limit = size_in(size, DEFAULT_BYTES)
    index = 0
    for frame, length in tables:
        parts = min(max(1, -(-length // limit)), max(1, len(frame)))
        for part in range(parts):
            start, end = len(frame) * part // parts, len(frame) * (part + 1) // parts
            yield MiniBatch(index, frame.iloc[start:end].reset_index(drop=True))
            index += 1


def batches_by_keys(frame: Any, keys: list[str]) -> Iterator[MiniBatch]:
    """The rows that have the same values of the partition keys."""
    missing = [key for key in keys if key not in frame.columns]
    if missing:
        raise ParallelRunError(
            f"partition_keys name {', '.join(missing)}, which the table does not have. Its columns are: {', '.join(map(str, frame.columns))}."
        )
    for index, (values, rows) in enumerate(frame.groupby(keys, sort=True, dropna=False)):
        parts = values if isinstance(values, tuple) else (values,)
        yield MiniBatch(
            index, rows.reset_index(drop=True), {key: parts[i] for i, key in enumerate(keys)}
        )
