"""Jobs of azure-ai-ml whose scripts log through azureml-mlflow."""

import sys
from pathlib import Path

import mlflow
import pytest
from azure.ai.ml import command
from azure.ai.ml.entities import Environment

SCRIPTS = Path(__file__).parent / "job"


@pytest.fixture
def run_of(client, unique):
    """Runs a script as a job until it ends, and returns MLflow's run of the job's name."""

    def run(script):
        job = client.jobs.create_or_update(
            command(
                code=SCRIPTS,
                command=f"{sys.executable} -W ignore {script}",
                environment=Environment(name="any", image="ubuntu"),
                compute="cpu",
                experiment_name=unique("jobs"),
            )
        )
        client.jobs.stream(job.name)
        return mlflow.get_run(job.name)

    return run


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
