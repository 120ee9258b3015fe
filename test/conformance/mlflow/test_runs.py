import math
import time

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


def refused(code="INVALID_PARAMETER_VALUE"):
    class Raises:
        def __enter__(self):
            self.context = pytest.raises(MlflowException)
            return self.context.__enter__()

        def __exit__(self, *exc):
            done = self.context.__exit__(*exc)
            assert self.context.excinfo.value.error_code == code
            return done

    return Raises()


def test_lifecycle_of_a_run(client, experiment_id):
    run = client.create_run(experiment_id, start_time=1234, run_name="first", tags={"t": "1"})
    assert run.info.status == "RUNNING"
    assert run.info.start_time == 1234
    assert run.info.run_name == "first"
    assert run.info.experiment_id == experiment_id
    assert run.info.end_time is None
    assert run.data.tags == {"t": "1", "mlflow.runName": "first"}
    assert run.info.artifact_uri
    client.set_terminated(run.info.run_id, status="FAILED", end_time=5678)
    ended = client.get_run(run.info.run_id)
    assert (ended.info.status, ended.info.end_time) == ("FAILED", 5678)


def test_a_run_without_a_name_gets_one(client, experiment_id):
    run = client.create_run(experiment_id)
    assert run.info.run_name == run.data.tags["mlflow.runName"] != ""


def test_renaming_is_by_update_or_by_tag(client, run_id):
    client.update_run(run_id, name="second", status="RUNNING")
    assert client.get_run(run_id).data.tags["mlflow.runName"] == "second"
    client.set_tag(run_id, "mlflow.runName", "third")
    assert client.get_run(run_id).info.run_name == "third"


def test_two_names_that_differ_are_rejected(client, experiment_id):
    with refused():
        client.create_run(experiment_id, run_name="a", tags={"mlflow.runName": "b"})


def test_metrics_params_and_tags_are_returned(client, run_id):
    client.log_metric(run_id, "loss", 0.5, timestamp=10, step=1)
    client.log_metric(run_id, "loss", 0.25, timestamp=20, step=2)
    client.log_param(run_id, "lr", 0.1)
    client.set_tag(run_id, "note", "ünïcödé 🎉")
    data = client.get_run(run_id).data
    assert data.metrics == {"loss": 0.25}
    assert data.params == {"lr": "0.1"}
    assert data.tags["note"] == "ünïcödé 🎉"
    client.delete_tag(run_id, "note")
    assert "note" not in client.get_run(run_id).data.tags
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_tag(run_id, "note")


def test_the_latest_metric_is_by_step_then_time_then_value(client, run_id):
    for value, timestamp, step in [(1, 50, 5), (2, 99, 4), (3, 60, 5), (9, 60, 5), (4, 60, 5)]:
        client.log_metric(run_id, "m", value, timestamp=timestamp, step=step)
    assert client.get_run(run_id).data.metrics["m"] == 9


def test_the_history_is_in_time_order(client, run_id):
    for value, timestamp, step in [(3, 30, 1), (1, 10, 2), (2, 20, 0), (1, 10, 2)]:
        client.log_metric(run_id, "m", value, timestamp=timestamp, step=step)
    history = client.get_metric_history(run_id, "m")
    assert [(m.value, m.timestamp, m.step) for m in history] == [(1, 10, 2), (2, 20, 0), (3, 30, 1)]
    assert client.get_metric_history(run_id, "nope") == []


def test_values_that_are_not_finite(client, run_id):
    client.log_metric(run_id, "nan", math.nan)
    client.log_metric(run_id, "inf", math.inf)
    client.log_metric(run_id, "-inf", -math.inf)
    metrics = client.get_run(run_id).data.metrics
    assert math.isnan(metrics["nan"])
    # A server may return the largest double for infinity.
    assert metrics["inf"] > 1e308
    assert metrics["-inf"] < -1e308
    assert math.isnan(client.get_metric_history(run_id, "nan")[0].value)


@pytest.mark.parametrize("value", [1e-320, -0.0, 1.7976931348623157e308, 0.1 + 0.2, 2**53])
def test_values_are_stored_exactly(client, run_id, value):
    client.log_metric(run_id, "m", value)
    assert client.get_run(run_id).data.metrics["m"] == value


def test_steps_may_be_negative_and_large(client, run_id):
    for step in (-5, 0, 2**40):
        client.log_metric(run_id, "m", step, timestamp=1, step=step)
    assert [m.step for m in client.get_metric_history(run_id, "m")] == [-5, 0, 2**40]


def test_a_batch_of_everything(client, run_id):
    metrics = [Metric(f"m{i % 10}", i, 1000 + i, i // 10) for i in range(1000)]
    started = time.perf_counter()
    client.log_batch(run_id, metrics=metrics)
    took = time.perf_counter() - started
    client.log_batch(
        run_id,
        params=[Param(f"p{i}", str(i)) for i in range(100)],
        tags=[RunTag(f"t{i}", str(i)) for i in range(100)],
    )
    data = client.get_run(run_id).data
    assert data.metrics == {f"m{i}": 990 + i for i in range(10)}
    assert data.params == {f"p{i}": str(i) for i in range(100)}
    assert len(client.get_metric_history(run_id, "m3")) == 100
    assert took < 30


@pytest.mark.parametrize(
    "batch",
    [
        {"metrics": [Metric("m", 1, 1, 0)] * 1001},
        {"params": [Param(f"p{i}", "1") for i in range(101)]},
        {"tags": [RunTag(f"t{i}", "1") for i in range(101)]},
        {"metrics": [Metric("m", 1, i, 0) for i in range(1000)], "tags": [RunTag("t", "1")]},
        {"params": [Param("p", "1"), Param("p", "2")]},
        {"metrics": [Metric("../m", 1, 1, 0)]},
        {"params": [Param("a?", "1")]},
        {"tags": [RunTag("x" * 251, "1")]},
    ],
)
def test_an_invalid_batch_is_rejected_as_a_whole(client, run_id, rest, batch):
    body = {
        "run_id": run_id,
        "metrics": [
            {"key": m.key, "value": m.value, "timestamp": m.timestamp, "step": m.step}
            for m in batch.get("metrics", [])
        ],
        "params": [{"key": p.key, "value": p.value} for p in batch.get("params", [])],
        "tags": [{"key": t.key, "value": t.value} for t in batch.get("tags", [])],
    }
    answer = rest.post("runs/log-batch", body)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"
    assert client.get_run(run_id).data.metrics == {}
    assert client.get_run(run_id).data.params == {}


def test_a_param_keeps_its_first_value(client, run_id):
    client.log_param(run_id, "lr", "0.1")
    client.log_param(run_id, "lr", "0.1")
    with refused():
        client.log_param(run_id, "lr", "0.2")
    with refused():
        client.log_batch(run_id, params=[Param("new", "1"), Param("lr", "0.3")])
    assert client.get_run(run_id).data.params == {"lr": "0.1"}


def test_long_values_are_truncated(client, run_id, rest):
    assert (
        rest.post(
            "runs/log-parameter", {"run_id": run_id, "key": "p", "value": "x" * 7000}
        ).status_code
        == 200
    )
    assert (
        rest.post("runs/set-tag", {"run_id": run_id, "key": "t", "value": "x" * 9000}).status_code
        == 200
    )
    data = client.get_run(run_id).data
    assert (len(data.params["p"]), len(data.tags["t"])) == (6000, 8000)


def test_deleting_and_restoring(client, experiment_id, run_id):
    client.delete_run(run_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    with refused():
        client.log_metric(run_id, "m", 1)
    assert [r.info.run_id for r in client.search_runs([experiment_id])] == []
    deleted = client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)
    assert [r.info.run_id for r in deleted] == [run_id]
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1)


def test_an_unknown_run(client):
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.get_run("0" * 32)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.log_metric("0" * 32, "m", 1)


def test_data_sets_are_inputs(client, run_id):
    import pandas as pd

    data = mlflow.data.from_pandas(pd.DataFrame({"a": [1, 2]}), source="s3://b/a.csv", name="adds")
    mlflow.set_experiment(experiment_id=client.get_run(run_id).info.experiment_id)
    with mlflow.start_run(run_id=run_id):
        mlflow.log_input(data, context="training", tags={"k": "v"})
        mlflow.log_input(data, context="training")
    inputs = client.get_run(run_id).inputs.dataset_inputs
    assert [(i.dataset.name, i.dataset.digest, i.dataset.source_type) for i in inputs] == [
        ("adds", data.digest, "s3")
    ]
    assert {t.key: t.value for t in inputs[0].tags} == {"mlflow.data.context": "training", "k": "v"}
    experiment = client.get_run(run_id).info.experiment_id
    for filter_string, count in [
        ("dataset.name = 'adds'", 1),
        ("datasets.name LIKE 'ad%' AND dataset.context = 'training'", 1),
        (f"dataset.digest IN ('{data.digest}', 'x')", 1),
        ("dataset.context = 'eval'", 0),
    ]:
        assert len(client.search_runs([experiment], filter_string=filter_string)) == count


def test_the_fluent_api(client, unique):
    mlflow.set_experiment(unique("fluent"))
    with mlflow.start_run(run_name="parent", description="why") as parent:
        mlflow.log_params({"a": 1, "b": "x"})
        mlflow.log_metrics({"m": 1.5}, step=3)
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("m", 2)
    assert client.get_run(parent.info.run_id).info.status == "FINISHED"
    assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id
    frame = mlflow.search_runs(filter_string="metrics.m > 1.7")
    assert list(frame["run_id"]) == [child.info.run_id]


def test_history_in_pages(rest, client, run_id):
    client.log_batch(run_id, metrics=[Metric("m", i, i, i) for i in range(25)])
    seen, token = [], None
    while True:
        query = {"run_id": run_id, "metric_key": "m", "max_results": 10}
        answer = rest.get(
            "metrics/get-history", **query, **({"page_token": token} if token else {})
        ).json()
        seen += [m["step"] for m in answer["metrics"]]
        token = answer.get("next_page_token")
        if not token:
            break
    assert seen == list(range(25))


def test_history_of_many_runs_is_sampled(rest, client, experiment_id):
    ids = [client.create_run(experiment_id).info.run_id for _ in range(3)]
    for run in ids:
        client.log_batch(run, metrics=[Metric("m", i, i, i) for i in range(1000)])
    query = {"run_ids": ids, "metric_key": "m", "max_results": 10}
    metrics = rest.get("metrics/get-history-bulk-interval", **query).json()["metrics"]
    for run in ids:
        steps = [m["step"] for m in metrics if m["run_id"] == run]
        assert steps == sorted(steps)
        assert len(steps) <= 11
        assert (steps[0], steps[-1]) == (0, 999)
    part = rest.get(
        "metrics/get-history-bulk-interval", **query, start_step=10, end_step=14
    ).json()["metrics"]
    assert sorted({m["step"] for m in part}) == [10, 11, 12, 13, 14]
    assert rest.get("metrics/get-history-bulk-interval", **query, start_step=10).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("runs/get", None),
        ("runs/log-metric", {"key": "m", "value": 1, "timestamp": 1}),
        ("runs/log-metric", {"run_id": "RUN", "value": 1, "timestamp": 1}),
        ("runs/log-metric", {"run_id": "RUN", "key": "m", "value": "a", "timestamp": 1}),
        ("runs/log-metric", {"run_id": "RUN", "key": "m", "value": 1, "timestamp": "t"}),
        ("runs/log-metric", {"run_id": "RUN", "key": "m", "value": 1}),
        ("runs/log-metric", {"run_id": "RUN", "key": "m", "value": 1, "timestamp": -1}),
        ("runs/log-parameter", {"run_id": "RUN", "key": 1, "value": "1"}),
        ("runs/log-batch", {"run_id": "RUN", "metrics": "x"}),
        ("runs/log-batch", {"run_id": "RUN", "metrics": [{"key": "m", "value": 1}]}),
        ("runs/log-batch", {"run_id": "a/b"}),
        ("runs/search", {"experiment_ids": ["0"], "max_results": 50001}),
        ("runs/search", {"experiment_ids": ["0"], "filter": 5}),
        ("experiments/create", {"name": 5}),
        ("experiments/create", {"name": ""}),
    ],
)
def test_a_malformed_message_is_rejected(rest, run_id, path, body):
    if body is None:
        answer = rest.get(path)
    else:
        answer = rest.post(path, {k: run_id if v == "RUN" else v for k, v in body.items()})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"


def test_numbers_may_be_sent_as_strings(rest, client, run_id):
    body = {"run_id": run_id, "key": "m", "value": "0.5", "timestamp": "12", "step": "3"}
    assert rest.post("runs/log-metric", body).status_code == 200
    [metric] = client.get_metric_history(run_id, "m")
    assert (metric.value, metric.timestamp, metric.step) == (0.5, 12, 3)
