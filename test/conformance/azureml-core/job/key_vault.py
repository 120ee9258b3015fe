"""A script that stores secrets in the key vault of its workspace, and reads them with the token of its run."""

import os

from azureml.core import Run

run = Run.get_context(allow_offline=False)
vault = run.experiment.workspace.get_default_keyvault()
name = os.environ["SECRET_NAME"]
vault.set_secret(name=name, value="hush-hush")
vault.set_secrets({f"{name}-2": "two"})
assert {name, f"{name}-2"} <= {each["name"] for each in vault.list_secrets()}
assert run.get_secret(name=name) == "hush-hush"
assert run.get_secrets([name, f"{name}-2", "none"]) == {
    name: "hush-hush",
    f"{name}-2": "two",
    "none": None,
}
vault.delete_secret(name)
assert name not in {each["name"] for each in vault.list_secrets()}
