"""The entry script of MLflow models in batch deployments that have no scoring script: predicts for each file."""

from __future__ import annotations

import os
from typing import Any

TABLES = {".csv": "read_csv", ".parquet": "read_parquet", ".pqt": "read_parquet"}
IMAGES = {".png", ".jpg", ".jpeg", ".tiff", ".bmp", ".gif"}
model: Any = None


def init() -> None:
    global model
    import mlflow

    model = mlflow.pyfunc.load_model(os.environ["CARRY_MODEL_PATH"])


def run(mini_batch: list[str]) -> list[list[Any]]:
    """A row for each prediction: the name of the file, and the prediction."""
    rows = []
    for path in mini_batch:
        predicted = model.predict(_read(path))
        values = predicted.values if hasattr(predicted, "values") else predicted
        values = values.tolist() if hasattr(values, "tolist") else list(values)
        rows += [[os.path.basename(path), _plain(value)] for value in values]
    return rows


def _plain(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _read(path: str) -> Any:
    extension = os.path.splitext(path)[1].lower()
    if extension in TABLES:
        import pandas

        return _as_declared(getattr(pandas, TABLES[extension])(path))
    if extension in IMAGES:
        import numpy
        from PIL import Image

        return numpy.asarray(Image.open(path))[numpy.newaxis]
    supported = ", ".join([*TABLES, *sorted(IMAGES)])
    raise ValueError(
        f"{os.path.basename(path)} cannot be read without a scoring script. The extensions are {supported}."
    )


def _as_declared(table: Any) -> Any:
    """The columns with the types of the model's signature: a file may have whole numbers where the model has others."""
    signature = model.metadata.signature if model.metadata else None
    if signature is None or signature.inputs is None or signature.inputs.is_tensor_spec():
        return table
    named = [spec for spec in signature.inputs.inputs if spec.name in table.columns]
    return table.astype({spec.name: spec.type.to_pandas() for spec in named})
