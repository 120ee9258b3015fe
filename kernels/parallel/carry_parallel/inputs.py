"""The mini-batches of a job, by the kind of its input: files, or tables."""

from __future__ import annotations

import os

from .failures import ParallelRunError
from .mini_batches import (
    MiniBatch,
    batches_by_keys,
    batches_of_files,
    batches_of_tables,
    files_below,
)
from .mltable_file import read_table_file
from .partitions import batches_by_path
from .settings import Settings
from .tables import load_all, load_parts


def mini_batches(settings: Settings) -> list[MiniBatch]:
    """Splits the input of a job."""
    if not os.path.exists(settings.input_path):
        raise ParallelRunError(
            f"The input '{settings.input_name}' is not at {settings.input_path}."
        )
    table = read_table_file(settings.input_path) if settings.input_type == "mltable" else None
    if table is None and settings.partition_keys:
        raise ParallelRunError(
            "partition_keys need an input of type mltable: one that reads tables, or one of files with the transformation extract_columns_from_partition_format."
        )
    if table is None:
        found = list(batches_of_files(files_below(settings.input_path), settings.mini_batch_size))
    elif not table.is_tabular and settings.partition_keys:
        found = list(batches_by_path(table, settings.partition_keys))
    elif not table.is_tabular:
        found = list(batches_of_files(table.files(), settings.mini_batch_size))
    elif settings.partition_keys:
        found = list(batches_by_keys(load_all(table), settings.partition_keys))
    else:
        found = list(batches_of_tables(list(load_parts(table)), settings.mini_batch_size))
    if not found:
        raise ParallelRunError(f"The input '{settings.input_name}' has no files.")
    return found
