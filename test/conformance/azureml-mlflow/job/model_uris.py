"""Logs a model in every way, registers it by each of its URIs and loads it; logs the values that each step returned."""

import os
import sys

import mlflow
import pandas
from azure.ai.ml import MLClient
from azure.identity import DefaultAzureCredential
from sklearn.linear_model import LinearRegression

scheme, name = sys.argv[1:]
if scheme == "azureml":
    client = MLClient(
        DefaultAzureCredential(),
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        os.environ["AZUREML_ARM_WORKSPACE_NAME"],
    )
    mlflow.set_tracking_uri(client.workspaces.get(client.workspace_name).mlflow_tracking_uri)
assert mlflow.get_tracking_uri().startswith(f"{scheme}://")

asked = pandas.DataFrame({"x": [1.0, 2.0, 3.0]})
model = LinearRegression().fit(asked, [2, 4, 6])
# Without these, MLflow loads the model in another process to learn which packages it needs.
cheaply = {"pip_requirements": ["scikit-learn"], "serialization_format": "cloudpickle"}


def answers(uri):
    return [round(float(each), 6) for each in mlflow.pyfunc.load_model(uri).predict(asked)]


with mlflow.start_run() as run:
    info = mlflow.sklearn.log_model(model, "logged", **cheaply)
    mlflow.sklearn.save_model(model, "outputs/written", **cheaply)
    mlflow.log_artifacts("outputs/written", "uploaded")
    mlflow.log_artifacts("outputs/written", "deep/uploaded")

of_run = f"runs:/{run.info.run_id}"
uris = {
    "logged": f"{of_run}/logged",
    "info": info.model_uri,
    "uploaded": f"{of_run}/uploaded",
    "deep": f"{of_run}/deep/uploaded",
    "written": f"{of_run}/outputs/written",
}
if scheme == "azureml":
    # Plain MLflow 3 finds no logged model by this URI.
    uris["logged-slash"] = f"{of_run}/logged/"
    uris["written-slash"] = f"{of_run}/outputs/written/"
result = {}
for key, uri in uris.items():
    version = mlflow.register_model(uri, f"{name}-{key}")
    again = mlflow.register_model(uri, f"{name}-{key}")
    result[key] = [
        version.run_id,
        version.version,
        again.version,
        answers(uri),
        answers(f"models:/{name}-{key}/1"),
    ]
mlflow.MlflowClient().log_dict(run.info.run_id, result, "result.json")
