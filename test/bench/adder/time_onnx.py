"""Measures onnxruntime with a model file: median seconds of one question, and questions per second in a batch.

python time_onnx.py FILE STEPS
"""

import json
import statistics
import sys
import time

import numpy as np
import onnxruntime

BATCH = 1024

file, steps = sys.argv[1], int(sys.argv[2])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def seconds(count, rounds):
    question = np.eye(12, dtype=np.float32)[np.random.randint(0, 10, (count, steps))]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        session.run(["probabilities"], {"question": question})
        times.append(time.perf_counter() - start)
    return statistics.median(times[rounds // 10 :])


print(json.dumps({"alone": seconds(1, 1000), "perSecond": BATCH / seconds(BATCH, 100)}))
