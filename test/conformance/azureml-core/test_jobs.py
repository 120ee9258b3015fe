"""Jobs whose scripts use azureml-core, the former SDK of Azure: what they log is in the workspace for every other client."""

import os
import sys
import uuid
from pathlib import Path

import mlflow
import pytest
import requests
from azure.ai.ml import command
from azure.ai.ml.entities import Environment, Model

SCRIPTS = Path(__file__).parent / "job"


@pytest.fixture
def unique():
    return lambda word: f"{word}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def run_of(client, unique):
    """Runs a script as a job until it ends, and returns MLflow's run of the job's name."""

    def run(script, **variables):
        job = client.jobs.create_or_update(
            command(
                code=SCRIPTS,
                command=f"{sys.executable} -W ignore {script}",
                environment=Environment(name="any", image="ubuntu"),
                environment_variables=variables,
                compute="cpu",
                experiment_name=unique("jobs"),
            )
        )
        client.jobs.stream(job.name)
        return mlflow.get_run(job.name)

    return run


def history(run, key):
    return [(p.step, p.value) for p in mlflow.MlflowClient().get_metric_history(run, key)]


def test_a_script_logs_into_the_run_of_its_job(client, run_of):
    run = run_of("track.py")
    assert run.info.status == "FINISHED"
    # Numbers are metrics of MLflow, each with the next step unless it has its own; so are those in the columns of tables.
    name = run.info.run_id
    assert history(name, "loss") == [(0, 0.5), (1, 0.25), (2, 0.25)]
    assert history(name, "accuracy") == [(7, 0.9)]
    assert history(name, "sizes") == [(0, 1), (1, 2), (2, 3.5)]
    assert history(name, "confusion.hits") == [(0, 3), (1, 4)]
    assert history(name, "scores.score") == [(0, 0.5), (1, 0.75)]
    assert run.data.metrics["beside"] == 1.5
    assert run.data.tags["team"] == "fruit"
    assert (run.info.run_name, run.data.tags["mlflow.note.content"]) == ("apples", "sorts apples")
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/files/tree/root.txt") == "root"
    files = {each.path for each in mlflow.MlflowClient().list_artifacts(name)}
    assert files >= {"curve.png", "files", "matrix", "user_logs"}

    job = client.jobs.get(name)
    assert job.tags == {"team": "fruit", "stage": "test"}
    assert (job.display_name, job.description) == ("apples", "sorts apples")
    assert job.properties["author"] == "ada"


def test_a_script_starts_runs_below_that_of_its_job(client, run_of):
    run = run_of("children.py")
    assert client.jobs.get(run.info.run_id).status == "Completed"
    children = mlflow.search_runs(
        [run.info.experiment_id],
        f"tags.mlflow.parentRunId = '{run.info.run_id}'",
        output_format="list",
    )
    scores = {each.info.status: each.data.metrics.get("score") for each in children}
    assert scores == {"FINISHED": 1, "FAILED": 2, "RUNNING": None}


def test_a_script_registers_models_and_gets_them_back(client, run_of, unique, tmp_path):
    given = tmp_path / "given.txt"
    given.write_text("given")
    name = client.models.create_or_update(Model(name=unique("given"), path=given)).name
    fruit, tree = unique("fruit"), unique("tree")
    run = run_of("models.py", FRUIT=fruit, TREE=tree, GIVEN=name)
    assert run.info.status == "FINISHED"

    model = client.models.get(fruit, "1")
    assert model.path.endswith(
        f"/datastores/workspaceartifactstore/paths/ExperimentRun/dcid.{run.info.run_id}/outputs/model.txt"
    )
    assert (model.description, model.tags) == ("an apple", {"kind": "apple", "ripe": "yes"})
    assert model.properties["author"] == "ada"
    assert model.job_name == run.info.run_id
    version = mlflow.MlflowClient().get_model_version(fruit, "1")
    assert version.run_id == run.info.run_id
    client.models.download(tree, "1", tmp_path)
    assert (tmp_path / tree / "folder" / "a.txt").read_text() == "folder/a.txt"


def test_the_token_of_a_job_is_its_own_and_ends_with_it(run_of, unique):
    run = run_of("renew_token.py", OTHER=unique("other"))
    assert run.info.status == "FINISHED"
    log = mlflow.artifacts.load_text(f"{run.info.artifact_uri}/user_logs/std_log.txt")
    [printed] = [line.split()[1] for line in log.splitlines() if line.startswith("token ")]
    assert set(printed) == {"*"}
    token = mlflow.artifacts.load_text(f"{run.info.artifact_uri}/outputs/token")
    answer = requests.get(
        os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/get",
        {"run_id": run.info.run_id},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.status_code == 401
    assert "a job that has ended" in answer.text


def test_a_script_keeps_secrets_in_the_key_vault_of_its_workspace(run_of, unique):
    assert run_of("key_vault.py", SECRET_NAME=unique("secret")).info.status == "FINISHED"
