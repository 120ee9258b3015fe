"""Error messages that MLflow's own tests match, as users and tools do."""

import os

import pytest


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("runs/get", {"run_id": "nope"}, 404, "Run with id=nope not found"),
        ("experiments/get", {"experiment_id": "98765"}, 404, "No Experiment with id=98765 exists"),
        (
            "registered-models/get",
            {"name": "nope"},
            404,
            "Registered Model with name=nope not found",
        ),
        (
            "model-versions/get",
            {"name": "nope", "version": "1"},
            404,
            "Model Version (name=nope, version=1) not found",
        ),
        (
            "model-versions/get",
            {"name": "nope", "version": "one"},
            400,
            "Parameter 'version' must be an integer, got 'one'.",
        ),
        ("logged-models/m-nope", {}, 404, "Logged model with ID"),
        ("metrics/get-history-bulk", {"metric_key": "m"}, 400, "must specify at least one run_id"),
        ("metrics/get-history-bulk", {"run_id": "r"}, 400, "must specify a metric_key"),
        (
            "metrics/get-history-bulk",
            {"run_id": ["r"] * 101, "metric_key": "m"},
            400,
            "GetMetricHistoryBulk request cannot specify more than 100 run_ids",
        ),
        (
            "metrics/get-history-bulk-interval",
            {"run_ids": ["r"] * 101, "metric_key": "m"},
            400,
            "GetMetricHistoryBulkInterval request must specify at most 100 run_ids. Received 101",
        ),
        (
            "metrics/get-history-bulk-interval",
            {"run_ids": "r", "metric_key": "m", "max_results": "0"},
            400,
            "max_results must be between 1 and 2500",
        ),
    ],
)
def test_an_error_has_mlflows_message(rest, path, query, status, words):
    answer = rest.get(path, **query)
    assert answer.status_code == status
    assert words in answer.json()["message"]


def test_a_name_that_is_taken(rest, client, unique):
    name = unique("x")
    client.create_experiment(name)
    client.create_registered_model(name)
    for path, words in [
        ("experiments/create", f"Experiment(name={name}) already exists"),
        ("registered-models/create", f"Registered Model (name={name}) already exists"),
    ]:
        answer = rest.post(path, {"name": name})
        assert answer.json()["error_code"] == "RESOURCE_ALREADY_EXISTS"
        assert words in answer.json()["message"]


@pytest.mark.parametrize("path", ["../path", "a/../../b", "a/%2e%2e/b", "..%2Fpath"])
def test_a_path_with_parent_segments(rest, run_id, path):
    answer = rest.get("artifacts/list", run_id=run_id, path=path)
    assert (answer.status_code, answer.json()["message"]) == (400, "Invalid path")


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ([], "SearchDatasets request must specify at least one experiment_id."),
        (["0"] * 21, "SearchDatasets request cannot specify more than 20 experiment_ids."),
    ],
)
def test_a_search_for_data_sets(rest, ids, words):
    answer = rest.post("experiments/search-datasets", {"experiment_ids": ids})
    assert answer.status_code == 400
    assert words in answer.json()["message"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("/tmp", "To use a local path as a model version source"),
        ("file:///tmp", "To use a local path as a model version source"),
        ("http://host:9000/models/../../../", "If supplying a source as an http, https,"),
        ("mlflow-artifacts://host/m/..%2f..%2fa", "If supplying a source as an http, https,"),
        ("mlflow-artifacts://host/m/a%00", "If supplying a source as an http, https,"),
    ],
)
def test_an_unsafe_source(rest, client, unique, source, words):
    name = client.create_registered_model(unique("model")).name
    answer = rest.post("model-versions/create", {"name": name, "source": source})
    assert answer.status_code == 400
    assert words in answer.json()["message"]
    assert client.search_model_versions(f"name = '{name}'") == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "2.0/mlflow/traces/tr-1"),
        ("POST", "3.0/mlflow/label-schemas/create"),
        ("POST", "3.0/mlflow/review-queues/create"),
        ("POST", "2.0/mlflow/scorers/register"),
        ("POST", "3.0/mlflow/gateway/endpoints/create"),
        ("PUT", "3.0/mlflow/scorers/online-config"),
        ("POST", "3.0/mlflow/issues"),
    ],
)
def test_an_endpoint_that_is_not_implemented(rest, method, path):
    answer = rest.session.request(method, f"{rest.uri}/api/{path}", json={}, timeout=60)
    assert (answer.status_code, answer.json()["error_code"]) == (501, "NOT_IMPLEMENTED")


def test_prompts_are_models_with_a_tag(rest, client, unique):
    """MLflow stores prompts as registered models. Endpoints of their own are not implemented."""
    answer = rest.post("prompts/create", {"name": unique("prompt")})
    assert (answer.status_code, answer.json()["error_code"]) == (501, "NOT_IMPLEMENTED")


def test_a_path_as_artifact_location_is_made_absolute(client, unique):
    experiment = client.create_experiment(unique("e"), artifact_location="my_location")
    location = client.get_experiment(experiment).artifact_location
    assert os.path.isabs(location)
    assert location.endswith("/my_location")
    # The location is only reported back. Artifacts of runs are stored in the workspace.
    uri = client.create_run(experiment).info.artifact_uri
    assert uri.startswith("mlflow-artifacts:/")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("9.0", "9.0"), ("9", "9"), ("1e16", "1e+16"), ("[1.50]", "[1.5]")],
)
def test_a_number_is_repeated_as_it_was_sent(rest, unique, sent, shown):
    answer = rest.call(
        "POST",
        "mlflow/experiments/create",
        data=f'{{"name": "{unique()}", "artifact_location": {sent}}}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 400
    words = f"Invalid value {shown} for parameter 'artifact_location' supplied"
    assert words in answer.json()["message"]
