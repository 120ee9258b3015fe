"""An AutoML job whose server is killed while its trials run, on a table with names that are special to JSON and scikit-learn."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import mlflow
from azure.ai.ml import automl
from azure.core.exceptions import AzureError

ROOT = Path(__file__).resolve().parents[4]
CARRY = ROOT / "sdk/client/dist/cli/main.js"
KILLS = 3


def rows(count):
    draw = random.Random(1)
    for _ in range(count):
        weight, size = draw.gauss(0, 1), draw.gauss(0, 1)
        yield {
            "a.b[0]*": weight,
            "naïve ≠": size,
            "a__b": " ".join(draw.choice(["red", "big", "tall", "tree"]) for _ in range(6)),
            "{json: [1]}": draw.choice(["True", "False"]),
            "x" * 300: draw.gauss(0, 1),
            "kind": "yes" if weight + size > 0 else "no",
        }


def kill_and_start():
    service = Path(os.environ["CARRY_HOME"], "service.json")
    os.kill(json.loads(service.read_text())["pid"], signal.SIGKILL)
    # In the folder of the first server: the Python of a workspace is that of the folder in which it starts.
    subprocess.run(["node", CARRY, "up"], check=True, capture_output=True, cwd=ROOT)


def processes_in(folder):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.joinpath("cwd").readlink().is_relative_to(folder):
                found.append(process.name)
        except OSError:
            # It has ended, or belongs to another user.
            continue
    return found


def test_an_automl_job_outlives_its_server(client, register):
    job = automl.classification(
        compute="cpu",
        experiment_name="killed",
        training_data=register("names-special", list(rows(400))),
        target_column_name="kind",
        primary_metric="AUC_weighted",
        n_cross_validations=3,
    )
    job.set_limits(max_trials=3, max_concurrent_trials=2, timeout_minutes=15)
    job.set_training(
        allowed_training_algorithms=["LightGBM", "LogisticRegression", "DecisionTree"],
        enable_stack_ensemble=False,
        enable_vote_ensemble=False,
    )
    name = client.jobs.create_or_update(job).name
    kills, deadline = 0, time.monotonic() + 600
    while True:
        assert time.monotonic() < deadline
        children = {c.name: c.status for c in client.jobs.list(parent_job_name=name)}
        if kills < KILLS and "Running" in children.values():
            kill_and_start()
            kills += 1
        try:
            ended = client.jobs.get(name)
        except AzureError:
            continue
        if ended.status in {"Completed", "Failed", "Canceled"}:
            break
        time.sleep(1)
    assert (ended.status, kills) == ("Completed", KILLS)
    children = {c.name: c.status for c in client.jobs.list(parent_job_name=name)}
    assert children == {f"{name}_{at}": "Completed" for at in range(3)}
    runs = {child: mlflow.get_run(child) for child in children}
    assert {run.info.status for run in runs.values()} == {"FINISHED"}
    scores = {child: run.data.metrics["AUC_weighted"] for child, run in runs.items()}
    assert min(scores.values()) > 0.8
    assert ended.tags["automl_best_child_run_id"] == max(scores, key=scores.get)
    assert processes_in(Path(os.environ["CARRY_HOME"], "jobs")) == []
