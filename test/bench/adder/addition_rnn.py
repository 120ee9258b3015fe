"""Trains Keras' addition example on sums of three digits until 99 % of the held-out ones are right.

    python addition_rnn.py SEED CPU_SECONDS

The task and its settings are those of keras.io/examples/nlp/addition_rnn: 50,000 different sums, a tenth of them held
out, the question reversed, an LSTM of 128 units on each side, Adam, batches of 32. Prints one JSON object per line: the
held-out sums, and then one for each epoch.
"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

DIGITS = 3
SUMS = 50_000
EPOCHS = 100
BATCH = 32
ALPHABET = "0123456789+ "
STEPS = 2 * DIGITS + 1

seed, budget = int(sys.argv[1]), float(sys.argv[2])
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(seed)
random = np.random.default_rng(seed)


def one_hot(texts):
    return np.eye(len(ALPHABET), dtype="float32")[
        [[ALPHABET.index(c) for c in text] for text in texts]
    ]


def draw_number():
    return int("".join(random.choice(list("0123456789"), random.integers(1, DIGITS + 1))))


def draw_sums():
    """Returns distinct pairs of numbers; (a, b) and (b, a) count as the same pair."""
    pairs = {}
    while len(pairs) < SUMS:
        a, b = draw_number(), draw_number()
        pairs.setdefault((min(a, b), max(a, b)), (a, b))
    return list(pairs.values())


sums = draw_sums()
questions = one_hot([f"{a}+{b}".ljust(STEPS)[::-1] for a, b in sums])
answers = one_hot([str(a + b).ljust(DIGITS + 1) for a, b in sums])
held_out = SUMS // 10

model = keras.Sequential(
    [
        layers.LSTM(128, input_shape=(STEPS, len(ALPHABET))),
        layers.RepeatVector(DIGITS + 1),
        layers.LSTM(128, return_sequences=True),
        layers.Dense(len(ALPHABET), activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

asked = [f"{a}+{b}" for a, b in sums[-held_out:]]
print(json.dumps({"version": f"Keras {keras.__version__}", "heldOut": asked}), flush=True)

before = time.process_time()
for epoch in range(1, EPOCHS + 1):
    model.fit(questions[:-held_out], answers[:-held_out], batch_size=BATCH, verbose=0)
    written = model.predict(questions[-held_out:], batch_size=held_out, verbose=0).argmax(-1)
    exact = float((written == answers[-held_out:].argmax(-1)).all(-1).mean())
    cpu_seconds = time.process_time() - before
    report = {"examples": epoch * (SUMS - held_out), "cpuSeconds": cpu_seconds, "exact": exact}
    print(json.dumps(report), flush=True)
    if exact >= 0.99 or cpu_seconds >= budget:
        break
