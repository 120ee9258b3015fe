"""Runs MLflow's own unmodified Python client against the server at MLFLOW_TRACKING_URI, with the token MLFLOW_TRACKING_TOKEN.

Every test creates its own experiments and models under new names, so the server may contain other data.
"""

import os
import uuid

import pytest

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import mlflow
import requests


@pytest.fixture(scope="session", autouse=True)
def tracking_uri():
    uri = os.environ["MLFLOW_TRACKING_URI"].rstrip("/")
    mlflow.set_tracking_uri(uri)
    return uri


@pytest.fixture(scope="session")
def client(tracking_uri):
    return mlflow.MlflowClient()


@pytest.fixture
def unique():
    return lambda word="x": f"{word}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def experiment_id(client, unique):
    return client.create_experiment(unique("experiment"))


@pytest.fixture
def run_id(client, experiment_id):
    return client.create_run(experiment_id).info.run_id


class Rest:
    """MLflow's REST API without its client, for requests that the client never sends."""

    def __init__(self, uri):
        self.uri = uri
        self.session = requests.Session()
        if token := os.environ.get("MLFLOW_TRACKING_TOKEN"):
            self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, path, **kwargs):
        return self.session.request(method, f"{self.uri}/api/2.0/{path}", timeout=60, **kwargs)

    def post(self, path, body):
        return self.call("POST", f"mlflow/{path}", json=body)

    def get(self, path, /, **query):
        return self.call("GET", f"mlflow/{path}", params=query)


@pytest.fixture(scope="session")
def rest(tracking_uri):
    return Rest(tracking_uri)
