"""The calls of MLflow's own web page: its GraphQL queries, and artifacts by their owner. They run after the other calls."""

from .call import AJAX, Call, post

GRAPHQL = "graphql"
ARTIFACT = "get-artifact"


def _graphql(name, query, **variables):
    body = {"query": query, "variables": {"input": variables}}
    return Call(f"GraphQL: {name}", "POST", GRAPHQL, body=body, base="")


def _read(name, path, query):
    return Call(name, "GET", path, query=query, base="")


def _upload(name, query):
    return Call(name, "POST", "upload-artifact", body={"carry": 1}, query=query, base=AJAX)


RUN = """
run {
  info { runId runUuid runName experimentId userId status startTime endTime lifecycleStage }
  data { metrics { key value step } params { key value } tags { key value } }
  inputs { datasetInputs { tags { key value } dataset { name digest sourceType source schema profile } } modelInputs { modelId } }
  outputs { modelOutputs { modelId step } }
  experiment { experimentId name lifecycleStage tags { key value } effectiveTraceArchivalRetention __typename }
  modelVersions { name version status currentStage description aliases tags { key value } runLink modelId __typename }
  __typename
}
apiError { code }
__typename
"""

PAGE = [
    post("create a model for the page", "registered-models/create", {"name": "paged"}),
    post(
        "create a version for the page",
        "model-versions/create",
        {"name": "paged", "source": "runs:/{run}/model", "run_id": "{run}"},
    ),
    _graphql(
        "experiment",
        """query Q($input: MlflowGetExperimentInput!) @component(name: "page") { mlflowGetExperiment(input: $input) {
            experiment { experimentId name lifecycleStage creationTime tags { key value } }
        } }""",
        experimentId="{experiment}",
    ),
    _graphql(
        "run",
        f"query Q($input: MlflowGetRunInput!) {{ mlflowGetRun(input: $input) {{ {RUN} }} }}",
        runId="{run}",
    ),
    _graphql(
        "a second run",
        f"query Q($input: MlflowGetRunInput!) {{ mlflowGetRun(input: $input) {{ {RUN} }} }}",
        runUuid="{run2}",
    ),
    _graphql(
        "runs",
        """mutation M($input: MlflowSearchRunsInput!) { mlflowSearchRuns(input: $input) {
            runs { info { runId runName } } nextPageToken
        } }""",
        experimentIds=["{experiment}"],
        orderBy=["attributes.run_name ASC"],
        maxResults=2,
    ),
    _graphql(
        "versions",
        """query Q($input: MlflowSearchModelVersionsInput!) { mlflowSearchModelVersions(input: $input) {
            modelVersions { name version creationTimestamp status statusMessage modelParams { name } deploymentJobState { jobId } }
        } }""",
        filter="name = 'paged'",
    ),
    _graphql(
        "data sets",
        """mutation M($input: MlflowSearchDatasetsInput!) { mlflowSearchDatasets(input: $input) {
            datasetSummaries { experimentId name digest context }
        } }""",
        experimentIds=["{experiment}"],
    ),
    _graphql(
        "histories",
        """query Q($input: MlflowGetMetricHistoryBulkIntervalInput!) { mlflowGetMetricHistoryBulkInterval(input: $input) {
            metrics { key value step timestamp runId }
        } }""",
        runIds=["{run}", "{run3}"],
        metricKey="loss",
        maxResults=5,
    ),
    Call(
        "GraphQL: echo",
        "POST",
        GRAPHQL,
        body={"query": '{ test(inputString: "x") { output } }'},
        base="",
    ),
    _graphql(
        "a run that does not exist",
        "query Q($input: MlflowGetRunInput!) { mlflowGetRun(input: $input) { run { info { runId } } } }",
        runId="none",
    ),
    Call("GraphQL: an unknown field", "POST", GRAPHQL, body={"query": "{ nope }"}, base=""),
    _upload("upload an artifact", {"run_uuid": "{run}", "path": "page/a.json"}),
    _upload("upload an artifact without a run", {"path": "page/a.json"}),
    _upload("upload an artifact without a path", {"run_uuid": "{run}"}),
    _upload("upload an artifact outside", {"run_uuid": "{run}", "path": "../a.json"}),
    _read("read an artifact", ARTIFACT, {"run_uuid": "{run}", "path": "page/a.json"}),
    _read("read an artifact outside", ARTIFACT, {"run_id": "{run}", "path": "../a.json"}),
    _read("read an artifact of an unknown run", ARTIFACT, {"run_id": "none", "path": "a.json"}),
    _read(
        "read an artifact of an unknown version",
        "model-versions/get-artifact",
        {"name": "paged", "version": "9", "path": "a"},
    ),
]
