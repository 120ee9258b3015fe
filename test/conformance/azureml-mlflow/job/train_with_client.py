"""A training script that gets the tracking URI from the workspace, so that it also works outside of jobs."""

import os

import mlflow
from azure.ai.ml import MLClient
from azure.identity import DefaultAzureCredential

client = MLClient(
    DefaultAzureCredential(),
    os.environ["AZUREML_ARM_SUBSCRIPTION"],
    os.environ["AZUREML_ARM_RESOURCEGROUP"],
    os.environ["AZUREML_ARM_WORKSPACE_NAME"],
)
mlflow.set_tracking_uri(client.workspaces.get(client.workspace_name).mlflow_tracking_uri)
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("hello", "words/hello.txt")
    assert run.info.run_id == os.environ["AZUREML_RUN_ID"]
    assert mlflow.get_artifact_uri().startswith("azureml://")
