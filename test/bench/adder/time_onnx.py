"""How fast onnxruntime runs a model file on questions of five digits: median seconds alone, and questions a second in a batch."""

import json
import statistics
import sys
import time

import numpy as np
import onnxruntime

BATCH = 1024

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])


def seconds(count, rounds):
    # Two digits a place, and the place of the last carry.
    digits = np.random.randint(0, 10, (count, 6, 2))
    question = np.eye(12, dtype=np.float32)[digits].sum(axis=2)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        session.run(["probabilities"], {"question": question})
        times.append(time.perf_counter() - start)
    return statistics.median(times[rounds // 10 :])


print(json.dumps({"alone": seconds(1, 1000), "perSecond": BATCH / seconds(BATCH, 100)}))
