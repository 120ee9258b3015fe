"""Every difference between the responses of the local workspace and those of a real MLflow server, with its reason.

`ANYWHERE` lists fields by the end of their path, `IN_CALL` fields of single calls, where `*` is the whole response. The test fails on a
difference that is not listed, and on a listed difference that no longer occurs.
"""

# MLflow on SQLite stores infinity as the largest number. The local workspace stores infinity.
ALIKE = {1.7976931348623157e308: "Infinity", -1.7976931348623157e308: "-Infinity"}

ANYWHERE = {
    "mlflow.artifactLocation": "artifacts are in the datastore workspaceartifactstore, as in Azure ML",
    "mlflow.trace.infoFinalized": "a mark of MLflow's own database",
    "artifact_location": "artifacts are in the datastore workspaceartifactstore, as in Azure ML",
    "artifact_uri": "artifacts are in the datastore workspaceartifactstore, as in Azure ML",
    "root_uri": "artifacts are in the datastore workspaceartifactstore, as in Azure ML",
    "source": "sources are in the same datastore as artifacts",
    "experiment.workspace": "there is one workspace, and MLflow's clients assume 'default' if none is returned",
    "experiments.workspace": "there is one workspace, and MLflow's clients assume 'default' if none is returned",
    "registered_model.user_id": "the user who registered a model is returned",
    "registered_models.user_id": "the user who registered a model is returned",
    "user_id": "the user who registered a version is returned",
}

_REJECTED = "a value that MLflow silently ignores is rejected"
_NOT_500 = "the same error; MLflow responds with 500, on which its client retries for minutes"

_WORDS = "the same error with our own message"

IN_CALL = {
    "rename experiment to a name that exists": {"error_code": "the same code as when creating one"},
    "rename a deleted experiment": {"status": _NOT_500},
    "search experiments without max_results": {
        "*": "a search without a limit returns the documented 1,000"
    },
    "create run": {"run.outputs": "a new run is returned in the same form as by get"},
    "create a second run": {"run.outputs": "a new run is returned in the same form as by get"},
    "create a third run": {"run.outputs": "a new run is returned in the same form as by get"},
    "create run without a time": {
        "run.outputs": "a new run is returned in the same form as by get",
        "run.info.start_time": "a run without a start time starts now, not in 1970",
    },
    "log batch with a metric that is not a message": {"*": _NOT_500},
    "log inputs without a name": {"*": _REJECTED},
    "update run to an unknown status": {"*": _REJECTED},
    "order runs: metrics.a, metrics.a DESC": {"*": _NOT_500},
    "search runs with a number for experiments": {"*": _REJECTED},
    "search runs by a wrong view": {"*": _REJECTED},
    "search models: tags.k IS NULL": {"*": _NOT_500},
    "search models: tags.nope IS NULL": {"*": _NOT_500},
    "search versions: tags.t IS NULL": {"*": _NOT_500},
    "finish logged model in an unknown way": {"*": _REJECTED},
    "search logged models: nope = 'x'": {"*": _NOT_500},
    "search logged models: metrics.f1 > 'x'": {"*": _NOT_500},
    "put records: of a data set that does not exist": {
        "*": "a missing data set has the same error as in other calls"
    },
    "put records: that are not objects": {"*": _NOT_500},
    "put records that are not JSON": {"*": _NOT_500},
    "register scorer: no object": {"*": _NOT_500},
    "register scorer: code": {
        "*": "scorers are stored and never run, so that one with code is accepted"
    },
    "measure trace_count ()": {"error_code": "the code of any other missing parameter"},
    "measure latency (101,)": {"*": _NOT_500},
    "measure trace_count of a wrong view": {"*": _REJECTED},
    "GraphQL: a run that does not exist": {"errors[0]": _WORDS},
    "GraphQL: an unknown field": {"errors[0]": "the same message with other quotation marks"},
}
