"""Evaluates the best model on the test data, which no trial has seen."""

from pathlib import Path

import numpy as np
import pandas as pd

from .request import Request
from .tables import as_table
from .trial import Metrics, Say, measure


def run_test(
    model, training: pd.DataFrame, test: pd.DataFrame, request: Request, folder: Path, say: Say
) -> Metrics:
    """Writes the predictions to `predictions/predictions.csv`; measures them if the test data has the target."""
    has_target = request.target in test.columns and bool(test[request.target].notna().any())
    features = test.drop(
        columns=[request.target, *([request.weights] if request.weights else [])], errors="ignore"
    )
    table = as_table(test, request, "test data") if has_target else None
    predicted = model.predict(features)
    folder.mkdir(parents=True, exist_ok=True)
    shown = test.assign(**{f"{request.target}_predicted": predicted})
    shown.to_csv(folder / "predictions.csv", index=False)
    if table is None:
        say(f"The test data has no column '{request.target}': its predictions are not measured.")
        return {}
    spread = 0.0
    if request.type != "Classification":
        spread = float(np.ptp(as_table(training, request, "training data").target))
    return measure(model, table, request, spread)
