"""The grammar of runs/search: every operator, every kind of key, ordering, paging, and invalid queries."""

import math

import pytest
from mlflow.exceptions import MlflowException


@pytest.fixture(scope="module")
def runs(client):
    import uuid

    experiment = client.create_experiment(f"search-{uuid.uuid4().hex[:12]}")

    def run(name, start, *, metrics=None, params=None, tags=None, status="FINISHED"):
        made = client.create_run(experiment, start_time=start, run_name=name, tags=tags)
        for key, value in (metrics or {}).items():
            client.log_metric(made.info.run_id, key, value)
        for key, value in (params or {}).items():
            client.log_param(made.info.run_id, key, value)
        client.set_terminated(made.info.run_id, status=status, end_time=start + 10)
        return made.info.run_id

    ids = {
        "Alpha": run(
            "Alpha",
            100,
            metrics={"acc": 0.9, "val loss": 1.0},
            params={"lr": "0.1", "Opt": "Adam"},
            tags={"team": "a"},
        ),
        "beta": run(
            "beta",
            200,
            metrics={"acc": 0.5},
            params={"lr": "0.2", "Opt": "adamw"},
            tags={"team": "b", "a.b/c": "x"},
            status="FAILED",
        ),
        "gamma": run(
            "gamma", 300, metrics={"acc": math.nan}, params={"Opt": "sgd"}, tags={"team": "it's"}
        ),
        "delta": run("delta", 400, tags={"only": "100%_x"}, status="KILLED"),
    }
    return client, experiment, ids


def found(runs, filter_string="", **more):
    client, experiment, ids = runs
    names = {v: k for k, v in ids.items()}
    page = client.search_runs([experiment], filter_string=filter_string, **more)
    return [names[r.info.run_id] for r in page]


EVERY = [
    ("", ["delta", "gamma", "beta", "Alpha"]),
    ("metrics.acc > 0.5", ["Alpha"]),
    ("metrics.acc >= 0.5", ["beta", "Alpha"]),
    ("metrics.acc < 0.9 and metrics.acc > 0.1", ["beta"]),
    ("metric.acc <= 5e-1 and metric.acc != 0", ["beta"]),
    ("metrics.acc = 0.9", ["Alpha"]),
    ("metrics.acc > -1 AND metrics.acc != 0.9 AND metrics.acc > 0.1", ["beta"]),
    ("metrics.`val loss` = 1", ["Alpha"]),
    ('metrics."val loss" > 0.5', ["Alpha"]),
    ("params.lr = '0.1'", ["Alpha"]),
    ('params.lr = "0.1"', ["Alpha"]),
    ("param.lr != '0.1'", ["beta"]),
    ("parameters.Opt LIKE 'Adam%'", ["Alpha"]),
    ("params.Opt like 'adam_'", ["beta"]),
    ("params.Opt ILIKE 'ADAM%'", ["beta", "Alpha"]),
    ("params.lr IS NULL", ["delta", "gamma"]),
    ("params.lr IS NOT NULL", ["beta", "Alpha"]),
    ("tags.team = 'a'", ["Alpha"]),
    ("tag.team != 'a'", ["gamma", "beta"]),
    ("tags.`a.b/c` = 'x'", ["beta"]),
    ('tags."team" = "it\'s"', ["gamma"]),
    ("tags.only LIKE '100%'", ["delta"]),
    ("tags.team IS NULL", ["delta"]),
    ("tags.mlflow.runName = 'beta'", ["beta"]),
    ("tags.`mlflow.runName` = 'beta'", ["beta"]),
    ("attributes.status = 'FAILED'", ["beta"]),
    ("status != 'FINISHED'", ["delta", "beta"]),
    ("attr.run_name = 'gamma'", ["gamma"]),
    ("run_name ILIKE 'ALPHA'", ["Alpha"]),
    ("attributes.`run name` = 'beta'", ["beta"]),
    ("attribute.start_time > 200", ["delta", "gamma"]),
    ("created <= 200", ["beta", "Alpha"]),
    ("end_time = 310", ["gamma"]),
    ("run_name IN ('x')", None),
    ("metrics.acc = 0.9 AND", ["Alpha"]),
    ("metrics.acc > 0.1 params.lr = '0.2'", ["beta"]),
    (
        "metrics.acc > 0 AND params.lr LIKE '0._' AND tags.team IS NOT NULL AND status = 'FINISHED'",
        ["Alpha"],
    ),
]


@pytest.mark.parametrize(("filter_string", "expected"), EVERY)
def test_filters(runs, filter_string, expected):
    if expected is None:
        with pytest.raises(MlflowException):
            found(runs, filter_string)
    else:
        assert found(runs, filter_string) == expected


def test_run_ids_in_a_list(runs):
    _, _, ids = runs
    wanted = f"attributes.run_id IN ('{ids['beta']}', '{ids['delta']}')"
    assert found(runs, wanted) == ["delta", "beta"]
    assert found(runs, f"run_id NOT IN ('{ids['beta']}','{ids['delta']}')") == ["gamma", "Alpha"]
    assert found(runs, f"run_id IN ('{ids['beta']}',)") == ["beta"]


@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        (["start_time ASC"], ["Alpha", "beta", "gamma", "delta"]),
        (["attributes.start_time DESC"], ["delta", "gamma", "beta", "Alpha"]),
        (["metrics.acc"], ["beta", "Alpha", "gamma", "delta"]),
        (["metrics.acc DESC"], ["Alpha", "beta", "gamma", "delta"]),
        (["metrics.`val loss` ASC"], ["Alpha", "delta", "gamma", "beta"]),
        (["params.lr desc"], ["beta", "Alpha", "delta", "gamma"]),
        (["tags.team"], ["Alpha", "beta", "gamma", "delta"]),
        (["status", "start_time ASC"], ["beta", "Alpha", "gamma", "delta"]),
    ],
)
def test_orders(runs, order_by, expected):
    assert found(runs, order_by=order_by) == expected


def test_pages(runs):
    client, experiment, _ = runs
    seen, token = [], None
    while True:
        page = client.search_runs([experiment], max_results=3, page_token=token)
        seen += [r.info.run_name for r in page]
        token = page.token
        if not token:
            break
    assert seen == ["delta", "gamma", "beta", "Alpha"]


@pytest.mark.parametrize(
    "bad",
    [
        "metrics.acc > 'x'",
        "metrics.acc LIKE 'x'",
        "params.lr > '1'",
        "params.lr = 1",
        "params.lr = lr",
        "tags.team IN ('a')",
        "start_time > 'a'",
        "nope.x = 'a'",
        "attributes.nope = 'a'",
        "metrics.acc > 1 OR metrics.acc < 0",
        "(metrics.acc > 1)",
        "metrics.acc >",
        "> 1",
        "run_id IN ()",
        "run_id IN (1, 2)",
        "dataset.size = 'x'",
        "metrics.acc IS NULL",
    ],
)
def test_bad_filters_are_rejected(runs, bad):
    with pytest.raises(MlflowException) as error:
        found(runs, bad)
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("bad", ["nope", "metrics.acc SIDEWAYS", "metrics.acc ASC DESC", "nope.x"])
def test_bad_orders_are_rejected(runs, bad):
    with pytest.raises(MlflowException) as error:
        found(runs, order_by=[bad])
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"


def test_a_search_among_many_runs(rest, experiment_id):
    """From some hundred runs on, the workspace finds them on a thread and sends them in parts."""
    ids = []
    for value in range(600):
        run = rest.post("runs/create", {"experiment_id": experiment_id, "start_time": value}).json()
        ids.append(run["run"]["info"]["run_id"])
        point = {"run_id": ids[-1], "key": "m", "value": value * 7 % 600, "timestamp": 1}
        rest.post("runs/log-metric", point)
    search = {"experiment_ids": [experiment_id], "order_by": ["metrics.m DESC"]}
    found = rest.post("runs/search", {**search, "max_results": 600}).json()
    assert [run["data"]["metrics"][0]["value"] for run in found["runs"]] == list(range(599, -1, -1))
    assert "next_page_token" not in found
    page = rest.post("runs/search", {**search, "max_results": 250}).json()
    assert page["runs"] == found["runs"][:250]
    search["page_token"] = page["next_page_token"]
    assert rest.post("runs/search", search).json()["runs"] == found["runs"][250:]
    wrong = rest.post("runs/search", {"experiment_ids": [experiment_id], "filter": "nothing"})
    assert (wrong.status_code, wrong.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    none = {"experiment_ids": [experiment_id], "filter": "metrics.m > 9000"}
    assert rest.post("runs/search", none).json() == {}
