"""The tables of a job, read by Azure's own package mltable."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api import types

from .problems import Problem
from .request import SEED, Request

# Of the name of a column in a message.
MAX_SHOWN_LENGTH = 100


@dataclass
class Table:
    """Features and target of the same rows."""

    features: pd.DataFrame
    target: pd.Series
    weights: pd.Series | None = None

    def rows(self, at) -> "Table":
        weights = None if self.weights is None else self.weights.iloc[at]
        return Table(self.features.iloc[at], self.target.iloc[at], weights)

    def __len__(self) -> int:
        return len(self.target)


def read_frame(path: str, name: str) -> pd.DataFrame:
    """Reads the folder of an MLTable, or its URI."""
    import mltable

    try:
        frame = mltable.load(path.rstrip("/")).to_pandas_dataframe()
    except Exception as error:
        reason = str(error).strip().splitlines()
        raise Problem(
            f"The {name} could not be read as an MLTable: {reason[0] if reason else error!r} "
            "Check the file MLTable in its folder."
        ) from error
    if frame.empty:
        raise Problem(f"The {name} has no rows. Check the paths in its file MLTable.")
    return with_names(frame, name)


def with_names(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same columns, with texts as names: scikit-learn takes a number for a position."""
    frame = frame.set_axis([str(column) for column in frame.columns], axis="columns")
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice) > 0:
        raise Problem(
            f"The {name} has more than one column {shown(twice[0])}. Rename all but one of them."
        )
    return frame


def shown(column: str) -> str:
    """The name of a column in a message, which is one line of moderate length."""
    text = column if len(column) <= MAX_SHOWN_LENGTH else f"{column[:MAX_SHOWN_LENGTH]}…"
    return "'" + "".join(each if each.isprintable() else repr(each)[1:-1] for each in text) + "'"


def as_table(frame: pd.DataFrame, request: Request, name: str) -> Table:
    """Splits a frame into features and target. Rows without a target say nothing, and are left out."""
    for column in [request.target, request.weights]:
        if column is not None and column not in frame.columns:
            raise Problem(
                f"The {name} has no column {shown(column)}. Its columns are: {', '.join(map(shown, frame.columns))}."
            )
    known = frame[frame[request.target].notna()].reset_index(drop=True)
    if known.empty:
        raise Problem(f"The column {shown(request.target)} of the {name} is empty.")
    weights = known[request.weights] if request.weights else None
    extra = [request.target, *([request.weights] if request.weights else [])]
    splits = request.task.get("cvSplitColumnNames") or []
    features = known.drop(columns=[*extra, *[each for each in splits if each in known.columns]])
    if features.shape[1] == 0:
        raise Problem(f"The {name} has no column besides {shown(request.target)}.")
    target = known[request.target]
    target = _classes(target) if request.type == "Classification" else _numbers(target, name)
    return Table(features, target, weights)


def _classes(target: pd.Series) -> pd.Series:
    """Numbers and texts in one column are classes with the texts as names: they have no order otherwise."""
    is_mixed = target.dtype == object and target.map(type).nunique() > 1
    return target.astype(str) if is_mixed else target


def _numbers(target: pd.Series, name: str) -> pd.Series:
    column = f"The column {shown(str(target.name))} of the {name}"
    if types.is_datetime64_any_dtype(target) or types.is_timedelta64_dtype(target):
        raise Problem(f"{column} has times: the task needs numbers.")
    numbers = pd.to_numeric(target, errors="coerce")
    if numbers.isna().any():
        raise Problem(f"{column} has values that are no numbers: the task needs numbers.")
    if np.isinf(numbers.astype(float)).any():
        raise Problem(f"{column} has infinite values: the task needs finite numbers.")
    return numbers.astype(float)


def split_test(frame: pd.DataFrame, request: Request) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Sets aside the part of the training data that no trial sees, if the user asked for one."""
    size = request.task.get("testDataSize") or 0
    if not size:
        return frame, None
    rows = max(1, round(len(frame) * size))
    if request.type == "Forecasting":
        time = request.forecasting["timeColumnName"]
        ordered = frame.sort_values(time, kind="stable")
        return ordered.iloc[:-rows], ordered.iloc[-rows:]
    test = frame.sample(n=rows, random_state=SEED)
    return frame.drop(index=test.index).reset_index(drop=True), test.reset_index(drop=True)
