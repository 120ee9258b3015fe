"""Jobs of azure-ai-ml whose scripts log through azureml-mlflow."""

import mlflow
import pytest


def test_a_script_logs_into_the_run_of_its_job(run_of):
    run = run_of("train.py")
    assert run.info.status == "FINISHED"
    assert run.data.params["rate"] == "0.1"
    assert run.data.params["fit_intercept"] == "True"
    assert run.data.metrics["training_score"] == pytest.approx(1)
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/words/hello.txt") == "hello"
    logs = mlflow.MlflowClient().list_artifacts(run.info.run_id, "user_logs")
    assert [each.path for each in logs] == ["user_logs/std_log.txt"]
    children = mlflow.search_runs(
        [run.info.experiment_id], f"tags.mlflow.parentRunId = '{run.info.run_id}'"
    )
    assert list(children["metrics.loss"]) == [0.5]


def test_a_script_may_ask_the_workspace_where_to_log(run_of):
    run = run_of("train_with_client.py")
    assert run.info.status == "FINISHED"
    assert run.data.metrics == {"loss": 0.5}
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/words/hello.txt") == "hello"
