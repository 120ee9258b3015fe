"""Answers sums with MLflow's generic loader: reads one sum per line from the standard input, and prints one answer per line.

Text becomes tensors and back as `client.py` says, the program in the README of every saved model.
"""

import sys

import mlflow
import numpy as np

model_folder, client_folder = sys.argv[1:]
sys.path.insert(0, client_folder)
import client  # noqa: E402

model = mlflow.pyfunc.load_model(model_folder)
sums = sys.stdin.read().split()
questions = [client.question(text) for text in sums]
answers = {}
for steps in {len(question) for question in questions}:
    # One tensor contains questions of one length.
    chosen = [n for n, question in enumerate(questions) if len(question) == steps]
    tensor = np.array([questions[n] for n in chosen], dtype=np.float32)
    rows = model.predict({"question": tensor})["probabilities"].tolist()
    answers.update(zip(chosen, map(client.answer, rows), strict=True))
print("\n".join(answers[n] for n in range(len(sums))))
