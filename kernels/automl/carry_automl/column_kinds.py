"""Decides how each column is featurized."""

import warnings

import numpy as np
import pandas as pd
from pandas.api import types

from .request import Fields

NUMERIC, CATEGORICAL, TEXT, TIME, IGNORED = "numeric", "categorical", "text", "time", "ignored"

# Azure's names of the purposes of columns, in lower case.
PURPOSES = {
    "numeric": NUMERIC,
    "categorical": CATEGORICAL,
    "categoricalhash": CATEGORICAL,
    "text": TEXT,
    "datetime": TIME,
    "ignore": IGNORED,
    "hashes": IGNORED,
    "allnan": IGNORED,
    "single_value": IGNORED,
}
# A column of words counts as text from this average number of words.
TEXT_WORDS = 4
# A column of words whose values are nearly all different identifies rows.
IDENTIFIER_SHARE = 0.9
SAMPLE_ROWS = 200


def column_kinds(features: pd.DataFrame, settings: Fields) -> dict[str, str]:
    """The kind of every column: the one that the user names, otherwise the one that its values suggest."""
    given = {
        column: PURPOSES.get(str(purpose).lower())
        for column, purpose in (settings.get("columnNameAndTypes") or {}).items()
    }
    guess = _plain_kind if settings.get("mode") == "Off" else _kind
    return {column: given.get(column) or guess(features[column]) for column in features.columns}


def _plain_kind(values: pd.Series) -> str:
    """Without featurization there are only numbers and categories."""
    is_number = types.is_numeric_dtype(values) and not types.is_bool_dtype(values)
    return NUMERIC if is_number else CATEGORICAL


def _kind(values: pd.Series) -> str:
    known = values.dropna()
    if any(map(_is_nested, known)) or known.nunique() <= 1:
        return IGNORED
    if types.is_bool_dtype(values):
        return CATEGORICAL
    if types.is_numeric_dtype(values):
        return NUMERIC
    if types.is_datetime64_any_dtype(values):
        return TIME
    texts = known.astype(str)
    if _are_times(texts):
        return TIME
    if texts.str.split().str.len().mean() >= TEXT_WORDS:
        return TEXT
    if len(texts) > 20 and texts.nunique() > IDENTIFIER_SHARE * len(texts):
        return IGNORED
    return CATEGORICAL


def _is_nested(value: object) -> bool:
    """True for the lists and structures of a Parquet or JSON file."""
    return isinstance(value, (list, dict, set, np.ndarray))


def _are_times(texts: pd.Series) -> bool:
    sample = texts.iloc[:SAMPLE_ROWS]
    if not sample.str.contains(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", regex=True).all():
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(pd.to_datetime(sample, errors="coerce", format="mixed").notna().all())
