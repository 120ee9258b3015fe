"""The forecasting task: prepares the table, divides it along time, builds and measures forecasters."""

from typing import Any

import numpy as np
import pandas as pd

from .baselines import NAMES, baseline
from .column_kinds import CATEGORICAL, NUMERIC, column_kinds
from .forecaster import PARTS, Forecaster
from .models import pipeline
from .problems import Problem
from .request import Candidate, Request
from .seasons import season_length
from .series import PREFIX, SeriesSettings, keys, read_times
from .tables import Table

# Folds of `auto` and of a user who asks for none.
DEFAULT_FOLDS = 3
FILLS = {"ffill": "ffill", "bfill": "bfill"}


def series_settings(frame: pd.DataFrame, request: Request) -> SeriesSettings:
    given = request.forecasting
    time = given["timeColumnName"]
    if time not in frame.columns:
        raise Problem(
            f"The training data has no column '{time}', named in the forecasting settings."
        )
    times = read_times(frame[time], time)
    return SeriesSettings(request, season_length(given.get("frequency"), times))


def fill_in_time(frame: pd.DataFrame, request: Request, settings: SeriesSettings) -> pd.DataFrame:
    """Fills missing values from the step before or after, for the columns for which a user asks so."""
    rules = request.featurization.get("transformerParams") or {}
    imputer = next((value for name, value in rules.items() if name.lower() == "imputer"), None)
    for rule in imputer or []:
        parameters = rule.get("parameters") or {}
        strategy = str(parameters.get("strategy", "")).lower()
        columns = [column for column in rule.get("fields") or [] if column in frame.columns]
        if strategy in FILLS:
            order = frame.sort_values(settings.time, kind="stable")
            groups = order.groupby(settings.ids, sort=False) if settings.ids else order
            filled = getattr(groups[columns], FILLS[strategy])()
            frame = frame.assign(**{column: filled[column] for column in columns})
        elif strategy == "constant" and request.target in columns:
            value = parameters.get("fill_value", 0)
            frame = frame.assign(**{request.target: frame[request.target].fillna(value)})
    return frame


def forecast_kinds(
    features: pd.DataFrame, request: Request, settings: SeriesSettings
) -> dict[str, str]:
    """The kinds of the columns that a forecaster gives to its estimator."""
    known = features.drop(columns=[settings.time, *settings.unknown], errors="ignore")
    kinds = column_kinds(known, request.featurization)
    kinds |= {column: CATEGORICAL for column in settings.ids}
    made = [*PARTS, "trend", *[f"lag_{lag}" for lag in settings.lags]]
    if settings.window > 0:
        made += ["window_mean", "window_min", "window_max"]
    return kinds | {f"{PREFIX}{name}": NUMERIC for name in made}


def build_forecaster(
    candidate: Candidate, kinds: dict[str, str], request: Request, settings: SeriesSettings
) -> Any:
    if candidate.algorithm in NAMES:
        return baseline(candidate.algorithm, settings)
    return Forecaster(pipeline(candidate, kinds, request), settings)


def rolling_splits(
    table: Table, request: Request, settings: SeriesSettings
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rolling origins: the last horizon is measured on with all before it, then the one a step earlier, and so on."""
    times = read_times(table.features[settings.time], settings.time).to_numpy()
    steps = np.unique(times)
    size = request.task.get("validationDataSize") or 0
    if size:
        origin = len(steps) - max(1, round(size * len(steps)))
        return [_at_origin(times, steps, origin, len(steps))] if origin > 0 else []
    found = []
    for fold in range(request.folds or DEFAULT_FOLDS):
        end = len(steps) - fold * settings.step
        origin = end - settings.horizon
        # A model needs more past than the horizon that it is asked for.
        if origin < max(settings.horizon, 2):
            break
        found.append(_at_origin(times, steps, origin, end))
    if not found:
        raise Problem(
            f"The training data has {len(steps)} time steps, too few to validate forecasts of {settings.horizon} "
            "steps. Lower forecast_horizon, or give validation data."
        )
    return found


def _at_origin(
    times: np.ndarray, steps: np.ndarray, origin: int, end: int
) -> tuple[np.ndarray, np.ndarray]:
    first, last = steps[origin], steps[end - 1]
    return np.flatnonzero(times < first), np.flatnonzero((times >= first) & (times <= last))


def count_series(table: Table, settings: SeriesSettings) -> int:
    return len(set(keys(table.features, settings.ids)))
