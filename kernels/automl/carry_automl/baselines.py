"""Forecasts without a model: the last value or the mean, of the series or of its season."""

from typing import Any

import numpy as np
import pandas as pd

from .forecaster import Forecaster
from .series import History, SeriesSettings, keys

NAMES = {"Naive", "SeasonalNaive", "Average", "SeasonalAverage"}
# Seasons whose values an average keeps.
MAX_SEASONS = 1000


class Baseline(Forecaster):
    """One of the four baselines of Azure's forecasts."""

    def __init__(self, name: str, settings: SeriesSettings) -> None:
        super().__init__(None, settings)
        self.name = name

    def fit(self, features: pd.DataFrame, target: pd.Series) -> "Baseline":
        times, order = self._ordered(features)
        values = np.asarray(target, dtype=float)[order]
        depth = self.settings.season * (MAX_SEASONS if self.name == "SeasonalAverage" else 1)
        if self.name == "Average":
            depth = len(values)
        self.history_ = History(depth)
        self.history_.add(keys(features.iloc[order], self.settings.ids), values)
        self.mean_ = float(values.mean())
        self.end_ = times.max()
        return self

    def _forecast(self, features: pd.DataFrame, known: np.ndarray | None) -> np.ndarray:
        _, order = self._ordered(features)
        series = keys(features, self.settings.ids)
        history = self.history_.copy()
        ahead: dict[tuple, int] = {}
        values = np.empty(len(features))
        for at in order:
            key = series[at]
            ahead[key] = ahead.get(key, 0) + 1
            values[at] = self._value(history.values.get(key, []), ahead[key])
            if known is not None and not np.isnan(known[at]):
                history.add([key], [known[at]])
                ahead[key] = 0
        return values

    def _value(self, past: list[float], ahead: int) -> float:
        """The value that is `ahead` steps after the past of a series."""
        if not past:
            return self.mean_
        if self.name == "Naive":
            return past[-1]
        if self.name == "Average":
            return float(np.mean(past))
        season = min(self.settings.season, len(past))
        place = len(past) - season + (ahead - 1) % season
        if self.name == "SeasonalNaive":
            return past[place]
        return float(np.mean(past[place % season :: season]))


def baseline(name: str, settings: SeriesSettings) -> Any:
    return Baseline(name, settings)
