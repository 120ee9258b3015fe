"""Jobs whose scripts register models by every URI, with the newest MLflow of the plugin and with MLflow 2."""

import mlflow
import pytest

FOLDERS = {"uploaded": "uploaded", "deep": "deep/uploaded", "written": "outputs/written"}


@pytest.mark.parametrize("scheme", ["azureml", "https"])
def test_a_script_registers_and_loads_models_by_every_uri(client, run_of, unique, tmp_path, scheme):
    name = unique("model")
    run = run_of(f"model_uris.py {scheme} {name}").info.run_id
    result = mlflow.artifacts.load_dict(f"runs:/{run}/result.json")
    keys = ["logged", "info", *FOLDERS]
    if scheme == "azureml":
        keys += ["logged-slash", "written-slash"]
    assert result == {key: [run, "1", "2", [2, 4, 6], [2, 4, 6]] for key in keys}

    for key, folder in FOLDERS.items():
        model = client.models.get(f"{name}-{key}", "1")
        assert model.path.endswith(f"/paths/ExperimentRun/dcid.{run}/{folder}")
        assert model.flavors["python_function"]["loader_module"] == "mlflow.sklearn"
        client.models.download(model.name, "1", tmp_path / key)
        assert len(list((tmp_path / key).rglob("MLmodel"))) == 1
