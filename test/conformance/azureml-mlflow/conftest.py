"""Azure's MLflow plugin, unmodified, as a data scientist uses it: `azureml:` tracking URIs, and the credentials that the environment gives."""

import os
import sys
import uuid
from pathlib import Path

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import mlflow
import pandas
import pytest
from azure.ai.ml import command
from azure.ai.ml.entities import Environment
from sklearn.linear_model import LinearRegression

# MLflow overwrites the variable with every tracking URI that it is given.
GIVEN_TRACKING_URI = os.environ["MLFLOW_TRACKING_URI"]
SCRIPTS = Path(__file__).parent / "job"


@pytest.fixture(scope="module")
def tracking_uri(client):
    return client.workspaces.get(client.workspace_name).mlflow_tracking_uri


@pytest.fixture(autouse=True)
def tracked(tracking_uri):
    mlflow.set_tracking_uri(tracking_uri)


@pytest.fixture
def unique():
    return lambda word="x": f"{word}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def experiment(tracked, unique):
    """A new experiment for the next runs."""
    name = unique("experiment")
    mlflow.set_experiment(name)
    return name


@pytest.fixture(scope="session")
def doubling():
    """A model that doubles, and its input."""
    asked = pandas.DataFrame({"x": [1.0, 2.0, 3.0]})
    return LinearRegression().fit(asked, [2, 4, 6]), asked


@pytest.fixture
def logged(experiment, doubling):
    """The run of a logged model, and MLflow's description of the model."""
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(doubling[0], name="model", **CHEAPLY)
    return run.info.run_id, info


# Without these, MLflow loads the model in another process to learn which packages it needs.
CHEAPLY = {"pip_requirements": ["scikit-learn"], "serialization_format": "cloudpickle"}


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
