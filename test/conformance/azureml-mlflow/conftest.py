"""Azure's MLflow plugin, unmodified, as a data scientist uses it: `azureml:` tracking URIs, and the credentials that the environment gives."""

import os
import uuid

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import mlflow
import pandas
import pytest
from azure.ai.ml import MLClient
from azure.identity import DefaultAzureCredential
from sklearn.linear_model import LinearRegression

# MLflow overwrites the variable with every tracking URI that it is given.
GIVEN_TRACKING_URI = os.environ["MLFLOW_TRACKING_URI"]


@pytest.fixture(scope="session")
def client():
    return MLClient(
        DefaultAzureCredential(),
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        os.environ["AZUREML_ARM_WORKSPACE_NAME"],
    )


@pytest.fixture(scope="session")
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
