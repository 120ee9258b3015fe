import mlflow
import pytest
from mlflow.exceptions import MlflowException


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [2 * x for x in model_input["x"]]


@pytest.fixture
def frame():
    import pandas as pd

    return pd.DataFrame({"x": [1, 2, 3]})


def test_a_model_is_logged_registered_and_loaded(client, unique, frame):
    experiment = mlflow.set_experiment(unique("models"))
    with mlflow.start_run() as run:
        info = mlflow.pyfunc.log_model(
            name="doubler",
            python_model=Doubler(),
            pip_requirements=["mlflow"],
            params={"factor": 2},
        )
    logged = mlflow.get_logged_model(info.model_id)
    assert logged.source_run_id == run.info.run_id
    assert logged.status == "READY"
    assert logged.params["factor"] == "2"
    assert [m.model_id for m in client.get_run(run.info.run_id).outputs.model_outputs] == [
        info.model_id
    ]
    assert {f.path for f in client.list_artifacts(run.info.run_id, "doubler")} >= {
        "doubler/MLmodel"
    }
    assert {f.path for f in client.list_logged_model_artifacts(info.model_id)} >= {"MLmodel"}
    assert list(mlflow.pyfunc.load_model(info.model_uri).predict(frame)) == [2, 4, 6]

    name = unique("registered")
    version = mlflow.register_model(f"runs:/{run.info.run_id}/doubler", name)
    assert version.version == "1"
    assert client.get_model_version(name, "1").run_id == run.info.run_id
    client.set_registered_model_alias(name, "champion", 1)
    for uri in (f"models:/{name}/1", f"models:/{name}@champion", f"models:/{name}/latest"):
        assert list(mlflow.pyfunc.load_model(uri).predict(frame)) == [2, 4, 6]
    assert "mlflow.modelVersions" in mlflow.get_logged_model(info.model_id).tags

    copied = client.copy_model_version(f"models:/{name}/1", unique("copy"))
    assert list(mlflow.pyfunc.load_model(f"models:/{copied.name}/1").predict(frame)) == [2, 4, 6]
    assert [m.model_id for m in client.search_logged_models([experiment.experiment_id])] == [
        info.model_id
    ]


def test_registering_while_logging(client, unique, frame):
    name = unique("registered")
    mlflow.set_experiment(unique("models"))
    for expected in ("1", "2"):
        with mlflow.start_run():
            mlflow.pyfunc.log_model(
                name="m",
                python_model=Doubler(),
                pip_requirements=["mlflow"],
                registered_model_name=name,
            )
        assert client.get_latest_versions(name)[0].version == expected
    assert list(mlflow.pyfunc.load_model(f"models:/{name}/2").predict(frame)) == [2, 4, 6]


def test_a_model_in_a_runs_artifacts_is_registered(client, unique, frame, run_id, tmp_path):
    mlflow.pyfunc.save_model(
        str(tmp_path / "m"), python_model=Doubler(), pip_requirements=["mlflow"]
    )
    client.log_artifacts(run_id, str(tmp_path / "m"), "plain/model")
    name = unique("registered")
    mlflow.register_model(f"runs:/{run_id}/plain/model", name)
    assert list(mlflow.pyfunc.load_model(f"models:/{name}/1").predict(frame)) == [2, 4, 6]


def test_sklearn_flavor_with_autolog(client, unique):
    from sklearn.linear_model import LinearRegression

    experiment = mlflow.set_experiment(unique("sklearn"))
    mlflow.sklearn.autolog(log_datasets=True, silent=True)
    try:
        with mlflow.start_run():
            LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0])
    finally:
        mlflow.sklearn.autolog(disable=True)
    [model] = client.search_logged_models([experiment.experiment_id])
    loaded = mlflow.sklearn.load_model(model.model_uri)
    assert loaded.predict([[2.0]])[0] == pytest.approx(5)
    assert {m.key for m in model.metrics} >= {"training_r2_score"}


def test_lifecycle_of_a_logged_model(client, experiment_id):
    made = client.create_logged_model(
        experiment_id, name="m", tags={"t": "1"}, params={"p": "1"}, model_type="a"
    )
    assert (made.name, made.status, made.model_type) == ("m", "PENDING", "a")
    assert made.model_id.startswith("m-")
    client.log_model_params(made.model_id, {"q": "2"})
    client.set_logged_model_tags(made.model_id, {"t": "2", "u": "3"})
    client.delete_logged_model_tag(made.model_id, "u")
    done = client.finalize_logged_model(made.model_id, "READY")
    assert done.status == "READY"
    found = client.get_logged_model(made.model_id)
    assert (found.tags, found.params) == ({"t": "2"}, {"p": "1", "q": "2"})
    assert found.last_updated_timestamp >= found.creation_timestamp
    client.delete_logged_model(made.model_id)
    with pytest.raises(MlflowException) as error:
        client.get_logged_model(made.model_id)
    assert error.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert client.search_logged_models([experiment_id]) == []


@pytest.mark.parametrize("bad", ["a/b", "a:b", "a.b", "a%b", "it's"])
def test_a_bad_name_is_rejected(client, experiment_id, bad):
    with pytest.raises(MlflowException) as error:
        client.create_logged_model(experiment_id, name=bad)
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"


def test_search(client, experiment_id, run_id):
    a = client.create_logged_model(
        experiment_id, name="Alpha", params={"lr": "1"}, tags={"k": "x"}, source_run_id=run_id
    )
    b = client.create_logged_model(experiment_id, name="beta", params={"lr": "2"}, tags={"k": "y"})
    client.log_metric(run_id, "acc", 0.5, model_id=a.model_id, dataset_name="d", dataset_digest="1")
    client.log_metric(run_id, "acc", 0.9, model_id=b.model_id, dataset_name="e", dataset_digest="2")

    def found(filter_string=None, **more):
        return [m.name for m in client.search_logged_models([experiment_id], filter_string, **more)]

    assert sorted(found()) == ["Alpha", "beta"]
    assert found("metrics.acc > 0.6") == ["beta"]
    assert found("params.lr = '1'") == ["Alpha"]
    assert found("tags.k != 'x'") == ["beta"]
    assert found("name ILIKE 'alpha'") == ["Alpha"]
    assert found("name IN ('beta', 'x')") == ["beta"]
    assert found(f"source_run_id = '{run_id}'") == ["Alpha"]
    assert found(f"model_id = '{b.model_id}' AND creation_timestamp > 0") == ["beta"]
    assert found("metrics.acc > 0.1", datasets=[{"dataset_name": "d", "dataset_digest": "1"}]) == [
        "Alpha"
    ]
    assert found(datasets=[{"dataset_name": "e", "dataset_digest": "2"}]) == ["beta"]
    assert found(order_by=[{"field_name": "metrics.acc", "ascending": False}]) == ["beta", "Alpha"]
    assert found(order_by=[{"field_name": "name", "ascending": True}]) == ["Alpha", "beta"]
    page = client.search_logged_models(
        [experiment_id], max_results=1, order_by=[{"field_name": "name"}]
    )
    rest = client.search_logged_models(
        [experiment_id], max_results=1, order_by=[{"field_name": "name"}], page_token=page.token
    )
    assert [m.name for m in [*page, *rest]] == ["Alpha", "beta"]
    assert not rest.token
    metrics = client.get_logged_model(a.model_id).metrics
    assert [(m.key, m.value, m.dataset_name, m.run_id) for m in metrics] == [
        ("acc", 0.5, "d", run_id)
    ]
    for bad in [
        "nope",
        "foo.x = 'a'",
        "metrics.acc LIKE 'x'",
        "name > 'a'",
        "name = 'a' OR name = 'b'",
    ]:
        with pytest.raises(MlflowException) as error:
            found(bad)
        assert error.value.error_code == "INVALID_PARAMETER_VALUE"
