"""The calls that are sent in this order to the local workspace and to a real MLflow server. Later calls use results of earlier ones.

`{name}` in a path or body is replaced by a value that an earlier call saved under that name from its response.
"""

from .call import AJAX, Call, delete, get, patch, post
from .evaluation_calls import EVALUATION
from .page_calls import PAGE


def _tags(**tags):
    return [{"key": key.replace("__", "."), "value": value} for key, value in tags.items()]


EXPERIMENTS = [
    post(
        "create experiment",
        "experiments/create",
        {"name": "beside", "tags": _tags(a="1", b="2")},
        experiment="experiment_id",
    ),
    post(
        "create a second experiment",
        "experiments/create",
        {"name": "beside-2"},
        second="experiment_id",
    ),
    post("create experiment that exists", "experiments/create", {"name": "beside"}),
    post("create experiment without name", "experiments/create", {}),
    post("create experiment with empty name", "experiments/create", {"name": ""}),
    post("create experiment with a number as name", "experiments/create", {"name": 5}),
    post(
        "create experiment with tags that are not a list",
        "experiments/create",
        {"name": "x", "tags": "5"},
    ),
    post(
        "create experiment with a tag without key",
        "experiments/create",
        {"name": "x", "tags": [{"value": "1"}]},
    ),
    post(
        "create experiment with a name that is too long", "experiments/create", {"name": "x" * 501}
    ),
    get("get experiment", "experiments/get", {"experiment_id": "{experiment}"}),
    get("get experiment that does not exist", "experiments/get", {"experiment_id": "98765"}),
    get(
        "get experiment by an ID that is not a number",
        "experiments/get",
        {"experiment_id": "no-number"},
    ),
    get("get experiment without id", "experiments/get"),
    get("get experiment by name", "experiments/get-by-name", {"experiment_name": "beside"}),
    get(
        "get experiment by a name that does not exist",
        "experiments/get-by-name",
        {"experiment_name": "nope"},
    ),
    post(
        "tag experiment",
        "experiments/set-experiment-tag",
        {"experiment_id": "{experiment}", "key": "c", "value": "3"},
    ),
    post(
        "tag experiment without key",
        "experiments/set-experiment-tag",
        {"experiment_id": "{experiment}", "value": "3"},
    ),
    post(
        "untag experiment",
        "experiments/delete-experiment-tag",
        {"experiment_id": "{experiment}", "key": "c"},
    ),
    post(
        "untag experiment twice",
        "experiments/delete-experiment-tag",
        {"experiment_id": "{experiment}", "key": "c"},
    ),
    post(
        "rename experiment",
        "experiments/update",
        {"experiment_id": "{second}", "new_name": "beside-two"},
    ),
    post("rename experiment to nothing", "experiments/update", {"experiment_id": "{second}"}),
    post(
        "rename experiment to a name that exists",
        "experiments/update",
        {"experiment_id": "{second}", "new_name": "beside"},
    ),
    post("delete experiment", "experiments/delete", {"experiment_id": "{second}"}),
    post("delete experiment twice", "experiments/delete", {"experiment_id": "{second}"}),
    post(
        "rename a deleted experiment",
        "experiments/update",
        {"experiment_id": "{second}", "new_name": "y"},
    ),
    post(
        "tag a deleted experiment",
        "experiments/set-experiment-tag",
        {"experiment_id": "{second}", "key": "c", "value": "3"},
    ),
    post("create a run in a deleted experiment", "runs/create", {"experiment_id": "{second}"}),
    get(
        "get a deleted experiment by name",
        "experiments/get-by-name",
        {"experiment_name": "beside-two"},
    ),
    post(
        "create experiment with the name of a deleted one",
        "experiments/create",
        {"name": "beside-two"},
    ),
    post(
        "search experiments that are deleted",
        "experiments/search",
        {"max_results": 10, "view_type": "DELETED_ONLY"},
    ),
    post("restore experiment", "experiments/restore", {"experiment_id": "{second}"}),
    post("restore experiment twice", "experiments/restore", {"experiment_id": "{second}"}),
    post("search experiments", "experiments/search", {"max_results": 10, "order_by": ["name ASC"]}),
    post(
        "search experiments by name",
        "experiments/search",
        {"max_results": 10, "filter": "name LIKE 'beside%'", "order_by": ["name DESC"]},
    ),
    post(
        "search experiments by tag",
        "experiments/search",
        {"max_results": 10, "filter": "tags.a = '1'"},
    ),
    post(
        "search experiments by time",
        "experiments/search",
        {"max_results": 10, "filter": "creation_time > 0", "order_by": ["experiment_id DESC"]},
    ),
    post(
        "search experiments page by page",
        "experiments/search",
        {"max_results": 1, "order_by": ["name ASC"]},
        page="next_page_token",
    ),
    post(
        "search experiments, second page",
        "experiments/search",
        {"max_results": 1, "order_by": ["name ASC"], "page_token": "{page}"},
    ),
    post("search experiments without max_results", "experiments/search", {}),
    post("search experiments, too many", "experiments/search", {"max_results": 50001}),
    post("search experiments, none", "experiments/search", {"max_results": 0}),
    post(
        "search experiments by an unknown key",
        "experiments/search",
        {"max_results": 5, "filter": "nope = 'x'"},
    ),
    post(
        "search experiments by an unknown order",
        "experiments/search",
        {"max_results": 5, "order_by": ["nope"]},
    ),
    post(
        "search experiments by a wrong page token",
        "experiments/search",
        {"max_results": 5, "page_token": "x"},
    ),
]

RUNS = [
    post(
        "create run",
        "runs/create",
        {
            "experiment_id": "{experiment}",
            "start_time": 1000,
            "run_name": "first",
            "user_id": "me",
            "tags": _tags(team="a", mlflow__user="me"),
        },
        run="run.info.run_id",
        artifacts="run.info.artifact_uri",
    ),
    post(
        "create a second run",
        "runs/create",
        {
            "experiment_id": "{experiment}",
            "start_time": 2000,
            "run_name": "second",
            "user_id": "me",
        },
        run2="run.info.run_id",
        artifacts2="run.info.artifact_uri",
    ),
    post(
        "create a third run",
        "runs/create",
        {
            "experiment_id": "{experiment}",
            "start_time": 3000,
            "run_name": "third",
            "user_id": "me",
            "tags": _tags(team="B"),
        },
        run3="run.info.run_id",
    ),
    post(
        "create run without a time",
        "runs/create",
        {"experiment_id": "{second}", "run_name": "x", "user_id": "me"},
        spare="run.info.run_id",
    ),
    post(
        "create run with two names",
        "runs/create",
        {"experiment_id": "{experiment}", "run_name": "x", "tags": _tags(mlflow__runName="y")},
    ),
    post("create run in an unknown experiment", "runs/create", {"experiment_id": "98765"}),
    post(
        "create run with a text as time",
        "runs/create",
        {"experiment_id": "{experiment}", "start_time": "soon"},
    ),
    post(
        "create run with a number as name",
        "runs/create",
        {"experiment_id": "{experiment}", "run_name": 5},
    ),
    get("get run that does not exist", "runs/get", {"run_id": "0" * 32}),
    get("get run by an invalid ID", "runs/get", {"run_id": "../x"}),
    get("get run without id", "runs/get"),
    post(
        "log metric",
        "runs/log-metric",
        {"run_id": "{run}", "key": "loss", "value": 0.5, "timestamp": 10, "step": 1},
    ),
    post(
        "log metric again",
        "runs/log-metric",
        {"run_id": "{run}", "key": "loss", "value": 0.25, "timestamp": 20, "step": 2},
    ),
    post(
        "log metric without step",
        "runs/log-metric",
        {"run_id": "{run}", "key": "acc", "value": 1, "timestamp": 20},
    ),
    post(
        "log metric NaN",
        "runs/log-metric",
        {"run_id": "{run}", "key": "nan", "value": "NaN", "timestamp": 20, "step": 0},
    ),
    post(
        "log metric Infinity",
        "runs/log-metric",
        {"run_id": "{run}", "key": "inf", "value": "Infinity", "timestamp": 20, "step": 0},
    ),
    post(
        "log metric -Infinity",
        "runs/log-metric",
        {"run_id": "{run}", "key": "-inf", "value": "-Infinity", "timestamp": 20, "step": 0},
    ),
    post(
        "log metric with a negative step",
        "runs/log-metric",
        {"run_id": "{run}", "key": "neg", "value": 1, "timestamp": 20, "step": -5},
    ),
    post(
        "log metric with strings for numbers",
        "runs/log-metric",
        {"run_id": "{run}", "key": "texts", "value": "1.5", "timestamp": "20", "step": "3"},
    ),
    post(
        "log metric without key",
        "runs/log-metric",
        {"run_id": "{run}", "value": 1, "timestamp": 20},
    ),
    post(
        "log metric without value",
        "runs/log-metric",
        {"run_id": "{run}", "key": "x", "timestamp": 20},
    ),
    post(
        "log metric without timestamp",
        "runs/log-metric",
        {"run_id": "{run}", "key": "x", "value": 1},
    ),
    post(
        "log metric with a string for a step",
        "runs/log-metric",
        {"run_id": "{run}", "key": "x", "value": 1, "timestamp": 1, "step": "foo"},
    ),
    post(
        "log metric with a string for a value",
        "runs/log-metric",
        {"run_id": "{run}", "key": "x", "value": "foo", "timestamp": 1},
    ),
    post(
        "log metric with a bad name",
        "runs/log-metric",
        {"run_id": "{run}", "key": "a?b", "value": 1, "timestamp": 1},
    ),
    post(
        "log metric with a path for a name",
        "runs/log-metric",
        {"run_id": "{run}", "key": "../a", "value": 1, "timestamp": 1},
    ),
    post(
        "log metric with a name that is too long",
        "runs/log-metric",
        {"run_id": "{run}", "key": "x" * 251, "value": 1, "timestamp": 1},
    ),
    post(
        "log metric to an unknown run",
        "runs/log-metric",
        {"run_id": "0" * 32, "key": "x", "value": 1, "timestamp": 1},
    ),
    post("log parameter", "runs/log-parameter", {"run_id": "{run}", "key": "lr", "value": "0.1"}),
    post(
        "log parameter again",
        "runs/log-parameter",
        {"run_id": "{run}", "key": "lr", "value": "0.1"},
    ),
    post(
        "log parameter with another value",
        "runs/log-parameter",
        {"run_id": "{run}", "key": "lr", "value": "0.2"},
    ),
    post("log parameter without value", "runs/log-parameter", {"run_id": "{run}", "key": "none"}),
    post("log parameter without key", "runs/log-parameter", {"run_id": "{run}", "value": "x"}),
    post(
        "log parameter with a number",
        "runs/log-parameter",
        {"run_id": "{run}", "key": "n", "value": 5},
    ),
    post(
        "log parameter of 6001 characters",
        "runs/log-parameter",
        {"run_id": "{run2}", "key": "long", "value": "x" * 6001},
    ),
    post("set tag", "runs/set-tag", {"run_id": "{run}", "key": "stage", "value": "one"}),
    post(
        "set tag of two lines",
        "runs/set-tag",
        {"run_id": "{run}", "key": "lines", "value": "a\nb ✓"},
    ),
    post("set tag without key", "runs/set-tag", {"run_id": "{run}", "value": "x"}),
    post("delete tag", "runs/delete-tag", {"run_id": "{run}", "key": "stage"}),
    post("delete tag twice", "runs/delete-tag", {"run_id": "{run}", "key": "stage"}),
    post(
        "rename run by its tag",
        "runs/set-tag",
        {"run_id": "{run3}", "key": "mlflow.runName", "value": "third again"},
    ),
    post(
        "log batch",
        "runs/log-batch",
        {
            "run_id": "{run2}",
            "metrics": [
                {"key": "loss", "value": v, "timestamp": s, "step": s}
                for s, v in enumerate([0.9, 0.8, 0.7])
            ],
            "params": [{"key": "lr", "value": "0.2"}, {"key": "layers", "value": "3"}],
            "tags": _tags(team="b"),
        },
    ),
    post("log batch, nothing", "runs/log-batch", {"run_id": "{run2}"}),
    post(
        "log batch with a parameter that has another value",
        "runs/log-batch",
        {"run_id": "{run2}", "params": [{"key": "lr", "value": "0.3"}]},
    ),
    post(
        "log batch with a duplicate parameter",
        "runs/log-batch",
        {"run_id": "{run2}", "params": [{"key": "q", "value": "1"}, {"key": "q", "value": "2"}]},
    ),
    post("log batch without run", "runs/log-batch", {"metrics": []}),
    post(
        "log batch with metrics that are not a list",
        "runs/log-batch",
        {"run_id": "{run2}", "metrics": "foo"},
    ),
    post(
        "log batch with a metric that is not a message",
        "runs/log-batch",
        {"run_id": "{run2}", "metrics": [5]},
    ),
    post(
        "log batch with a metric without key",
        "runs/log-batch",
        {"run_id": "{run2}", "metrics": [{"value": 1, "timestamp": 1, "step": 1}]},
    ),
    post(
        "log batch with a metric without value",
        "runs/log-batch",
        {"run_id": "{run2}", "metrics": [{"key": "x", "timestamp": 1, "step": 1}]},
    ),
    post(
        "log batch, 1001 metrics",
        "runs/log-batch",
        {
            "run_id": "{run2}",
            "metrics": [
                {"key": f"m{i}", "value": 1, "timestamp": 1, "step": 1} for i in range(1001)
            ],
        },
    ),
    post(
        "log batch, 101 parameters",
        "runs/log-batch",
        {"run_id": "{run2}", "params": [{"key": f"m{i}", "value": "1"} for i in range(101)]},
    ),
    post(
        "log batch to an unknown run",
        "runs/log-batch",
        {"run_id": "0" * 32, "metrics": [{"key": "x", "value": 1, "timestamp": 1, "step": 1}]},
    ),
    post(
        "log inputs",
        "runs/log-inputs",
        {
            "run_id": "{run}",
            "datasets": [
                {
                    "tags": _tags(mlflow__data__context="train"),
                    "dataset": {
                        "name": "sums",
                        "digest": "d1",
                        "source_type": "local",
                        "source": "s",
                        "schema": "{}",
                        "profile": "{}",
                    },
                }
            ],
        },
    ),
    post(
        "log inputs without a name",
        "runs/log-inputs",
        {
            "run_id": "{spare}",
            "datasets": [{"dataset": {"digest": "d", "source_type": "l", "source": "s"}}],
        },
    ),
    Call(
        "search datasets",
        "POST",
        "experiments/search-datasets",
        body={"experiment_ids": ["{experiment}"]},
        base=AJAX,
    ),
    Call("search datasets of nothing", "POST", "experiments/search-datasets", body={}, base=AJAX),
    post(
        "update run",
        "runs/update",
        {"run_id": "{run}", "status": "FINISHED", "end_time": 9000, "run_name": "first again"},
    ),
    post("update run to an unknown status", "runs/update", {"run_id": "{spare}", "status": "NOPE"}),
    post("update run by a number of a status", "runs/update", {"run_id": "{run2}", "status": 4}),
    post(
        "update run that does not exist", "runs/update", {"run_id": "0" * 32, "status": "FINISHED"}
    ),
    get("get run", "runs/get", {"run_id": "{run}"}),
    get("get the second run", "runs/get", {"run_id": "{run2}"}),
    get("get the third run", "runs/get", {"run_id": "{run3}"}),
    post(
        "log model as JSON",
        "runs/log-model",
        {
            "run_id": "{run3}",
            "model_json": '{"artifact_path": "m", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "{run3}"}',
        },
    ),
    post(
        "log model without its fields", "runs/log-model", {"run_id": "{run3}", "model_json": "{}"}
    ),
    post("log model that is not JSON", "runs/log-model", {"run_id": "{run3}", "model_json": "x"}),
    post("log model without JSON", "runs/log-model", {"run_id": "{run3}"}),
]

HISTORY = [
    post(
        "log a history",
        "runs/log-batch",
        {
            "run_id": "{run3}",
            "metrics": [
                {"key": "curve", "value": i * 1.5, "timestamp": i, "step": i} for i in range(25)
            ],
        },
    ),
    get("history", "metrics/get-history", {"run_id": "{run}", "metric_key": "loss"}),
    get("history of NaN", "metrics/get-history", {"run_id": "{run}", "metric_key": "nan"}),
    get(
        "history of an unknown metric",
        "metrics/get-history",
        {"run_id": "{run}", "metric_key": "nope"},
    ),
    get(
        "history of an unknown run",
        "metrics/get-history",
        {"run_id": "0" * 32, "metric_key": "loss"},
    ),
    get("history without key", "metrics/get-history", {"run_id": "{run}"}),
    get(
        "history page by page",
        "metrics/get-history",
        {"run_id": "{run3}", "metric_key": "curve", "max_results": 10},
        history="next_page_token",
    ),
    get(
        "history, second page",
        "metrics/get-history",
        {"run_id": "{run3}", "metric_key": "curve", "max_results": 10, "page_token": "{history}"},
    ),
    get(
        "history, no results",
        "metrics/get-history",
        {"run_id": "{run3}", "metric_key": "curve", "max_results": 0},
    ),
    get(
        "history in bulk",
        "metrics/get-history-bulk",
        [("run_id", "{run}"), ("run_id", "{run2}"), ("metric_key", "loss")],
        base=AJAX,
    ),
    get(
        "history in bulk, two results",
        "metrics/get-history-bulk",
        [("run_id", "{run3}"), ("metric_key", "curve"), ("max_results", "2")],
        base=AJAX,
    ),
    get(
        "history in bulk of no runs", "metrics/get-history-bulk", {"metric_key": "loss"}, base=AJAX
    ),
    get("history in bulk without key", "metrics/get-history-bulk", {"run_id": "{run}"}, base=AJAX),
    get(
        "history in bulk of 101 runs",
        "metrics/get-history-bulk",
        [("run_id", f"r{i}") for i in range(101)] + [("metric_key", "loss")],
        base=AJAX,
    ),
    get(
        "interval",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve"},
    ),
    get(
        "interval, ten points",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "max_results": 10},
    ),
    get(
        "interval, one point",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "max_results": 1},
    ),
    get(
        "interval, two points",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "max_results": 2},
    ),
    get(
        "interval of steps",
        "metrics/get-history-bulk-interval",
        {
            "run_ids": "{run3}",
            "metric_key": "curve",
            "start_step": 5,
            "end_step": 12,
            "max_results": 4,
        },
    ),
    get(
        "interval of two runs",
        "metrics/get-history-bulk-interval",
        [("run_ids", "{run}"), ("run_ids", "{run2}"), ("metric_key", "loss"), ("max_results", 5)],
    ),
    get(
        "interval with one end",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "start_step": 5},
    ),
    get(
        "interval backwards",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "start_step": 5, "end_step": 1},
    ),
    get(
        "interval with strings for steps",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "start_step": "a", "end_step": "b"},
    ),
    get("interval of no runs", "metrics/get-history-bulk-interval", {"metric_key": "curve"}),
    get("interval without key", "metrics/get-history-bulk-interval", {"run_ids": "{run3}"}),
    get(
        "interval of a run that does not exist",
        "metrics/get-history-bulk-interval",
        {"run_ids": "nope", "metric_key": "curve"},
    ),
    get(
        "interval, too many points",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "max_results": 2501},
    ),
    get(
        "interval, no points",
        "metrics/get-history-bulk-interval",
        {"run_ids": "{run3}", "metric_key": "curve", "max_results": 0},
    ),
]


def _search(filter_or_order, **more):
    body = {"experiment_ids": ["{experiment}"], "max_results": 10, **more}
    return post(
        f"search runs: {filter_or_order}",
        "runs/search",
        {"order_by": ["start_time ASC"], "filter": filter_or_order, **body},
    )


def _ordered(*order):
    return post(
        f"order runs: {', '.join(order)}",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "order_by": list(order)},
    )


RUN_SEARCH = [
    *map(
        _search,
        [
            "metrics.loss > 0.5",
            "metrics.loss >= 0.7",
            "metrics.loss < 0.5",
            "metrics.loss <= 0.25",
            "metrics.loss = 0.25",
            "metrics.loss != 0.25",
            "metrics.inf > 1e300",
            "metrics.nan > 0",
            "metrics.`loss` > 0 AND params.lr = '0.2'",
            "metrics.nope > 0",
            "params.lr = '0.1'",
            "params.lr != '0.1'",
            "params.lr LIKE '0%'",
            "params.lr ILIKE '0.%'",
            "params.lr IS NULL",
            "params.lr IS NOT NULL",
            'params."lr" = "0.1"',
            "tags.team = 'a'",
            "tags.team LIKE 'B'",
            "tags.team ILIKE 'B'",
            "tags.team != 'a'",
            "tags.team IS NULL",
            "tags.`team` = 'a'",
            "attributes.status = 'FINISHED'",
            "status != 'FINISHED'",
            "attributes.run_name = 'second'",
            "run_name LIKE '%again'",
            "run_name ILIKE 'FIRST%'",
            "attributes.start_time > 1500",
            "start_time <= 2000",
            "end_time = 9000",
            "user_id = 'me'",
            "run_id = '{run}'",
            "run_id IN ('{run}', '{run2}')",
            "run_id NOT IN ('{run}')",
            "datasets.name = 'sums'",
            "dataset.digest LIKE 'd%'",
            "datasets.context = 'train'",
            "tags.team = 'a' and metrics.loss > 0",
            "",
            "metrics.loss > 'x'",
            "metrics.loss LIKE '1'",
            "params.lr > 1",
            "params.lr = 0.1",
            "tags.team = b",
            "metrics.loss",
            "metrics.loss > 1 OR tags.team = 'a'",
            "nope.x = 'y'",
            "nope = 'x'",
            "status = FINISHED",
            "run_id LIKE 'a'",
            "datasets.nope = 'x'",
            "params.lr IN ('0.1')",
            "tags.a = 'it''s'",
            "start_time = 'x'",
            "artifact_uri LIKE '%nope%'",
            "metrics.loss > -1e-5",
            "metrics.loss BETWEEN 0 AND 1",
            "(metrics.loss > 0)",
        ],
    ),
    *(
        _ordered(*order)
        for order in [
            ["metrics.loss ASC"],
            ["metrics.loss DESC"],
            ["metrics.nan ASC"],
            ["metrics.inf DESC"],
            ["params.lr DESC"],
            ["tags.team ASC"],
            ["tags.team DESC", "start_time ASC"],
            ["attributes.start_time DESC"],
            ["start_time"],
            ["end_time ASC"],
            ["status DESC", "run_name ASC"],
            ["run_name"],
            ["attribute.created DESC"],
            ["nope ASC"],
            ["metrics.loss SIDEWAYS"],
            ["metrics.a", "metrics.a DESC"],
            [""],
        ]
    ),
    post(
        "search runs page by page",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "max_results": 2},
        runs="next_page_token",
    ),
    post(
        "search runs, second page",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "max_results": 2, "page_token": "{runs}"},
    ),
    post(
        "search runs of two experiments",
        "runs/search",
        {
            "experiment_ids": ["{experiment}", "{second}"],
            "filter": "run_name != 'x'",
            "order_by": ["start_time"],
        },
    ),
    post("search runs of none", "runs/search", {}),
    post(
        "search runs, too many",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "max_results": 50001},
    ),
    post(
        "search runs, none", "runs/search", {"experiment_ids": ["{experiment}"], "max_results": 0}
    ),
    post("search runs with a number for experiments", "runs/search", {"experiment_ids": [5]}),
    post(
        "search runs by a wrong page token",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "page_token": "x"},
    ),
    post(
        "search runs by a wrong view",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "run_view_type": "x"},
    ),
    post("delete run", "runs/delete", {"run_id": "{run3}"}),
    post("delete run twice", "runs/delete", {"run_id": "{run3}"}),
    post("delete run that does not exist", "runs/delete", {"run_id": "0" * 32}),
    post(
        "log metric into a deleted run",
        "runs/log-metric",
        {"run_id": "{run3}", "key": "x", "value": 1, "timestamp": 1},
    ),
    post("tag a deleted run", "runs/set-tag", {"run_id": "{run3}", "key": "x", "value": "y"}),
    post("update a deleted run", "runs/update", {"run_id": "{run3}", "status": "FINISHED"}),
    post(
        "search deleted runs",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "run_view_type": "DELETED_ONLY"},
    ),
    post(
        "search all runs",
        "runs/search",
        {"experiment_ids": ["{experiment}"], "run_view_type": "ALL", "order_by": ["start_time"]},
    ),
    post("restore run", "runs/restore", {"run_id": "{run3}"}),
    post("restore run that does not exist", "runs/restore", {"run_id": "0" * 32}),
]

ARTIFACTS = [
    get("list artifacts of an empty run", "artifacts/list", {"run_id": "{run}"}),
    get("list artifacts below nothing", "artifacts/list", {"run_id": "{run}", "path": "nope"}),
    get("list artifacts outside", "artifacts/list", {"run_id": "{run}", "path": "../.."}),
    get("list artifacts of an unknown run", "artifacts/list", {"run_id": "0" * 32}),
    get("list artifacts without run", "artifacts/list"),
]

MODELS = [
    post(
        "create model",
        "registered-models/create",
        {"name": "beside-model", "description": "d", "tags": _tags(k="v")},
    ),
    post("create a second model", "registered-models/create", {"name": "beside-other"}),
    post("create model that exists", "registered-models/create", {"name": "beside-model"}),
    post("create model without name", "registered-models/create", {}),
    post("create model with a slash", "registered-models/create", {"name": "a/b"}),
    post("create model with a colon", "registered-models/create", {"name": "a:b"}),
    post("create model with a number", "registered-models/create", {"name": 5}),
    get("get model", "registered-models/get", {"name": "beside-model"}),
    get("get model that does not exist", "registered-models/get", {"name": "nope"}),
    get("get model without name", "registered-models/get"),
    patch(
        "describe model",
        "registered-models/update",
        {"name": "beside-model", "description": "other"},
    ),
    patch(
        "describe model that does not exist",
        "registered-models/update",
        {"name": "nope", "description": "x"},
    ),
    post(
        "create version",
        "model-versions/create",
        {
            "name": "beside-model",
            "source": "{artifacts}/m",
            "run_id": "{run}",
            "description": "v",
            "tags": _tags(t="1"),
        },
    ),
    post(
        "create a second version",
        "model-versions/create",
        {"name": "beside-model", "source": "{artifacts2}/m2", "run_id": "{run2}"},
    ),
    post(
        "create version of an unknown model",
        "model-versions/create",
        {"name": "nope", "source": "{artifacts}/m", "run_id": "{run}"},
    ),
    post("create version without source", "model-versions/create", {"name": "beside-model"}),
    post(
        "create version from outside",
        "model-versions/create",
        {"name": "beside-model", "source": "mlflow-artifacts:/../../x"},
    ),
    post(
        "create version from a file",
        "model-versions/create",
        {"name": "beside-model", "source": "/etc/passwd"},
    ),
    post(
        "create version from a file URI",
        "model-versions/create",
        {"name": "beside-model", "source": "file:///etc/passwd"},
    ),
    get("get version", "model-versions/get", {"name": "beside-model", "version": "1"}),
    get(
        "get version that does not exist",
        "model-versions/get",
        {"name": "beside-model", "version": "99"},
    ),
    get("get version by a word", "model-versions/get", {"name": "beside-model", "version": "x"}),
    get(
        "get version with a sign", "model-versions/get", {"name": "beside-model", "version": "+01"}
    ),
    get("get version by a part", "model-versions/get", {"name": "beside-model", "version": "1.0"}),
    post(
        "tag version by a number",
        "model-versions/set-tag",
        {"name": "beside-model", "version": 1, "key": "t", "value": "1"},
    ),
    post(
        "alias to a version by a part",
        "registered-models/alias",
        {"name": "beside-model", "alias": "champion", "version": "1.0"},
    ),
    get(
        "get version by a path with an empty part",
        "model-versions//get",
        {"name": "beside-model", "version": "1"},
    ),
    get("get version without version", "model-versions/get", {"name": "beside-model"}),
    get(
        "download URI of a version",
        "model-versions/get-download-uri",
        {"name": "beside-model", "version": "1"},
    ),
    patch(
        "describe version",
        "model-versions/update",
        {"name": "beside-model", "version": "1", "description": "other"},
    ),
    post(
        "tag model",
        "registered-models/set-tag",
        {"name": "beside-model", "key": "k2", "value": "v2"},
    ),
    post(
        "tag model that does not exist",
        "registered-models/set-tag",
        {"name": "nope", "key": "k2", "value": "v2"},
    ),
    delete("untag model", "registered-models/delete-tag", {"name": "beside-model", "key": "k2"}),
    delete(
        "untag model twice", "registered-models/delete-tag", {"name": "beside-model", "key": "k2"}
    ),
    post(
        "tag version",
        "model-versions/set-tag",
        {"name": "beside-model", "version": "1", "key": "t2", "value": "2"},
    ),
    delete(
        "untag version",
        "model-versions/delete-tag",
        {"name": "beside-model", "version": "1", "key": "t2"},
    ),
    post(
        "set alias",
        "registered-models/alias",
        {"name": "beside-model", "alias": "champion", "version": "1"},
    ),
    post(
        "set alias to an unknown version",
        "registered-models/alias",
        {"name": "beside-model", "alias": "champion", "version": "99"},
    ),
    post(
        "set a reserved alias",
        "registered-models/alias",
        {"name": "beside-model", "alias": "latest", "version": "1"},
    ),
    post(
        "set an alias like a version",
        "registered-models/alias",
        {"name": "beside-model", "alias": "v1", "version": "1"},
    ),
    post(
        "set a bad alias",
        "registered-models/alias",
        {"name": "beside-model", "alias": "a b", "version": "1"},
    ),
    get("get by alias", "registered-models/alias", {"name": "beside-model", "alias": "champion"}),
    get(
        "get by an alias that does not exist",
        "registered-models/alias",
        {"name": "beside-model", "alias": "nope"},
    ),
    get("get model with its alias", "registered-models/get", {"name": "beside-model"}),
    delete(
        "delete alias", "registered-models/alias", {"name": "beside-model", "alias": "champion"}
    ),
    delete(
        "delete alias twice",
        "registered-models/alias",
        {"name": "beside-model", "alias": "champion"},
    ),
    post(
        "move version to a stage",
        "model-versions/transition-stage",
        {"name": "beside-model", "version": "1", "stage": "Staging"},
    ),
    post(
        "move another there and archive the first",
        "model-versions/transition-stage",
        {
            "name": "beside-model",
            "version": "2",
            "stage": "staging",
            "archive_existing_versions": True,
        },
    ),
    post(
        "move version to an unknown stage",
        "model-versions/transition-stage",
        {"name": "beside-model", "version": "1", "stage": "nope"},
    ),
    post("latest versions", "registered-models/get-latest-versions", {"name": "beside-model"}),
    post(
        "latest versions of stages",
        "registered-models/get-latest-versions",
        {"name": "beside-model", "stages": ["Staging"]},
    ),
    post(
        "latest versions of an unknown stage",
        "registered-models/get-latest-versions",
        {"name": "beside-model", "stages": ["nope"]},
    ),
    *(
        get(
            f"search models: {text}",
            "registered-models/search",
            {"filter": text, "max_results": 10},
        )
        for text in [
            "",
            "name = 'beside-model'",
            "name LIKE 'beside%'",
            "name ILIKE 'BESIDE%'",
            "name != 'beside-model'",
            "tags.k = 'v'",
            "tags.k != 'x'",
            "tags.k IS NULL",
            "tags.nope IS NULL",
            "name > 'a'",
            "nope = 'x'",
            "name = x",
        ]
    ),
    get("search models in order", "registered-models/search", {"order_by": "name DESC"}),
    get(
        "search models in time",
        "registered-models/search",
        {"order_by": "last_updated_timestamp ASC"},
    ),
    get("search models in an unknown order", "registered-models/search", {"order_by": "nope"}),
    get(
        "search models page by page",
        "registered-models/search",
        {"max_results": 1},
        models="next_page_token",
    ),
    get(
        "search models, second page",
        "registered-models/search",
        {"max_results": 1, "page_token": "{models}"},
    ),
    get("search models, too many", "registered-models/search", {"max_results": 1001}),
    *(
        get(
            f"search versions: {text}", "model-versions/search", {"filter": text, "max_results": 10}
        )
        for text in [
            "",
            "name = 'beside-model'",
            "name LIKE 'beside%'",
            "name IN ('beside-model')",
            "version_number = 1",
            "version_number > 1",
            "version_number IN (1)",
            "run_id = '{run}'",
            "run_id IN ('{run}', '{run2}')",
            "run_id IN ()",
            "source_path = '{artifacts}/m'",
            "source_path LIKE '%m2'",
            "tags.t = '1'",
            "tags.t IS NULL",
            "name = 'beside-model' AND version_number < 2",
            "nope = 'x'",
            "version_number = 'x'",
        ]
    ),
    get("search versions in order", "model-versions/search", {"order_by": "version_number ASC"}),
    get(
        "search versions in order of names",
        "model-versions/search",
        {"order_by": ["name DESC", "version_number DESC"]},
    ),
    get(
        "search versions page by page",
        "model-versions/search",
        {"max_results": 1},
        versions="next_page_token",
    ),
    get(
        "search versions, second page",
        "model-versions/search",
        {"max_results": 1, "page_token": "{versions}"},
    ),
    post(
        "rename model",
        "registered-models/rename",
        {"name": "beside-other", "new_name": "beside-renamed"},
    ),
    post(
        "rename model to one that exists",
        "registered-models/rename",
        {"name": "beside-renamed", "new_name": "beside-model"},
    ),
    post("rename model without a new name", "registered-models/rename", {"name": "beside-renamed"}),
    delete("delete version", "model-versions/delete", {"name": "beside-model", "version": "2"}),
    delete(
        "delete version twice", "model-versions/delete", {"name": "beside-model", "version": "2"}
    ),
    delete("delete model", "registered-models/delete", {"name": "beside-renamed"}),
    delete("delete model twice", "registered-models/delete", {"name": "beside-renamed"}),
]

LOGGED_MODELS = [
    post(
        "create logged model",
        "logged-models",
        {
            "experiment_id": "{experiment}",
            "name": "net",
            "model_type": "nn",
            "source_run_id": "{run}",
            "params": [{"key": "units", "value": "8"}],
            "tags": _tags(a="b"),
        },
        model="model.info.model_id",
    ),
    post(
        "create a second logged model",
        "logged-models",
        {"experiment_id": "{experiment}", "name": "other"},
        model2="model.info.model_id",
    ),
    post("create logged model without experiment", "logged-models", {"name": "x"}),
    post(
        "create logged model in an unknown experiment",
        "logged-models",
        {"experiment_id": "98765", "name": "x"},
    ),
    post(
        "create logged model with a bad name",
        "logged-models",
        {"experiment_id": "{experiment}", "name": "a/b"},
    ),
    get("get logged model", "logged-models/{model}"),
    get("get logged model that does not exist", "logged-models/m-nope"),
    patch(
        "finish logged model",
        "logged-models/{model}",
        {"model_id": "{model}", "status": "LOGGED_MODEL_READY"},
    ),
    patch(
        "tag logged model",
        "logged-models/{model}/tags",
        {"model_id": "{model}", "tags": _tags(c="d")},
    ),
    delete("untag logged model", "logged-models/{model}/tags/c", {}),
    delete("untag logged model twice", "logged-models/{model}/tags/c", {}),
    post(
        "log parameters of a logged model",
        "logged-models/{model}/params",
        {"model_id": "{model}", "params": [{"key": "depth", "value": "2"}]},
    ),
    post(
        "log metric of a logged model",
        "runs/log-metric",
        {
            "run_id": "{run}",
            "key": "f1",
            "value": 0.75,
            "timestamp": 5,
            "step": 1,
            "model_id": "{model}",
            "dataset_name": "sums",
            "dataset_digest": "d1",
        },
    ),
    post(
        "name the models of a run",
        "runs/outputs",
        {"run_id": "{run}", "models": [{"model_id": "{model}", "step": 3}]},
    ),
    get("get run with its models", "runs/get", {"run_id": "{run}"}),
    get("get logged model with its metric", "logged-models/{model}"),
    *(
        post(
            f"search logged models: {text}",
            "logged-models/search",
            {"experiment_ids": ["{experiment}"], "filter": text},
        )
        for text in [
            "",
            "name = 'net'",
            "name LIKE 'n%'",
            "params.units = '8'",
            "metrics.f1 > 0.5",
            "metrics.f1 < 0.5",
            "tags.a = 'b'",
            "model_type = 'nn'",
            "status = 'READY'",
            "source_run_id = '{run}'",
            "creation_timestamp > 0",
            "nope = 'x'",
            "metrics.f1 > 'x'",
        ]
    ),
    post(
        "order logged models",
        "logged-models/search",
        {
            "experiment_ids": ["{experiment}"],
            "order_by": [{"field_name": "name", "ascending": True}],
        },
    ),
    post(
        "order logged models by a metric",
        "logged-models/search",
        {
            "experiment_ids": ["{experiment}"],
            "order_by": [{"field_name": "metrics.f1", "ascending": False}],
        },
    ),
    post(
        "search logged models page by page",
        "logged-models/search",
        {"experiment_ids": ["{experiment}"], "max_results": 1},
        logged="next_page_token",
    ),
    post(
        "search logged models, second page",
        "logged-models/search",
        {"experiment_ids": ["{experiment}"], "max_results": 1, "page_token": "{logged}"},
    ),
    post("search logged models of nothing", "logged-models/search", {}),
    get("list files of a logged model", "logged-models/{model2}/artifacts/directories"),
    patch(
        "finish logged model in an unknown way",
        "logged-models/{model2}",
        {"model_id": "{model2}", "status": "NOPE"},
    ),
    delete("delete logged model", "logged-models/{model2}", {}),
    get("get a deleted logged model", "logged-models/{model2}"),
]

CALLS = [
    *EXPERIMENTS,
    *RUNS,
    *HISTORY,
    *RUN_SEARCH,
    *ARTIFACTS,
    *MODELS,
    *LOGGED_MODELS,
    *EVALUATION,
    *PAGE,
]
