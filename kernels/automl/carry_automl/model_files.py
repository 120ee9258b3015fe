"""Saves a model as an MLflow model that needs only published packages, and loads it again."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cloudpickle
import pandas as pd
from pandas.api import types

PACKAGES = ("scikit-learn", "pandas", "numpy", "scipy", "cloudpickle")
SIGNATURE_ROWS = 50


def save_model(model: Any, path: Path, run_id: str | None, features: pd.DataFrame) -> None:
    import mlflow.sklearn
    from mlflow.models import Model, infer_signature

    # The classes of this package are stored in the file, which thus loads where the package is not.
    cloudpickle.register_pickle_by_value(sys.modules[__package__])
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            cloudpickle.register_pickle_by_value(module)
    sample = features.head(SIGNATURE_ROWS)
    # A column of integers that misses a value later has decimals then, which a signature of integers would refuse.
    integers = [column for column in sample if types.is_integer_dtype(sample[column])]
    sample = sample.astype({column: float for column in integers})
    mlflow.sklearn.save_model(
        model,
        str(path),
        mlflow_model=Model(artifact_path=path.as_posix(), run_id=run_id),
        signature=infer_signature(sample, model.predict(sample)),
        # Newer versions of MLflow have another default, which takes classes of known packages only.
        serialization_format="cloudpickle",
        pip_requirements=["mlflow", *_pins(model)],
    )


def load_model(path: str) -> Any:
    import mlflow.sklearn

    return mlflow.sklearn.load_model(path)


def _pins(model: Any) -> list[str]:
    names = [*PACKAGES, *(["lightgbm"] if "lightgbm" in sys.modules else [])]
    return [f"{name}=={version(name)}" for name in names]
