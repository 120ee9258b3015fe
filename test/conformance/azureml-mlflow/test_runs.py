"""Runs, logged and read through azureml-mlflow."""

import os
import subprocess
import sys

import mlflow
import pytest
from conftest import GIVEN_TRACKING_URI
from mlflow.entities import Metric, Param, RunTag


def test_a_run_keeps_what_is_logged(experiment):
    with mlflow.start_run(run_name="first") as run:
        mlflow.log_param("rate", 0.1)
        mlflow.log_params({"layers": 2, "cell": "gru"})
        for step, loss in enumerate([0.9, 0.5, 0.2]):
            mlflow.log_metric("loss", loss, step=step)
        mlflow.log_metrics({"accuracy": 0.75, "recall": 0.5})
        mlflow.set_tags({"team": "adders"})
        mlflow.MlflowClient().log_batch(
            run.info.run_id,
            [Metric("batched", 7, 1, 0)],
            [Param("by", "batch")],
            [RunTag("kind", "batch")],
        )
    read = mlflow.get_run(run.info.run_id)
    assert read.info.status == "FINISHED"
    assert read.info.run_name == "first"
    assert read.data.params == {"rate": "0.1", "layers": "2", "cell": "gru", "by": "batch"}
    assert read.data.metrics == {"loss": 0.2, "accuracy": 0.75, "recall": 0.5, "batched": 7}
    assert {"team": "adders", "kind": "batch"}.items() <= read.data.tags.items()
    history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")
    assert [(each.step, each.value) for each in history] == [(0, 0.9), (1, 0.5), (2, 0.2)]


def test_asynchronous_logging_is_complete_after_waiting(experiment):
    with mlflow.start_run() as run:
        asked = [
            mlflow.log_metric("loss", 0.5, synchronous=False),
            mlflow.log_metrics({"accuracy": 1.0}, synchronous=False),
            mlflow.log_params({"rate": 0.1}, synchronous=False),
            mlflow.set_tags({"team": "adders"}, synchronous=False),
        ]
        for each in asked:
            each.wait()
        data = mlflow.get_run(run.info.run_id).data
    assert data.metrics == {"loss": 0.5, "accuracy": 1.0}
    assert data.params == {"rate": "0.1"}
    assert data.tags["team"] == "adders"


def test_a_run_has_an_artifact_uri_of_azures_kind(experiment, tracking_uri):
    with mlflow.start_run() as run:
        pass
    store = tracking_uri.replace("/mlflow/v1.0/", "/mlflow/v2.0/")
    assert run.info.artifact_uri == (
        f"{store}/experiments/{run.info.experiment_id}/runs/{run.info.run_id}/artifacts"
    )


def test_nested_runs_are_found_by_their_parent(experiment):
    with mlflow.start_run() as parent:
        for rate in [0.1, 0.2]:
            with mlflow.start_run(nested=True):
                mlflow.log_param("rate", rate)
                mlflow.log_metric("loss", 1 - rate)
    found = mlflow.search_runs(
        experiment_names=[experiment],
        filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}' and metrics.loss < 0.85",
    )
    assert list(found["params.rate"]) == ["0.2"]


def test_a_deleted_run_is_not_found_until_it_is_restored(experiment):
    with mlflow.start_run() as run:
        pass
    client = mlflow.MlflowClient()
    client.delete_run(run.info.run_id)
    assert mlflow.search_runs(experiment_names=[experiment]).empty
    client.restore_run(run.info.run_id)
    assert list(mlflow.search_runs(experiment_names=[experiment])["run_id"]) == [run.info.run_id]


ALONE = """
import mlflow
with mlflow.start_run() as run:
    mlflow.log_text("hello", "a.txt")
uri = mlflow.get_run(run.info.run_id).info.artifact_uri
print(uri.split(":")[0], mlflow.artifacts.load_text(f"{uri}/a.txt"))
"""


@pytest.mark.parametrize("scheme", ["azureml", "https"])
def test_the_plugin_needs_no_other_client_than_itself(tracking_uri, scheme):
    """Without azure-ai-ml, the tracking URI of the workspace and that of the environment both work."""
    uri = {"azureml": tracking_uri, "https": GIVEN_TRACKING_URI}[scheme]
    variables = {**os.environ, "MLFLOW_TRACKING_URI": uri}
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALONE],
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    kind = {"azureml": "azureml", "https": "mlflow-artifacts"}[scheme]
    assert f"{kind} hello" in ended.stdout
    assert "unable to load cloud metadata" not in ended.stderr
