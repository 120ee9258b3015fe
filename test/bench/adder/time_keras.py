"""Measures Keras with one of our architectures: median seconds of one question, and questions per second in a batch.

    python time_keras.py carry|classic STEPS

Measures twice: `predict`, the usual call, and a compiled function, the fastest way.
"""

import json
import os
import statistics
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
from keras import Sequential, layers

BATCH = 1024

arch, steps = sys.argv[1], int(sys.argv[2])
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
networks = {
    "carry": [
        layers.Dense(64, activation="relu", input_shape=(None, 12)),
        layers.SimpleRNN(48, return_sequences=True),
        layers.Dense(12, activation="softmax"),
    ],
    "classic": [
        layers.LSTM(128, input_shape=(steps, 12)),
        layers.RepeatVector(steps // 2 + 1),
        layers.LSTM(128, return_sequences=True),
        layers.Dense(12, activation="softmax"),
    ],
}
model = Sequential(networks[arch])
compiled = tf.function(model, reduce_retracing=True)


def seconds(ask, count, rounds):
    question = np.eye(12, dtype=np.float32)[np.random.randint(0, 10, (count, steps))]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - start)
    return statistics.median(times[rounds // 10 :])


def timed(ask):
    return {"alone": seconds(ask, 1, 200), "perSecond": BATCH / seconds(ask, BATCH, 30)}


predict = timed(lambda question: model.predict(question, batch_size=BATCH, verbose=0))
function = timed(lambda question: compiled(tf.constant(question)).numpy())
print(json.dumps({"Keras, predict": predict, "Keras, tf.function": function}))
