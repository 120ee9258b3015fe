"""Reads the file `MLTable` of a folder: which files it has, and whether they are tables."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from .failures import ParallelRunError
from .file_patterns import files_like
from .mini_batches import files_below

FILE = "MLTable"


@dataclass
class TableFile:
    """The content of a file `MLTable`. Its paths are relative to its folder."""

    folder: str
    paths: list[dict[str, str]] = field(default_factory=list)
    transformations: list[Any] = field(default_factory=list)

    @property
    def steps(self) -> list[tuple[str, Any]]:
        """Name and options of each transformation; one without options is only a name."""
        return [
            (step, None) if isinstance(step, str) else next(iter(step.items()))
            for step in self.transformations
        ]

    @property
    def is_tabular(self) -> bool:
        return any(name.startswith("read_") for name, _ in self.steps)

    @property
    def is_in_files(self) -> bool:
        """Whether each file is a table of its own, unlike the files of a Delta Lake."""
        return all(name != "read_delta_lake" for name, _ in self.steps)

    def files(self) -> list[str]:
        """The existing files, without those of the metadata."""
        found: list[str] = []
        for entry in self.paths:
            kind, path = next(iter(entry.items()))
            if "://" in path and not path.startswith("file://"):
                raise ParallelRunError(
                    f"The MLTable names {path}. Only files beside it can be split into mini-batches here."
                )
            at = os.path.normpath(os.path.join(self.folder, path.replace("file://", "", 1)))
            if kind == "pattern":
                found += files_like(at)
            elif os.path.exists(at):
                found += files_below(at)
            else:
                raise ParallelRunError(f"The MLTable names {path}, which does not exist.")
        return [name for name in dict.fromkeys(sorted(found)) if os.path.basename(name) != FILE]


def read_table_file(path: str) -> TableFile | None:
    """The table of a folder; None if it has no file `MLTable`."""
    at = path if os.path.basename(path) == FILE else os.path.join(path, FILE)
    if not os.path.isfile(at):
        return None
    try:
        import yaml
    except ImportError:
        raise ParallelRunError(
            "The input is an MLTable, and the environment of the step has no package that reads it. Add 'mltable' to its packages."
        ) from None
    with open(at, encoding="utf-8") as file:
        content = yaml.safe_load(file) or {}
    return TableFile(
        os.path.dirname(at), content.get("paths") or [], content.get("transformations") or []
    )
