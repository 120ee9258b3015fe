"""The model of a candidate: featurization and estimator in one pipeline, or an ensemble of such pipelines."""

from typing import Any

from sklearn import ensemble, linear_model
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from .estimators import densifier, estimator, needs_dense
from .featurize import preprocessor
from .request import Candidate, Request
from .tables import Table

ENSEMBLES = {"VotingEnsemble", "StackEnsemble"}


def build_model(candidate: Candidate, kinds: dict[str, str], request: Request) -> Any:
    if candidate.algorithm not in ENSEMBLES:
        return pipeline(candidate, kinds, request)
    members = [
        (f"{at}_{member.algorithm}", pipeline(member, kinds, request))
        for at, member in enumerate(candidate.members)
    ]
    is_classifier = request.type == "Classification"
    if candidate.algorithm == "VotingEnsemble":
        if is_classifier:
            return ensemble.VotingClassifier(members, voting="soft")
        return ensemble.VotingRegressor(members)
    if is_classifier:
        final = linear_model.LogisticRegression(max_iter=500)
        return ensemble.StackingClassifier(members, final, cv=3, stack_method="predict_proba")
    return ensemble.StackingRegressor(members, linear_model.RidgeCV(), cv=3)


def pipeline(candidate: Candidate, kinds: dict[str, str], request: Request) -> Pipeline:
    scaler = candidate.parameters.get("scaler")
    featurize = preprocessor(kinds, request.featurization, scaler)
    is_classifier = request.type == "Classification"
    model = estimator(is_classifier, candidate.algorithm, candidate.parameters, request.cores)
    middle = [("dense", densifier())] if needs_dense(candidate) else []
    return Pipeline([("featurize", featurize), *middle, ("model", model)])


def fit(model: Any, table: Table) -> Any:
    """Fits a model, with the weights of rows where the estimator takes them."""
    if (
        table.weights is not None
        and isinstance(model, Pipeline)
        and has_fit_parameter(model[-1], "sample_weight")
    ):
        return model.fit(table.features, table.target, model__sample_weight=table.weights)
    return model.fit(table.features, table.target)
