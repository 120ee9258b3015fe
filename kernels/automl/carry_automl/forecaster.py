"""A forecaster: an estimator on features of the time, of the other columns and of the past of each series."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin, clone

from .featurize import time_parts
from .series import PREFIX, History, SeriesSettings, keys, read_times

PARTS = ("year", "month", "day", "weekday", "yearday", "hour", "minute")
ORIGIN = datetime.datetime(1970, 1, 1)
SECONDS_PER_DAY = 86_400


class Forecaster(RegressorMixin, BaseEstimator):
    """
    `predict` takes rows after the training data, in any order, and returns a value for each. Where the estimator looks back at values
    of the target, it goes step by step in time and takes its own forecasts for the steps in between.
    """

    def __init__(self, pipeline: Any, settings: SeriesSettings) -> None:
        self.pipeline = pipeline
        self.settings = settings

    def fit(self, features: pd.DataFrame, target: pd.Series) -> "Forecaster":
        times, order = self._ordered(features)
        rows, values = features.iloc[order], np.asarray(target, dtype=float)[order]
        series = keys(rows, self.settings.ids)
        self.history_ = History(max([*self.settings.lags, self.settings.window, 1]))
        frame = self._frame(rows, times.iloc[order])
        if self.settings.looks_back:
            frame = self._with_past(frame, series, values)
        self.history_.add(series, values)
        self.end_ = times.max()
        self.fitted_ = clone(self.pipeline).fit(frame, values)
        return self

    def predict(self, features: pd.DataFrame) -> np.ndarray:
        return self._forecast(features, None)

    def forecast(
        self, X_pred: pd.DataFrame, y_pred: Any = None, ignore_data_errors: bool = False
    ) -> tuple[np.ndarray, pd.DataFrame]:
        """As of Azure's forecasters: values in `y_pred` that are not missing are taken as known."""
        known = None if y_pred is None else np.asarray(y_pred, dtype=float)
        values = self._forecast(X_pred, known)
        if known is not None:
            values = np.where(np.isnan(known), values, known)
        index = pd.MultiIndex.from_frame(X_pred[[self.settings.time, *self.settings.ids]])
        return values, pd.DataFrame({"_automl_target_col": values}, index=index)

    def rolling(self, features: pd.DataFrame, target: pd.Series) -> np.ndarray:
        """Forecasts one horizon after another; after each, its true values are known."""
        times, order = self._ordered(features)
        values, done = np.empty(len(features)), self.history_
        steps = np.unique(times.to_numpy())
        try:
            for begin in range(0, len(steps), self.settings.horizon):
                block = steps[begin : begin + self.settings.horizon]
                at = order[np.isin(times.to_numpy()[order], block)]
                values[at] = self._forecast(features.iloc[at], None)
                self.history_ = self.history_.copy()
                self.history_.add(
                    keys(features.iloc[at], self.settings.ids), np.asarray(target, dtype=float)[at]
                )
        finally:
            self.history_ = done
        return values

    def _ordered(self, features: pd.DataFrame) -> tuple[pd.Series, np.ndarray]:
        times = read_times(features[self.settings.time], self.settings.time)
        return times, np.argsort(times.to_numpy(), kind="stable")

    def _frame(self, features: pd.DataFrame, times: pd.Series) -> pd.DataFrame:
        """The columns that are known at the time of a forecast."""
        known = features.drop(columns=[self.settings.time, *self.settings.unknown], errors="ignore")
        known = known.assign(**{column: known[column].astype(str) for column in self.settings.ids})
        parts = pd.DataFrame(
            time_parts(times), columns=[f"{PREFIX}{part}" for part in PARTS], index=known.index
        )
        days = (times - ORIGIN).dt.total_seconds() / SECONDS_PER_DAY
        return pd.concat(
            [known, parts, days.rename(f"{PREFIX}trend").set_axis(known.index)], axis=1
        )

    def _with_past(
        self, frame: pd.DataFrame, series: list[tuple], values: np.ndarray
    ) -> pd.DataFrame:
        """Adds past values of the same series to the rows of the training data, which are ordered by time."""
        of_row = pd.Series(["\0".join(key) for key in series], index=frame.index)
        grouped = pd.Series(values, index=frame.index).groupby(of_row, sort=False)
        past = {self._lag(lag): grouped.shift(lag) for lag in self.settings.lags}
        if self.settings.window > 0:
            before = grouped.shift(1).groupby(of_row, sort=False)
            rolled = before.rolling(self.settings.window, min_periods=1)
            for name in ("mean", "min", "max"):
                past[f"{PREFIX}window_{name}"] = getattr(rolled, name)().droplevel(0)
        return frame.assign(**past)

    @staticmethod
    def _lag(lag: int) -> str:
        return f"{PREFIX}lag_{lag}"

    def _forecast(self, features: pd.DataFrame, known: np.ndarray | None) -> np.ndarray:
        times, order = self._ordered(features)
        frame = self._frame(features, times)
        if not self.settings.looks_back:
            return np.asarray(self.fitted_.predict(frame), dtype=float)
        series = keys(features, self.settings.ids)
        history = self.history_.copy()
        values = np.empty(len(features))
        instants = times.to_numpy()[order]
        begins = np.flatnonzero(np.r_[True, instants[1:] != instants[:-1]])
        for at in np.split(order, begins[1:]):
            now = [series[row] for row in at]
            rows = frame.iloc[at].assign(**self._past(history, now))
            values[at] = self.fitted_.predict(rows)
            taken = values[at]
            if known is not None:
                taken = np.where(np.isnan(known[at]), taken, known[at])
            history.add(now, taken)
        return values

    def _past(self, history: History, series: list[tuple]) -> dict[str, list[float]]:
        past = {
            self._lag(lag): [history.lagged(key, lag) for key in series]
            for lag in self.settings.lags
        }
        if self.settings.window > 0:
            recent = [history.recent(key, self.settings.window) or [np.nan] for key in series]
            past[f"{PREFIX}window_mean"] = [float(np.mean(each)) for each in recent]
            past[f"{PREFIX}window_min"] = [float(np.min(each)) for each in recent]
            past[f"{PREFIX}window_max"] = [float(np.max(each)) for each in recent]
        return past
