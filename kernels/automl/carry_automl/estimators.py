"""The estimators of scikit-learn and LightGBM, by Azure's names."""

from collections.abc import Callable
from typing import Any

from scipy import sparse
from sklearn import ensemble, linear_model, naive_bayes, neighbors, svm, tree
from sklearn.calibration import CalibratedClassifierCV
from sklearn.preprocessing import FunctionTransformer

from .problems import Problem
from .request import SEED, Candidate, Fields

Build = Callable[..., Any]


def light_gbm(name: str) -> Build:
    def build(cores: int, **parameters: Any) -> Any:
        # Loaded on demand: the other algorithms do not need it.
        import lightgbm

        estimator = getattr(lightgbm, name)
        return estimator(random_state=SEED, n_jobs=cores, verbosity=-1, **parameters)

    return build


def parallel(estimator: Build) -> Build:
    return lambda cores, **p: estimator(random_state=SEED, n_jobs=cores, **p)


def seeded(estimator: Build) -> Build:
    return lambda cores, **p: estimator(random_state=SEED, **p)


def plain(estimator: Build) -> Build:
    return lambda cores, **p: estimator(**p)


def calibrated(estimator: Build) -> Build:
    """Gives probabilities, which a support vector machine has not."""
    return lambda cores, **p: CalibratedClassifierCV(
        estimator(random_state=SEED, **p), cv=3, ensemble=False
    )


def logistic(cores: int, class_weight: str = "none", **parameters: Any) -> Any:
    weight = None if class_weight == "none" else class_weight
    return linear_model.LogisticRegression(max_iter=500, class_weight=weight, **parameters)


def iterative(estimator: Build, **fixed: Any) -> Build:
    return lambda cores, **p: estimator(random_state=SEED, **fixed, **p)


CLASSIFIERS: dict[str, Build] = {
    "LightGBM": light_gbm("LGBMClassifier"),
    "LogisticRegression": logistic,
    "RandomForest": parallel(ensemble.RandomForestClassifier),
    "ExtremeRandomTrees": parallel(ensemble.ExtraTreesClassifier),
    "GradientBoosting": seeded(ensemble.HistGradientBoostingClassifier),
    "SGD": iterative(linear_model.SGDClassifier, loss="log_loss"),
    "LinearSVM": calibrated(svm.LinearSVC),
    "SVM": calibrated(svm.SVC),
    "KNN": plain(neighbors.KNeighborsClassifier),
    "DecisionTree": seeded(tree.DecisionTreeClassifier),
    "BernoulliNaiveBayes": plain(naive_bayes.BernoulliNB),
    "MultinomialNaiveBayes": plain(naive_bayes.MultinomialNB),
}
REGRESSORS: dict[str, Build] = {
    "LightGBM": light_gbm("LGBMRegressor"),
    "ElasticNet": iterative(linear_model.ElasticNet, max_iter=5000),
    "LassoLars": seeded(linear_model.LassoLars),
    "RandomForest": parallel(ensemble.RandomForestRegressor),
    "ExtremeRandomTrees": parallel(ensemble.ExtraTreesRegressor),
    "GradientBoosting": seeded(ensemble.HistGradientBoostingRegressor),
    "SGD": seeded(linear_model.SGDRegressor),
    "KNN": plain(neighbors.KNeighborsRegressor),
    "DecisionTree": seeded(tree.DecisionTreeRegressor),
}
# Estimators that take no sparse matrix.
DENSE = {"GradientBoosting", "LassoLars"}


def estimator(is_classifier: bool, algorithm: str, parameters: Fields, cores: int) -> Any:
    builders = CLASSIFIERS if is_classifier else REGRESSORS
    if algorithm not in builders:
        raise Problem(f"The algorithm '{algorithm}' is not known for this task.")
    own = {name: value for name, value in parameters.items() if name != "scaler"}
    return builders[algorithm](cores, **own)


def dense(features: Any) -> Any:
    return features.toarray() if sparse.issparse(features) else features


def needs_dense(candidate: Candidate) -> bool:
    return candidate.algorithm in DENSE


def densifier() -> FunctionTransformer:
    return FunctionTransformer(dense, accept_sparse=True)
