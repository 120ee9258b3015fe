"""The calls of MLflow's evaluation: data sets, scorers and the metrics of traces. They use experiments of the other calls."""

import json

from .call import Call

BASE = "api/3.0/mlflow/"


def _call(name, method, path, body=None, query=None, **saves):
    return Call(name, method, path, body=body, query=query, base=BASE, saves=saves)


def _post(name, path, body, **saves):
    return _call(name, "POST", path, body, **saves)


def _get(name, path, query=None, **saves):
    return _call(name, "GET", path, query=query or {}, **saves)


def _records(name, *records, dataset="{dataset}"):
    sent = {"records": json.dumps(list(records))}
    return _post(f"put records: {name}", f"datasets/{dataset}/records", sent)


def _search(name, **query):
    return _post(f"search evaluation data sets: {name}", "datasets/search", query)


DATASETS = [
    _post(
        "create evaluation data set",
        "datasets/create",
        {
            "name": "beside",
            "experiment_ids": ["{experiment}"],
            "tags": json.dumps({"team": "a", "mlflow.user": "ada"}),
        },
        dataset="dataset.dataset_id",
    ),
    _post(
        "create a second evaluation data set",
        "datasets/create",
        {"name": "beside-2"},
        dataset2="dataset.dataset_id",
    ),
    _post("create evaluation data set without name", "datasets/create", {}),
    _post(
        "create evaluation data set with a number as name",
        "datasets/create",
        {"name": 5, "experiment_ids": ["0"]},
    ),
    _get("get evaluation data set", "datasets/{dataset}"),
    _get("get evaluation data set that does not exist", "datasets/d-none"),
    _records(
        "new",
        {
            "inputs": {
                "q": "a",
                "n": 1,
                "f": 1.5,
                "l": [1],
                "o": {"x": None},
                "b": True,
                "z": None,
            },
            "outputs": {"answer": "b"},
            "expectations": {"answer": "c"},
            "tags": {"level": "1", "mlflow.user": "bob"},
            "source": {"source_type": "trace", "source_data": {"trace_id": "tr-1"}},
        },
    ),
    _records(
        "merged",
        {
            "inputs": {
                "n": 1,
                "q": "a",
                "f": 1.5,
                "l": [1],
                "o": {"x": None},
                "b": True,
                "z": None,
            },
            "outputs": "text",
            "expectations": {"more": [1, 2.0]},
            "tags": {"level": "2"},
        },
    ),
    _get("list records", "datasets/{dataset}/records"),
    _get("get evaluation data set with records", "datasets/{dataset}"),
    _records("of a data set that does not exist", {"inputs": {"q": 1}}, dataset="d-none"),
    _records("with an unknown source", {"inputs": {"q": 5}, "source": {"source_type": "MOON"}}),
    _records("that are not objects", 5),
    _post("put records that are not JSON", "datasets/{dataset}/records", {"records": "{"}),
    _post("put records without records", "datasets/{dataset}/records", {}),
    _get("list records of a data set that does not exist", "datasets/d-none/records"),
    _call(
        "delete records that do not exist",
        "DELETE",
        "datasets/{dataset}/records",
        {"dataset_record_ids": ["dr-none"]},
    ),
    _call(
        "tag evaluation data set",
        "PATCH",
        "datasets/{dataset}/tags",
        {"tags": json.dumps({"team": "b", "n": 5, "yes": True, "none": None})},
    ),
    _call("untag evaluation data set", "DELETE", "datasets/{dataset}/tags/n"),
    _call("untag evaluation data set twice", "DELETE", "datasets/{dataset}/tags/n"),
    _call("tag evaluation data set without tags", "PATCH", "datasets/{dataset}/tags", {}),
    _call("tag no evaluation data set", "PATCH", "datasets/d-none/tags", {"tags": "{}"}),
    _get("get tagged evaluation data set", "datasets/{dataset}"),
    _get("list experiments of evaluation data set", "datasets/{dataset}/experiment-ids"),
    _post(
        "add evaluation data set to experiments",
        "datasets/{dataset}/add-experiments",
        {"experiment_ids": ["{experiment}", "0"]},
    ),
    _post(
        "add evaluation data set to no experiment",
        "datasets/{dataset}/add-experiments",
        {"experiment_ids": ["98765"]},
    ),
    _post(
        "remove evaluation data set from experiments",
        "datasets/{dataset}/remove-experiments",
        {"experiment_ids": ["{experiment}", "98765"]},
    ),
    _get("list changed experiments", "datasets/{dataset}/experiment-ids"),
    _get("list experiments of no evaluation data set", "datasets/d-none/experiment-ids"),
    _search("all"),
    _search("of an experiment", experiment_ids=["0"]),
    _search("of another experiment", experiment_ids=["{experiment}"]),
    _search("name", filter_string="name = 'beside'"),
    _search("names", filter_string="name IN ('beside-2', 'x')"),
    _search("a pattern", filter_string="name LIKE 'BESIDE%'"),
    _search("another pattern", filter_string="name ILIKE 'BESIDE%'", order_by=["name DESC"]),
    _search("a tag", filter_string="tags.team = 'b' AND created_by = 'ada'"),
    _search("a time", filter_string="created_time > 5 AND last_update_time > 5"),
    _search("a wrong time", filter_string="created_time > 'x'"),
    _search("an unknown attribute", filter_string="digest = 'x'"),
    _search("a list that is not allowed", filter_string="name NOT IN ('x')"),
    _search("an unknown order", order_by=["created_by"]),
    _search("an order by tag", order_by=["tags.team"]),
    _search("nothing", max_results=0),
    _search("page by page", max_results=1, order_by=["name"]),
    _call("delete evaluation data set", "DELETE", "datasets/{dataset2}"),
    _call("delete evaluation data set twice", "DELETE", "datasets/{dataset2}"),
]

_KEY = {"experiment_id": "{experiment}", "name": "judge"}
_TEXT = json.dumps({"name": "judge", "builtin_scorer_pydantic_data": {"model": "openai:/x"}})


def _register(title, text=_TEXT, **fields):
    body = {**_KEY, "serialized_scorer": text, **fields}
    return _post(f"register scorer: {title}", "scorers/register", body)


SCORERS = [
    _post(
        "register scorer",
        "scorers/register",
        {**_KEY, "serialized_scorer": _TEXT},
        scorer="scorer_id",
    ),
    _register("a second version"),
    _register("no JSON", "{"),
    _register("no object", "[]"),
    _register("an empty model", json.dumps({"builtin_scorer_pydantic_data": {"model": " "}})),
    _register("a gateway", json.dumps({"builtin_scorer_pydantic_data": {"model": "gateway:/x"}})),
    _register("no name", name=" "),
    _register("no experiment", experiment_id="98765"),
    _register("a wrong experiment", experiment_id="x"),
    _post("register scorer without text", "scorers/register", _KEY),
    _get("list scorers", "scorers/list", {"experiment_id": "{experiment}"}),
    _get("list scorers of experiments", "scorers/list", {"experiment_ids": "{experiment}"}),
    _get("list scorers of no experiment", "scorers/list", {"experiment_ids": "98765"}),
    _get(
        "list scorers of both",
        "scorers/list",
        {"experiment_id": "{experiment}", "experiment_ids": "0"},
    ),
    _get("list versions of a scorer", "scorers/versions", _KEY),
    _get("list versions of no scorer", "scorers/versions", {**_KEY, "name": "none"}),
    _get("get scorer", "scorers/get", _KEY),
    _get("get version of a scorer", "scorers/get", {**_KEY, "version": 1}),
    _get("get no version of a scorer", "scorers/get", {**_KEY, "version": 9}),
    _get("get scorer without name", "scorers/get", {"experiment_id": "{experiment}"}),
    _get("list online scoring", "scorers/online-configs", {"scorer_ids": "{scorer}"}),
    _call("delete version of a scorer", "DELETE", "scorers/delete", {**_KEY, "version": 1}),
    _call("delete version twice", "DELETE", "scorers/delete", {**_KEY, "version": 1}),
    _call("delete scorer", "DELETE", "scorers/delete", _KEY),
    _call("delete scorer twice", "DELETE", "scorers/delete", _KEY),
    _register("code", json.dumps({"name": "code", "call_source": "1"}), name="code"),
]

_START = 1_767_322_800_000


def _trace(number, seconds, state="OK", **metadata):
    info = {
        "trace_id": f"tr-beside-{number}",
        "trace_location": {
            "type": "MLFLOW_EXPERIMENT",
            "mlflow_experiment": {"experiment_id": "{experiment}"},
        },
        "request_time": f"2026-01-02T03:{10 * number:02}:00Z",
        "execution_duration": f"{seconds}s",
        "state": state,
        "tags": {"mlflow.traceName": "odd" if number % 2 else "even"},
        "trace_metadata": {key.replace("__", "."): value for key, value in metadata.items()},
    }
    return _post(f"start trace {number}", "traces", {"trace": {"trace_info": info}})


def _tokens(**counts):
    return {"mlflow__trace__tokenUsage": json.dumps(counts)}


def _assess(name, value, number=1):
    return _post(
        f"assess {name} as {value!r}",
        f"traces/tr-beside-{number}/assessments",
        {
            "assessment": {
                "assessment_name": name,
                "source": {"source_type": "HUMAN", "source_id": "ada"},
                "feedback": {"value": value},
                "create_time": "2026-01-02T03:04:05Z",
                "last_update_time": "2026-01-02T03:04:05Z",
            }
        },
    )


def _aggregations(*types):
    return [
        {"aggregation_type": "PERCENTILE", "percentile_value": one}
        if isinstance(one, (int, float))
        else {"aggregation_type": one}
        for one in types
    ]


def _measure(metric, *types, name="", view="TRACES", **query):
    body = {
        "experiment_ids": ["{experiment}"],
        "view_type": view,
        "metric_name": metric,
        "aggregations": _aggregations(*types),
        **query,
    }
    return _post(f"measure {metric} {name or types}", "traces/metrics", body)


_BUCKETS = {
    "time_interval_seconds": 900,
    "start_time_ms": _START,
    "end_time_ms": _START + 3_600_000,
}

METRICS = [
    _trace(0, 0.1, **_tokens(input_tokens=10, total_tokens=12), mlflow__trace__session="s"),
    _trace(1, 0.2, "ERROR", **_tokens(input_tokens=5), mlflow__trace__session="s"),
    _trace(2, 0.4, **_tokens(input_tokens=1), mlflow__trace__session="t"),
    _trace(3, 1.25),
    _assess("good", True),
    _assess("good", "no"),
    _assess("good", 0.5),
    _assess("rank", 2, 2),
    _assess("rank", "many", 3),
    _measure("trace_count", "COUNT"),
    _measure("trace_count", "COUNT", name="by name", dimensions=["trace_name", "trace_status"]),
    _measure("trace_count", "COUNT", name="of nothing", experiment_ids=["{second}"]),
    _measure("trace_count", "COUNT", name="in time", **_BUCKETS),
    _measure("trace_count", "COUNT", name="in time by name", dimensions=["trace_name"], **_BUCKETS),
    _measure("trace_count", "COUNT", name="of one page", max_results=1, **_BUCKETS),
    _measure("trace_count", "COUNT", name="without range", time_interval_seconds=60),
    _measure("session_count", "COUNT"),
    _measure("latency", "AVG", "MIN", "MAX", 50, 90, 99.9),
    _measure("latency", 50, name="by name", dimensions=["trace_name"]),
    _measure("latency", "AVG", name="of nothing", experiment_ids=["{second}"]),
    _measure("input_tokens", "SUM", "AVG", "MIN", "MAX", 50),
    _measure("total_tokens", "SUM", name="by name", dimensions=["trace_name"]),
    _measure("assessment_count", "COUNT", view="ASSESSMENTS", dimensions=["assessment_name"]),
    _measure(
        "assessment_count",
        "COUNT",
        name="by value",
        view="ASSESSMENTS",
        dimensions=["assessment_value"],
    ),
    _measure("assessment_value", "AVG", 50, view="ASSESSMENTS", dimensions=["assessment_name"]),
    _measure("span_count", "COUNT", view="SPANS"),
    *(
        _measure("trace_count", "COUNT", name=f"where {text}", filters=[text])
        for text in (
            "trace.status = 'OK'",
            "trace.tag.mlflow.traceName = 'odd'",
            "trace.tag.`mlflow.traceName` = 'odd'",
            "trace.metadata.mlflow.trace.session = 's'",
            "trace.metadata.nope = 's'",
            "trace.status != 'OK'",
            "trace.status = OK",
            "trace.nope = 'x'",
            "trace.tag = 'x'",
            "span.name = 'x'",
            "trace.status = 'OK' AND trace.status = 'OK'",
        )
    ),
    _measure(
        "assessment_count",
        "COUNT",
        name="of a name and type",
        view="ASSESSMENTS",
        filters=["assessment.name = 'good'", "assessment.type = 'feedback'"],
    ),
    _measure("nope", "COUNT"),
    _measure("trace_count", "SUM"),
    _measure("trace_count"),
    _measure("trace_count", "COUNT", name="by a wrong dimension", dimensions=["span_name"]),
    _measure("latency", 101),
    _measure("trace_count", "COUNT", name="of a wrong view", view="RUNS"),
    _measure("trace_count", "COUNT", name="of no experiment", experiment_ids=[]),
    _measure("trace_count", "COUNT", name="of a wrong experiment", experiment_ids=["x"]),
]

EVALUATION = [*DATASETS, *SCORERS, *METRICS]
