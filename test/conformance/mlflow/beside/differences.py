"""Every difference between the answers of the local workspace and those of a real MLflow server, with its reason.

`ANYWHERE` holds fields by the end of their path; `IN_CALL` fields of single calls, `*` for the whole answer. A difference that is not
here fails the test, and so does one that is here and no longer seen.
"""

# MLflow on SQLite keeps an infinity as the largest number; the local workspace keeps it as what it is.
ALIKE = {1.7976931348623157e308: "Infinity", -1.7976931348623157e308: "-Infinity"}

ANYWHERE = {
    "artifact_location": "artifacts lie in the datastore workspaceartifactstore, where Azure ML keeps them",
    "artifact_uri": "artifacts lie in the datastore workspaceartifactstore, where Azure ML keeps them",
    "root_uri": "artifacts lie in the datastore workspaceartifactstore, where Azure ML keeps them",
    "source": "sources lie where artifacts lie",
    "experiment.workspace": "there is one workspace, and MLflow's clients take 'default' where none is told",
    "experiments.workspace": "there is one workspace, and MLflow's clients take 'default' where none is told",
    "registered_model.user_id": "who registered a model is told",
    "registered_models.user_id": "who registered a model is told",
    "user_id": "who registered a version is told",
}

_TELLS = "a value that MLflow passes over in silence is refused"
_NOT_500 = (
    "the same refusal; MLflow's own answer is a 500, at which its client asks again for minutes"
)

_WORDS = "the same refusal in our own words"

IN_CALL = {
    "rename experiment to a name that exists": {"error_code": "the code that creating one has"},
    "rename a deleted experiment": {"status": _NOT_500},
    "search experiments without max_results": {
        "*": "a search without a limit gets the 1,000 of the documentation"
    },
    "create run": {"run.outputs": "a new run is told as get tells it"},
    "create a second run": {"run.outputs": "a new run is told as get tells it"},
    "create a third run": {"run.outputs": "a new run is told as get tells it"},
    "create run without a time": {
        "run.outputs": "a new run is told as get tells it",
        "run.info.start_time": "a run without a start time starts now, not in 1970",
    },
    "log batch with a metric that is no message": {"*": _NOT_500},
    "log inputs without a name": {"*": _TELLS},
    "update run to an unknown status": {"*": _TELLS},
    "order runs: metrics.a, metrics.a DESC": {"*": _NOT_500},
    "search runs with a number for experiments": {"*": _TELLS},
    "search runs by a wrong view": {"*": _TELLS},
    "search models: tags.k IS NULL": {"*": _NOT_500},
    "search models: tags.nope IS NULL": {"*": _NOT_500},
    "search versions: tags.t IS NULL": {"*": _NOT_500},
    "finish logged model in an unknown way": {"*": _TELLS},
    "search logged models: nope = 'x'": {"*": _NOT_500},
    "search logged models: metrics.f1 > 'x'": {"*": _NOT_500},
    "GraphQL: a run that is not there": {"errors[0]": _WORDS},
    "GraphQL: an unknown field": {"errors[0]": "the same words with other quotation marks"},
}
