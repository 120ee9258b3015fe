"""Loads the rows of an MLTable as pandas data frames: with the package `mltable`, or with pandas alone where a table needs no more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

from .failures import ParallelRunError
from .mltable_file import FILE, TableFile
from .partitions import EXTRACT, partition_format

# More files than this are loaded together, because each load has a cost of its own.
MAX_SEPARATE_FILES = 1000


def load_parts(table: TableFile) -> Iterator[tuple[Any, int]]:
    """Each file's rows, with the size of the file in bytes."""
    files = table.files()
    if table.is_in_files and len(files) <= MAX_SEPARATE_FILES:
        for file in files:
            yield load_files(table, [file]), os.path.getsize(file)
    else:
        yield load_all(table), sum(os.path.getsize(file) for file in files)


def load_all(table: TableFile) -> Any:
    """All rows of a table."""
    return load_files(table, table.files()) if table.is_in_files else _with_package(table, None)


def load_files(table: TableFile, files: list[str]) -> Any:
    """The rows of some files of a table."""
    try:
        import mltable  # noqa: F401
    except ImportError:
        return _with_pandas(table, files)
    return _with_package(table, files)


def _with_package(table: TableFile, files: list[str] | None) -> Any:
    import mltable
    import yaml

    if files is None:
        return mltable.load(table.folder).to_pandas_dataframe()
    content = {
        "type": "mltable",
        "paths": [{"file": os.path.abspath(file)} for file in files],
        "transformations": table.transformations,
    }
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, FILE), "w", encoding="utf-8") as file:
            yaml.safe_dump(content, file)
        return mltable.load(folder).to_pandas_dataframe()


def _with_pandas(table: TableFile, files: list[str]) -> Any:
    try:
        import pandas
    except ImportError:
        raise ParallelRunError(
            "The input is a table, and the environment of the step has neither 'mltable' nor 'pandas'. Add 'mltable' to its packages."
        ) from None
    (reader, options), *rest = table.steps
    frames = [_read(pandas, reader, options or {}, file) for file in files]
    form = partition_format(table)
    if form:
        for frame, file in zip(frames, files, strict=True):
            for key, value in form.values(os.path.relpath(file, table.folder)).items():
                frame[key] = value
    frame = pandas.concat(frames, ignore_index=True) if frames else pandas.DataFrame()
    for name, option in rest:
        frame = frame if name == EXTRACT else _transformed(frame, name, option)
    return frame


def _read(pandas: Any, reader: str, options: dict[str, Any], file: str) -> Any:
    if reader == "read_delimited":
        has_header = options.get("header", "all_files_same_headers") != "no_header"
        frame = pandas.read_csv(
            file,
            sep=options.get("delimiter", ","),
            encoding=options.get("encoding", "utf8"),
            header=0 if has_header else None,
            keep_default_na=not options.get("empty_as_string", False),
        )
        if not has_header:
            frame.columns = [f"Column{i + 1}" for i in range(len(frame.columns))]
    elif reader == "read_parquet":
        frame = pandas.read_parquet(file)
    elif reader == "read_json_lines":
        frame = pandas.read_json(file, lines=True, encoding=options.get("encoding", "utf8"))
    else:
        raise _needs_package(reader)
    if options.get("include_path_column"):
        frame.insert(0, "Path", file)
    return frame


def _transformed(frame: Any, name: str, option: Any) -> Any:
    columns = [option] if isinstance(option, str) else option
    if name == "drop_columns":
        return frame.drop(columns=columns)
    if name == "keep_columns":
        return frame[columns]
    if name == "take":
        return frame.head(int(option))
    raise _needs_package(name)


def _needs_package(step: str) -> ParallelRunError:
    return ParallelRunError(
        f"The MLTable has the transformation {step}, which needs the package 'mltable'. Add it to the environment of the step."
    )
