"""The times, ids and past values of time series."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from .problems import Problem
from .request import Fields, Request

# The columns that features of times and past values have in the frame of an estimator.
PREFIX = "automl_"
WHOLE = ("",)


class SeriesSettings:
    """The settings of a forecast that a fitted model keeps."""

    def __init__(self, request: Request, season: int) -> None:
        given = request.forecasting
        self.time: str = given["timeColumnName"]
        self.ids: list[str] = list(given.get("timeSeriesIdColumnNames") or [])
        self.unknown: list[str] = list(given.get("featuresUnknownAtForecastTime") or [])
        self.season: int = _value(given.get("seasonality")) or season
        self.horizon: int = _value(given.get("forecastHorizon")) or max(1, season)
        self.lags: list[int] = _lags(given.get("targetLags"), self.season)
        self.window: int = _window(given.get("targetRollingWindowSize"), self.season)
        self.step: int = int(given.get("cvStepSize") or self.horizon)

    def check(self, frame: pd.DataFrame, name: str) -> None:
        for column in [self.time, *self.ids]:
            if column not in frame.columns:
                raise Problem(
                    f"The {name} has no column '{column}', named in the forecasting settings."
                )

    @property
    def looks_back(self) -> bool:
        return bool(self.lags) or self.window > 0


def _value(choice: Fields | None) -> int | None:
    return int(choice["value"]) if choice and choice.get("value") else None


def _lags(choice: Fields | None, season: int) -> list[int]:
    """The lags that the user gives; `auto` takes the last steps and the last season."""
    if not choice:
        return []
    return sorted(set(choice.get("values") or [1, 2, 3, season]))


def _window(choice: Fields | None, season: int) -> int:
    if not choice:
        return 0
    return _value(choice) or max(2, season)


def read_times(values: pd.Series, name: str) -> pd.Series:
    times = pd.to_datetime(values, errors="coerce", format="mixed")
    if times.isna().any():
        raise Problem(f"The time column '{name}' has values that are no times.")
    return times.dt.tz_localize(None) if times.dt.tz is not None else times


def keys(frame: pd.DataFrame, ids: list[str]) -> list[tuple]:
    """The series of each row."""
    if not ids:
        return [WHOLE] * len(frame)
    return list(frame[ids].astype(str).itertuples(index=False, name=None))


class History:
    """The past values of each series, oldest first. It keeps as many as features look back."""

    def __init__(self, depth: int) -> None:
        self.depth = max(1, depth)
        self.values: dict[tuple, list[float]] = {}
        self.counts: dict[tuple, int] = {}

    def add(self, series: Iterable[tuple], values: Iterable[float]) -> None:
        for key, value in zip(series, values, strict=True):
            past = self.values.setdefault(key, [])
            past.append(float(value))
            self.counts[key] = self.counts.get(key, 0) + 1
            if len(past) > 2 * self.depth:
                del past[: -self.depth]

    def copy(self) -> "History":
        other = History(self.depth)
        other.values = {key: list(past) for key, past in self.values.items()}
        other.counts = dict(self.counts)
        return other

    def lagged(self, key: tuple, lag: int) -> float:
        past = self.values.get(key, [])
        return past[-lag] if len(past) >= lag else np.nan

    def recent(self, key: tuple, size: int) -> list[float]:
        return self.values.get(key, [])[-size:]
