import os

import pytest
from azure.ai.ml import MLClient
from azure.ai.ml.entities import Environment
from azure.identity import DefaultAzureCredential


# One client per file, so that no state of a client passes from file to file.
@pytest.fixture(scope="module")
def client():
    return MLClient(
        DefaultAzureCredential(),
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        os.environ["AZUREML_ARM_WORKSPACE_NAME"],
    )


@pytest.fixture(scope="module")
def environment(client):
    """The id of an environment for jobs that need no packages."""
    client.environments.create_or_update(Environment(name="any", version="1", image="ubuntu"))
    return "azureml:any:1"
