"""The metrics of a classifier, under the names of Azure's runs."""

import numpy as np
from sklearn import metrics

AVERAGES = ("macro", "micro", "weighted")


def classification_metrics(
    target: np.ndarray, probabilities: np.ndarray, classes: np.ndarray
) -> dict[str, float]:
    """`probabilities` has shape (rows, classes), in the order of `classes`."""
    labels = np.asarray(classes).astype(str)
    true = np.asarray(target).astype(str)
    predicted = labels[probabilities.argmax(axis=1)]
    present = np.unique(true)
    recall = metrics.recall_score(true, predicted, average="macro", labels=present, zero_division=0)
    chance = 1 / max(2, len(present))
    found = {
        "accuracy": metrics.accuracy_score(true, predicted),
        "balanced_accuracy": recall,
        "weighted_accuracy": _weighted_accuracy(true, predicted),
        "norm_macro_recall": max(0.0, (recall - chance) / (1 - chance)),
        "matthews_correlation": metrics.matthews_corrcoef(true, predicted),
        "log_loss": _log_loss(true, probabilities, labels),
    }
    for average in AVERAGES:
        options = {"average": average, "zero_division": 0}
        found[f"f1_score_{average}"] = metrics.f1_score(true, predicted, **options)
        found[f"precision_score_{average}"] = metrics.precision_score(true, predicted, **options)
        found[f"recall_score_{average}"] = metrics.recall_score(true, predicted, **options)
    return found | _ranking_metrics(true, probabilities, labels)


def _weighted_accuracy(true: np.ndarray, predicted: np.ndarray) -> float:
    """Accuracy in which the frequent classes count more, each row by the share of its class."""
    values, counts = np.unique(true, return_counts=True)
    share = dict(zip(values, counts / len(true), strict=True))
    weights = np.array([share[value] for value in true])
    return float(np.average(true == predicted, weights=weights))


def _log_loss(true: np.ndarray, probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Rows of a class that the model never saw count as impossible."""
    position = {label: at for at, label in enumerate(labels)}
    chosen = [
        probabilities[row, position[value]] if value in position else 0.0
        for row, value in enumerate(true)
    ]
    return float(-np.mean(np.log(np.clip(chosen, 1e-15, 1))))


def _ranking_metrics(
    true: np.ndarray, probabilities: np.ndarray, labels: np.ndarray
) -> dict[str, float]:
    """One class against the rest, averaged; a class that is absent here, or the only one, has no curve."""
    hits = (true[:, None] == labels[None, :]).astype(int)
    counts = hits.sum(axis=0)
    columns = np.flatnonzero((counts > 0) & (counts < len(true)))
    if len(columns) == 0:
        return {}
    share = counts[columns]
    found: dict[str, float] = {}
    scorers = {
        "AUC": metrics.roc_auc_score,
        "average_precision_score": metrics.average_precision_score,
    }
    for name, scorer in scorers.items():
        each = [scorer(hits[:, at], probabilities[:, at]) for at in columns]
        found[f"{name}_macro"] = float(np.mean(each))
        found[f"{name}_weighted"] = float(np.average(each, weights=share))
        found[f"{name}_micro"] = float(scorer(hits.ravel(), probabilities.ravel()))
    return found
