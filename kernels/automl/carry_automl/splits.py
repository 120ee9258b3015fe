"""How the training data is divided into rows to fit and rows to measure on, by Azure's rules."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit

from .problems import Problem
from .request import SEED, Request
from .tables import Table

Split = tuple[np.ndarray, np.ndarray]

# Without a wish of the user, a table with more rows is divided once; a smaller one is cross validated.
LARGE_ROWS = 20_000
SMALL_ROWS = 1_000


def splits(table: Table, frame: pd.DataFrame, request: Request) -> list[Split]:
    """The rows to fit and the rows to measure on, once for each fold."""
    if request.type != "Classification":
        return _divided(table, frame, request)
    divided = [_with_all_classes(each, table.target) for each in _divided(table, frame, request)]
    return [(fit, measured) for fit, measured in divided if len(measured) > 0]


def _with_all_classes(split: Split, target: pd.Series) -> Split:
    """A class that has rows to measure on only, because it has few, has them to fit on instead: estimators fail with one class."""
    fit, measured = split
    is_known = target.iloc[measured].isin(target.iloc[fit].unique()).to_numpy()
    return np.concatenate([fit, measured[~is_known]]), measured[is_known]


def _divided(table: Table, frame: pd.DataFrame, request: Request) -> list[Split]:
    columns = request.task.get("cvSplitColumnNames") or []
    if columns:
        return [_by_column(frame, column) for column in columns]
    size = request.task.get("validationDataSize") or 0
    folds = request.folds
    if size:
        return list(_random(table, request, folds or 1, size))
    if folds is None:
        if len(table) > LARGE_ROWS:
            return list(_random(table, request, 1, 0.1))
        folds = 10 if len(table) < SMALL_ROWS else 3
    folds = min(folds, len(table))
    if folds < 2:
        raise Problem("The training data has one row: there is nothing to measure a model on.")
    kind = StratifiedKFold if _is_stratified(table, request, folds) else KFold
    divider = kind(n_splits=folds, shuffle=True, random_state=SEED)
    return list(divider.split(table.features, table.target))


def _random(table: Table, request: Request, times: int, size: float) -> Iterator[Split]:
    kind = StratifiedShuffleSplit if _is_stratified(table, request, 2) else ShuffleSplit
    divider = kind(n_splits=times, test_size=size, random_state=SEED)
    return divider.split(table.features, table.target)


def _by_column(frame: pd.DataFrame, column: str) -> Split:
    """A column that has 1 for the rows to fit and 0 for those to measure on."""
    if column not in frame.columns:
        raise Problem(
            f"The training data has no column '{column}', named in cv_split_column_names."
        )
    is_fit = frame[column].astype(float).to_numpy() == 1
    if is_fit.all() or not is_fit.any():
        raise Problem(
            f"The column '{column}' must have 1 for rows to fit and 0 for rows to validate."
        )
    return np.flatnonzero(is_fit), np.flatnonzero(~is_fit)


def _is_stratified(table: Table, request: Request, folds: int) -> bool:
    """Every fold has a share of each class, if there are enough rows of it."""
    return request.type == "Classification" and int(table.target.value_counts().min()) >= folds
