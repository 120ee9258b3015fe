"""Models through azureml-mlflow: logged, registered, promoted and loaded; and the same models through azure-ai-ml."""

import mlflow
import pytest
from azure.ai.ml.entities import Model
from conftest import CHEAPLY
from mlflow.exceptions import MlflowException


def answers(uri, asked):
    return [round(float(each), 6) for each in mlflow.pyfunc.load_model(uri).predict(asked)]


def test_a_logged_model_is_loaded_by_its_run_and_by_its_id(logged, doubling):
    run_id, info = logged
    assert answers(f"runs:/{run_id}/model", doubling[1]) == [2, 4, 6]
    assert answers(info.model_uri, doubling[1]) == [2, 4, 6]


def test_logged_models_are_found(logged):
    run_id, info = logged
    experiment_id = mlflow.get_run(run_id).info.experiment_id
    found = mlflow.search_logged_models(experiment_ids=[experiment_id], output_format="list")
    assert [(each.model_id, each.source_run_id) for each in found] == [(info.model_id, run_id)]


def test_versions_are_registered_and_loaded_by_number_stage_and_alias(logged, doubling, unique):
    run_id, info = logged
    name = unique("model")
    first = mlflow.register_model(f"runs:/{run_id}/model", name)
    second = mlflow.register_model(info.model_uri, name, tags={"kind": "second"})
    assert [first.version, second.version] == ["1", "2"]
    assert [first.run_id, second.run_id] == [run_id, run_id]
    client = mlflow.MlflowClient()
    client.set_registered_model_alias(name, "champion", 1)
    client.transition_model_version_stage(name, 2, "Production")
    for reference in ["/1", "/latest", "/Production", "@champion"]:
        assert answers(f"models:/{name}{reference}", doubling[1]) == [2, 4, 6]
    assert client.get_model_version_by_alias(name, "champion").version == "1"
    assert client.get_model_version(name, "2").current_stage == "Production"
    found = mlflow.search_model_versions(filter_string=f"name='{name}'")
    assert sorted(each.version for each in found) == ["1", "2"]
    client.delete_model_version(name, "1")
    with pytest.raises(MlflowException, match="not found"):
        client.get_model_version(name, "1")


def test_a_model_is_registered_as_it_is_logged(experiment, doubling, unique):
    name = unique("model")
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(
            doubling[0], name="model", registered_model_name=name, **CHEAPLY
        )
    assert info.registered_model_version == "1"
    assert answers(f"models:/{name}/1", doubling[1]) == [2, 4, 6]


def test_a_folder_of_this_machine_is_uploaded_as_it_is_registered(doubling, unique, tmp_path):
    name = unique("model")
    mlflow.sklearn.save_model(doubling[0], tmp_path / "saved", **CHEAPLY)
    version = mlflow.register_model(f"file://{tmp_path}/saved", name)
    assert version.source.startswith("azureml://artifacts/LocalUpload/")
    assert answers(f"models:/{name}/1", doubling[1]) == [2, 4, 6]


def test_azures_client_downloads_what_the_plugin_registered(client, logged, unique, tmp_path):
    name = unique("model")
    mlflow.register_model(f"runs:/{logged[0]}/model", name)
    model = client.models.get(name, "1")
    assert model.type == "mlflow_model"
    assert model.flavors["python_function"]["loader_module"] == "mlflow.sklearn"
    client.models.download(name, "1", tmp_path)
    assert list(tmp_path.rglob("MLmodel"))


def test_the_plugin_loads_what_azures_client_registered(client, doubling, unique, tmp_path):
    name = unique("model")
    mlflow.sklearn.save_model(doubling[0], tmp_path / "saved", **CHEAPLY)
    client.models.create_or_update(
        Model(name=name, version="1", path=tmp_path / "saved", type="mlflow_model")
    )
    assert {"python_function", "sklearn"} <= set(client.models.get(name, "1").flavors)
    assert answers(f"models:/{name}/1", doubling[1]) == [2, 4, 6]
