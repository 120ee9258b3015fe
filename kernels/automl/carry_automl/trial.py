"""A trial: validates a candidate, then fits it on all training data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .classification_metrics import classification_metrics
from .column_kinds import column_kinds
from .forecasting import (
    build_forecaster,
    count_series,
    fill_in_time,
    forecast_kinds,
    rolling_splits,
    series_settings,
)
from .models import build_model, fit
from .problems import Problem
from .regression_metrics import regression_metrics
from .request import Request
from .splits import splits
from .tables import Table, as_table, shown

Metrics = dict[str, float]
Say = Callable[[str], None]


@dataclass
class Fitted:
    model: Any
    metrics: Metrics
    # The table that the model was fitted on.
    table: Table


def run_trial(
    training: pd.DataFrame, validation: pd.DataFrame | None, request: Request, say: Say
) -> Fitted:
    """Measures the candidate on data that it was not fitted on. After cross validation it is fitted once more, on all rows."""
    fitted = _fit_and_measure(training, validation, request, say)
    if request.metric not in fitted.metrics:
        raise Problem(
            f"{request.metric} could not be measured: the rows to validate have one value of {shown(request.target)}. "
            "Add rows of other values, or choose another primary metric."
        )
    return fitted


def _fit_and_measure(
    training: pd.DataFrame, validation: pd.DataFrame | None, request: Request, say: Say
) -> Fitted:
    task = (
        _Series(training, request) if request.type == "Forecasting" else _Tabular(training, request)
    )
    table = task.table(training, "training data")
    build = task.builder(table)
    say(task.describe(table))
    if request.type == "Classification":
        _check_classes(table, request)
    spread = 0.0 if request.type == "Classification" else float(np.ptp(table.target))
    if validation is not None:
        other = task.table(validation, "validation data")
        say(f"Validates on the {len(other)} rows of the validation data.")
        model = fit(build(), table)
        return Fitted(model, measure(model, other, request, spread), table)
    found = []
    folds = task.splits(table, training)
    for at, (fit_rows, rows) in enumerate(folds, start=1):
        model = fit(build(), table.rows(fit_rows))
        found.append(measure(model, table.rows(rows), request, spread))
        score = found[-1].get(request.metric, float("nan"))
        say(
            f"Fold {at} of {len(folds)}: fitted on {len(fit_rows)} rows, {request.metric} {score:.6g} on {len(rows)}."
        )
    if len(folds) == 1 and request.type != "Forecasting":
        return Fitted(model, found[0], table)
    return Fitted(fit(build(), table), mean_metrics(found), table)


def _check_classes(table: Table, request: Request) -> None:
    classes = table.target.unique()
    column = f"The column {shown(request.target)} of the training data"
    if len(classes) == 1:
        raise Problem(
            f"{column} has one class, {shown(str(classes[0]))}: there is nothing to learn. "
            "Add rows of other classes, or choose another target column."
        )
    if len(classes) == len(table):
        raise Problem(
            f"{column} has another class in every row: no row is left to measure a model on. "
            "Choose another target column, or regression for a column of numbers."
        )


def mean_metrics(found: list[Metrics]) -> Metrics:
    """The mean over the folds that have a metric: a fold with one class only has no AUC."""
    names = {name for each in found for name in each}
    return {
        name: float(np.mean([each[name] for each in found if name in each]))
        for name in sorted(names)
    }


def measure(model: Any, table: Table, request: Request, spread: float) -> Metrics:
    if request.type == "Classification":
        probabilities = model.predict_proba(table.features)
        return classification_metrics(table.target.to_numpy(), probabilities, model.classes_)
    if request.type == "Forecasting":
        predicted = model.rolling(table.features, table.target)
    else:
        predicted = model.predict(table.features)
    return regression_metrics(table.target.to_numpy(), predicted, spread)


class _Tabular:
    def __init__(self, _training: pd.DataFrame, request: Request) -> None:
        self.request = request

    def table(self, frame: pd.DataFrame, name: str) -> Table:
        return as_table(frame, self.request, name)

    def builder(self, table: Table) -> Callable[[], Any]:
        self.kinds = column_kinds(table.features, self.request.featurization)
        return lambda: build_model(self.request.candidate, self.kinds, self.request)

    def splits(self, table: Table, frame: pd.DataFrame) -> list:
        rows = frame[frame[self.request.target].notna()].reset_index(drop=True)
        return splits(table, rows, self.request)

    def describe(self, table: Table) -> str:
        return f"{len(table)} rows; columns: {_listed(self.kinds)}."


class _Series:
    def __init__(self, training: pd.DataFrame, request: Request) -> None:
        self.request = request
        self.settings = series_settings(training, request)

    def table(self, frame: pd.DataFrame, name: str) -> Table:
        self.settings.check(frame, name)
        return as_table(fill_in_time(frame, self.request, self.settings), self.request, name)

    def builder(self, table: Table) -> Callable[[], Any]:
        self.kinds = forecast_kinds(table.features, self.request, self.settings)
        candidate = self.request.candidate
        return lambda: build_forecaster(candidate, self.kinds, self.request, self.settings)

    def splits(self, table: Table, _frame: pd.DataFrame) -> list:
        return rolling_splits(table, self.request, self.settings)

    def describe(self, table: Table) -> str:
        settings = self.settings
        return (
            f"{len(table)} rows of {count_series(table, settings)} series, horizon {settings.horizon}, "
            f"season {settings.season} steps; columns: {_listed(self.kinds)}."
        )


def _listed(kinds: dict[str, str]) -> str:
    groups: dict[str, list[str]] = {}
    for column, kind in kinds.items():
        groups.setdefault(kind, []).append(shown(column))
    return "; ".join(f"{kind} {', '.join(columns)}" for kind, columns in groups.items())
