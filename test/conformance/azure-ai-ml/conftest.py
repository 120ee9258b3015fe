import pytest
from azure.ai.ml.entities import Environment


@pytest.fixture(scope="module")
def environment(client):
    """The id of an environment for jobs that need no packages."""
    client.environments.create_or_update(Environment(name="any", version="1", image="ubuntu"))
    return "azureml:any:1"
