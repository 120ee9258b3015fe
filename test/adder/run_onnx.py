"""Runs a model file with onnxruntime on the questions in a folder, and writes the answers beside them.

The folder has `shapes.json`, a list of [sums, steps, symbols], and for the n-th of them the float32 numbers `n.question`. Written are
`n.logits` and `n.probabilities`.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

model, folder = sys.argv[1], Path(sys.argv[2])
onnx.checker.check_model(onnx.load(model), full_check=True)
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
outputs = ["logits", "probabilities"]
for n, shape in enumerate(json.loads((folder / "shapes.json").read_text())):
    question = np.fromfile(folder / f"{n}.question", dtype="<f4").reshape(shape)
    for name, tensor in zip(outputs, session.run(outputs, {"question": question}), strict=True):
        tensor.astype("<f4").tofile(folder / f"{n}.{name}")
