"""What tests of several clients share. Each virtual environment lacks some of the clients, so a fixture imports its own."""

import os

import pytest


# One client per file, so that no state of a client passes from file to file.
@pytest.fixture(scope="module")
def client():
    from azure.ai.ml import MLClient
    from azure.identity import DefaultAzureCredential

    return MLClient(
        DefaultAzureCredential(),
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        os.environ["AZUREML_ARM_WORKSPACE_NAME"],
    )
