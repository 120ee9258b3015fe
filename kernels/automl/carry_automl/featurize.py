"""Turns the columns of a table into the numbers that an estimator takes."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

from .column_kinds import CATEGORICAL, NUMERIC, TEXT, TIME
from .problems import Problem
from .request import Fields

# Categories beyond these are one: a column with more is nearly one of texts.
MAX_CATEGORIES = 100
MAX_WORDS = 1000

SCALERS = {
    "StandardScalerWrapper": StandardScaler,
    "MaxAbsScaler": MaxAbsScaler,
    "MinMaxScaler": lambda: MinMaxScaler(clip=True),
    "RobustScaler": RobustScaler,
}
STRATEGIES = {"mean", "median", "most_frequent", "constant"}


class TimeParts(TransformerMixin, BaseEstimator):
    """The parts of times, as columns of numbers."""

    def fit(self, _times: pd.DataFrame, _target=None) -> "TimeParts":
        self.fitted_ = True
        return self

    def transform(self, times: pd.DataFrame) -> np.ndarray:
        return np.hstack([time_parts(times[column]) for column in times.columns])


def time_parts(values: pd.Series) -> np.ndarray:
    """Year, month, day, day of the week, day of the year, hour and minute; shape (rows, 7)."""
    times = pd.to_datetime(values, errors="coerce", format="mixed").dt
    parts = [times.year, times.month, times.day, times.day_of_week, times.day_of_year]
    return np.column_stack([*parts, times.hour, times.minute]).astype(float)


def as_objects(columns: pd.DataFrame) -> pd.DataFrame:
    """Columns of one type, because an imputer takes no mixture; missing values stay missing."""
    return columns.astype(object).where(columns.notna(), np.nan).map(_as_text)


def _as_text(value):
    return value if isinstance(value, float) and np.isnan(value) else str(value)


def as_finite(columns: pd.DataFrame) -> pd.DataFrame:
    """Infinite numbers, which no estimator takes, as missing ones."""
    return columns.replace([np.inf, -np.inf], np.nan)


def as_text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), "").astype(str)


def preprocessor(kinds: dict[str, str], settings: Fields, scaler: str | None) -> ColumnTransformer:
    """Fills, encodes and scales the columns by their kinds."""
    fills = _imputers(settings)
    blocked = {name.lower() for name in settings.get("blockedTransformers") or []}
    uses_codes = settings.get("mode") == "Off" or "onehotencoder" in blocked
    of = {
        kind: [name for name, each in kinds.items() if each == kind] for kind in set(kinds.values())
    }
    steps: list[tuple] = []
    for strategy, columns in _by_strategy(of.get(NUMERIC, []), fills).items():
        finite = FunctionTransformer(as_finite)
        numbers = [finite, _imputer(strategy, "mean"), *_scaling(scaler)]
        steps.append((f"numbers {strategy}", make_pipeline(*numbers), columns))
    if of.get(TIME):
        parts = [TimeParts(), SimpleImputer(strategy="most_frequent"), *_scaling(scaler)]
        steps.append(("times", make_pipeline(*parts), of[TIME]))
    for strategy, columns in _by_strategy(of.get(CATEGORICAL, []), fills).items():
        encoder = _ordinal() if uses_codes else _one_hot()
        categories = [FunctionTransformer(as_objects), _imputer(strategy, "most_frequent"), encoder]
        steps.append((f"categories {strategy}", make_pipeline(*categories), columns))
    if "tfidf" not in blocked:
        # A step is named by its number: some names of columns are none of steps.
        for at, column in enumerate(of.get(TEXT, [])):
            words = TfidfVectorizer(max_features=MAX_WORDS, sublinear_tf=True)
            steps.append(
                (
                    f"text {at}",
                    Pipeline([("text", FunctionTransformer(as_text)), ("tfidf", words)]),
                    column,
                )
            )
    if not steps:
        raise Problem(
            "No column is left to learn from: each has one value, or a different one in every row. "
            "Name the purpose of a column in featurization.column_name_and_types."
        )
    return ColumnTransformer(steps, sparse_threshold=0.3)


def _one_hot() -> OneHotEncoder:
    return OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=MAX_CATEGORIES)


def _ordinal() -> OrdinalEncoder:
    return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)


def _scaling(scaler: str | None) -> list:
    return [SCALERS[scaler]()] if scaler in SCALERS else []


def _imputers(settings: Fields) -> dict[str, tuple]:
    """The strategy that a user gives for a column, with the value of a constant."""
    given = {
        name.lower(): rules for name, rules in (settings.get("transformerParams") or {}).items()
    }
    strategies = {}
    for rule in given.get("imputer") or []:
        parameters = rule.get("parameters") or {}
        strategy = str(parameters.get("strategy", "mean")).lower()
        for column in rule.get("fields") or []:
            strategies[column] = (strategy, parameters.get("fill_value"))
    return strategies


def _by_strategy(columns: list[str], fills: dict[str, tuple]) -> dict[tuple, list[str]]:
    groups: dict[tuple, list[str]] = {}
    for column in columns:
        groups.setdefault(fills.get(column, ("default", None)), []).append(column)
    return groups


def _imputer(rule: tuple, default: str) -> SimpleImputer:
    strategy, value = rule
    # Strategies along time are applied to the whole table beforehand.
    known = strategy in STRATEGIES and not (
        default == "most_frequent" and strategy in {"mean", "median"}
    )
    if not known:
        return SimpleImputer(strategy=default, keep_empty_features=True)
    if strategy == "constant" and value is None:
        value = 0 if default == "mean" else "missing"
    if strategy == "constant" and default == "most_frequent":
        value = str(value)
    fill = value if strategy == "constant" else None
    return SimpleImputer(strategy=strategy, fill_value=fill, keep_empty_features=True)
