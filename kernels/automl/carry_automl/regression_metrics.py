"""The metrics of a regressor or forecaster, under the names of Azure's runs."""

import numpy as np
from scipy.stats import rankdata
from sklearn import metrics


def regression_metrics(
    target: np.ndarray, predicted: np.ndarray, spread: float
) -> dict[str, float]:
    """`spread` is the range of the whole target, by which the normalized metrics are divided."""
    true = np.asarray(target, dtype=float)
    guess = np.asarray(predicted, dtype=float)
    scale = spread if spread > 0 else 1.0
    absolute = {
        "mean_absolute_error": metrics.mean_absolute_error(true, guess),
        "median_absolute_error": metrics.median_absolute_error(true, guess),
        "root_mean_squared_error": float(np.sqrt(metrics.mean_squared_error(true, guess))),
    }
    found = absolute | {f"normalized_{name}": value / scale for name, value in absolute.items()}
    found["spearman_correlation"] = _spearman(true, guess)
    nonzero = true != 0
    if nonzero.any():
        errors = np.abs((true[nonzero] - guess[nonzero]) / true[nonzero])
        found["mean_absolute_percentage_error"] = float(100 * errors.mean())
    if len(true) > 1:
        found["r2_score"] = metrics.r2_score(true, guess)
        found["explained_variance"] = metrics.explained_variance_score(true, guess)
    if true.min() >= 0 and guess.min() >= 0:
        logs = float(np.sqrt(metrics.mean_squared_log_error(true, guess)))
        found["root_mean_squared_log_error"] = logs
        found["normalized_root_mean_squared_log_error"] = logs / max(np.log1p(scale), 1e-12)
    return found


def _spearman(true: np.ndarray, guess: np.ndarray) -> float:
    """The correlation of ranks; 0 for a constant, which has none."""
    if len(true) < 2 or np.ptp(true) == 0 or np.ptp(guess) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(true), rankdata(guess))[0, 1])
