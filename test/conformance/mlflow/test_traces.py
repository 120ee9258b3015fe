"""Traces of MLflow's own client: recorded by `@mlflow.trace`, searched, assessed, linked and deleted."""

import base64
import gzip
import json
import uuid
import zlib

import mlflow
import pytest
from google.protobuf.json_format import ParseDict
from mlflow.entities import AssessmentSource, AssessmentSourceType
from mlflow.exceptions import MlflowException
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@pytest.fixture
def experiment(experiment_id):
    mlflow.set_experiment(experiment_id=experiment_id)
    return experiment_id


def record(name="answer", fails=False, tags=None, metadata=None):
    """Records a trace with two spans and returns its id."""

    @mlflow.trace(name=name)
    def answer(question):
        mlflow.update_current_trace(tags=tags, metadata=metadata)
        with mlflow.start_span("look-up", span_type="RETRIEVER") as span:
            span.set_inputs({"question": question})
            span.set_outputs([{"score": 1.0, "rank": 9}])
        if fails:
            raise ValueError("no answer")
        return {"text": "42"}

    try:
        answer("why?")
    except ValueError:
        assert fails
    mlflow.flush_trace_async_logging()
    return mlflow.get_last_active_trace_id()


def found(experiment, filter_string=None, **options):
    return [
        trace.info.trace_id
        for trace in mlflow.search_traces(
            locations=[experiment], filter_string=filter_string, return_type="list", **options
        )
    ]


def test_a_decorated_function_leaves_a_trace_with_its_spans(experiment):
    trace = mlflow.get_trace(record())
    assert trace.info.experiment_id == experiment
    assert trace.info.state == "OK"
    assert trace.info.request_preview == '{"question": "why?"}'
    assert trace.info.response_preview == '{"text": "42"}'
    assert trace.info.execution_duration >= 0
    assert trace.info.tags["mlflow.traceName"] == "answer"
    root, inner = sorted(trace.data.spans, key=lambda span: span.start_time_ns)
    assert (root.name, root.inputs, root.outputs) == (
        "answer",
        {"question": "why?"},
        {"text": "42"},
    )
    assert (inner.name, inner.span_type, inner.parent_id) == ("look-up", "RETRIEVER", root.span_id)
    assert inner.outputs == [{"score": 1.0, "rank": 9}]
    assert isinstance(inner.outputs[0]["score"], float)


def test_a_failed_function_leaves_a_trace_with_its_exception(experiment):
    trace = mlflow.get_trace(record(fails=True))
    assert trace.info.state == "ERROR"
    root = next(span for span in trace.data.spans if span.parent_id is None)
    assert root.status.description.endswith("no answer")
    assert root.events[0].name == "exception"


def test_a_trace_is_of_its_run_and_of_the_runs_it_is_linked_to(experiment, client):
    with mlflow.start_run() as run:
        inside = record()
    outside = record()
    other = client.create_run(experiment).info.run_id
    client.link_traces_to_run([outside], other)
    assert found(experiment, run_id=run.info.run_id) == [inside]
    assert found(experiment, run_id=other) == [outside]


def test_search_filters(experiment):
    plain = record(name="plain", tags={"team": "a"}, metadata={"mlflow.trace.session": "s1"})
    broken = record(name="broken", fails=True, tags={"team": "b"})
    assert found(experiment) == [broken, plain]
    assert found(experiment, "trace.status = 'ERROR'") == [broken]
    assert found(experiment, "attributes.name LIKE 'pl%'") == [plain]
    assert found(experiment, "name = 'broken'") == [broken]
    assert found(experiment, "tags.team = 'a'") == [plain]
    assert found(experiment, "tags.none IS NULL AND status IN ('OK', 'ERROR')") == [broken, plain]
    assert found(experiment, "metadata.`mlflow.trace.session` = 's1'") == [plain]
    start = mlflow.get_trace(broken).info.request_time
    assert found(experiment, f"timestamp_ms >= {start}") == [broken]
    assert found(experiment, f"end_time_ms < {start}") == [plain]
    assert found(experiment, f"request_id = '{plain}'") == [plain]
    with pytest.raises(MlflowException, match="Invalid"):
        found(experiment, "nothing.x = 'y'")


def test_search_order_and_pages(experiment, client):
    ids = [record(name=name) for name in ("b", "c", "a")]
    assert found(experiment, order_by=["timestamp_ms ASC"]) == ids
    assert found(experiment, order_by=["name DESC"]) == [ids[1], ids[0], ids[2]]
    first = client.search_traces(locations=[experiment], max_results=2)
    rest = client.search_traces(locations=[experiment], max_results=2, page_token=first.token)
    assert [trace.info.trace_id for trace in [*first, *rest]] == ids[::-1]
    assert not rest.token


def test_tags(experiment, client, rest):
    trace = record()
    client.set_trace_tag(trace, "mood", "good")
    assert mlflow.get_trace(trace).info.tags["mood"] == "good"
    client.delete_trace_tag(trace, "mood")
    assert "mood" not in mlflow.get_trace(trace).info.tags
    with pytest.raises(MlflowException, match="No trace tag with key 'mood'"):
        client.delete_trace_tag(trace, "mood")
    # The client only warns, so the request is sent without it.
    tag = {"key": "mlflow.trace.spansLocation", "value": "x"}
    answer = rest.call("PATCH", f"mlflow/traces/{trace}/tags", json=tag)
    assert "immutable" in answer.json()["message"]


def test_feedback_and_expectations(experiment):
    trace = record()
    person = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="ada")
    feedback = mlflow.log_feedback(
        trace_id=trace,
        name="good",
        value=True,
        rationale="short",
        source=person,
        metadata={"m": "1"},
    )
    expectation = mlflow.log_expectation(trace_id=trace, name="facts", value={"n": 9})
    read = mlflow.get_assessment(trace, feedback.assessment_id)
    assert (read.value, read.rationale, read.source) == (True, "short", person)
    assert mlflow.get_assessment(trace, expectation.assessment_id).value == {"n": 9}
    names = {each.name for each in mlflow.get_trace(trace).info.assessments}
    assert names == {"good", "facts"}

    changed = mlflow.update_assessment(
        trace,
        feedback.assessment_id,
        mlflow.entities.Feedback(name="good", value=0.5, metadata={"k": "2"}),
    )
    assert (changed.value, changed.rationale, changed.metadata) == (
        0.5,
        "short",
        {"m": "1", "k": "2"},
    )
    assert changed.last_update_time_ms >= feedback.last_update_time_ms

    newer = mlflow.override_feedback(
        trace_id=trace, assessment_id=feedback.assessment_id, value=False
    )
    assert mlflow.get_assessment(trace, feedback.assessment_id).valid is False
    mlflow.delete_assessment(trace, newer.assessment_id)
    assert mlflow.get_assessment(trace, feedback.assessment_id).valid is True
    with pytest.raises(MlflowException, match="not found"):
        mlflow.get_assessment(trace, newer.assessment_id)


def test_search_by_assessment(experiment):
    good, bad, unrated = record(), record(), record()
    mlflow.log_feedback(trace_id=good, name="score", value=0.9)
    mlflow.log_feedback(trace_id=bad, name="score", value=0.2)
    mlflow.log_feedback(trace_id=bad, name="correct", value=False)
    mlflow.log_expectation(trace_id=good, name="answer", value="42")
    assert found(experiment, "feedback.score > '0.5'") == [good]
    assert found(experiment, "feedback.correct = 'false'") == [bad]
    assert found(experiment, "expectation.answer = '42'") == [good]
    assert found(experiment, "feedback.score IS NULL") == [unrated]


def test_deleting(experiment, client):
    first, second, third = record(), record(), record()
    assert client.delete_traces(experiment, trace_ids=[second]) == 1
    until = mlflow.get_trace(third).info.request_time
    assert client.delete_traces(experiment, max_timestamp_millis=until, max_traces=1) == 1
    assert found(experiment) == [third]
    with pytest.raises(MlflowException, match=f"'{first}' not found"):
        client.get_trace(first)


def test_a_trace_with_an_unsafe_id_is_rejected(experiment, rest, tracking_uri):
    answer = rest.session.post(
        f"{tracking_uri}/api/3.0/mlflow/traces",
        json={
            "trace": {
                "trace_info": {
                    "trace_id": "../../x",
                    "trace_location": {"mlflow_experiment": {"experiment_id": experiment}},
                    "request_time": "2026-01-01T00:00:00Z",
                }
            }
        },
        timeout=60,
    )
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"


def test_the_page_downloads_spans(experiment, rest, tracking_uri):
    trace = record()
    answer = rest.session.get(
        f"{tracking_uri}/ajax-api/3.0/mlflow/get-trace-artifact",
        params={"request_id": trace},
        timeout=60,
    )
    assert {span["name"] for span in answer.json()["spans"]} == {"answer", "look-up"}


def test_spans_are_stored_by_the_server(experiment, client, rest, tracking_uri):
    trace = record()
    assert mlflow.get_trace(trace).info.tags["mlflow.trace.spansLocation"] == "TRACKING_STORE"
    answer = rest.session.get(f"{tracking_uri}/version", timeout=60)
    assert answer.text == "3.17.2"
    [found_trace] = client._tracking_client.store.batch_get_traces([trace, "tr-" + "0" * 32])
    assert {span.name for span in found_trace.data.spans} == {"answer", "look-up"}


@pytest.mark.parametrize(
    ("filter_string", "matches"),
    [
        ("span.name = 'look-up'", True),
        ("span.name = 'other'", False),
        ("span.name LIKE 'look%' AND span.type = 'RETRIEVER'", True),
        # Both must hold for the same span.
        ("span.name = 'answer' AND span.type = 'RETRIEVER'", False),
        ("span.type IN ('RETRIEVER', 'LLM')", True),
        ("span.status = 'OK'", True),
        ("span.name RLIKE '^look-(up|down)$'", True),
        ("span.attributes.`model.name` = 'gpt-4'", True),
        ("span.attributes.model.name ILIKE '%GPT%'", True),
        ("span.attributes.temperature LIKE '%0.7%'", True),
        ("span.attributes.temperature = '0.5'", False),
        ("span.content LIKE '%gpt-4%'", True),
        ("trace.text LIKE '%gpt-4%'", True),
        ("text ILIKE '%NOTHING%'", False),
        ("tags.team RLIKE 'a+'", True),
        ("name RLIKE '^ans'", True),
    ],
)
def test_search_by_spans(experiment, filter_string, matches):
    with mlflow.start_span("answer") as span:
        mlflow.update_current_trace(tags={"team": "aa"})
        with mlflow.start_span("look-up", span_type="RETRIEVER") as inner:
            inner.set_attributes({"model.name": "gpt-4", "temperature": 0.7})
    mlflow.flush_trace_async_logging()
    assert found(experiment, filter_string) == ([span.trace_id] if matches else [])


@pytest.mark.parametrize(
    "filter_string",
    [
        "span.nothing = 'x'",
        "span.name > 'x'",
        "span.content = 'x'",
        "tags.a RLIKE '(?=x)'",
        "tags.a RLIKE '['",
    ],
)
def test_a_filter_of_spans_that_is_not_understood(experiment, filter_string):
    with pytest.raises(MlflowException, match="Invalid"):
        found(experiment, filter_string)


def test_search_by_a_number_of_an_assessment(experiment):
    trace = record()
    mlflow.log_feedback(trace_id=trace, name="score", value=0.9)
    assert found(experiment, "feedback.score > 0.8") == [trace]
    assert found(experiment, "feedback.score < 0.8") == []


def test_how_often_filters_match_together(experiment, client):
    for team, kind in [("a", "x"), ("a", "x"), ("b", "x"), ("b", "y")]:
        record(tags={"team": team, "kind": kind})
    result = client._tracking_client.store.calculate_trace_filter_correlation(
        [experiment], "tags.team = 'a'", "tags.kind = 'x'"
    )
    counts = (result.filter1_count, result.filter2_count, result.joint_count, result.total_count)
    assert counts == (2, 3, 2, 4)
    assert 0 < result.npmi < 1


def otlp(trace_id, span_id="0000000000000001"):
    return {
        "resourceSpans": [
            {
                "resource": {
                    "attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]
                },
                "scopeSpans": [
                    {
                        "spans": [
                            {
                                "traceId": trace_id,
                                "spanId": span_id,
                                "name": "GET /",
                                "startTimeUnixNano": "1700000000000000001",
                                "endTimeUnixNano": "1700000001500000000",
                                "attributes": [
                                    {"key": "n", "value": {"intValue": "9007199254740993"}},
                                    {"key": "x", "value": {"doubleValue": 9.0}},
                                    {"key": "session.id", "value": {"stringValue": "s1"}},
                                ],
                                "status": {"code": 2, "message": "broken"},
                            }
                        ]
                    }
                ],
            }
        ]
    }


@pytest.mark.parametrize("encoding", ["json", "json+gzip", "protobuf", "protobuf+deflate"])
def test_a_program_without_mlflow_sends_spans(experiment, rest, tracking_uri, encoding):
    trace_id = uuid.uuid4().hex
    body, kind = json.dumps(otlp(trace_id)).encode(), "application/json"
    if encoding.startswith("protobuf"):
        hexadecimal = {"traceId", "spanId"}
        sent = json.loads(
            body,
            object_hook=lambda o: {
                k: base64.b64encode(bytes.fromhex(v)).decode() if k in hexadecimal else v
                for k, v in o.items()
            },
        )
        body = ParseDict(sent, ExportTraceServiceRequest()).SerializeToString()
        kind = "application/x-protobuf"
    headers = {"Content-Type": kind, "x-mlflow-experiment-id": experiment}
    if encoding.endswith("gzip"):
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    if encoding.endswith("deflate"):
        body, headers["Content-Encoding"] = zlib.compress(body), "deflate"
    answer = rest.session.post(f"{tracking_uri}/v1/traces", data=body, headers=headers, timeout=60)
    assert (answer.status_code, answer.content) == (200, b"")
    trace = mlflow.get_trace(f"tr-{trace_id}")
    assert (trace.info.state, trace.info.execution_duration) == ("ERROR", 1500)
    assert trace.info.request_time == 1700000000000
    assert trace.info.tags["service.name"] == "shop"
    assert trace.info.trace_metadata["mlflow.trace.session"] == "s1"
    [span] = trace.data.spans
    assert span.start_time_ns == 1700000000000000001
    assert span.attributes["n"] == 9007199254740993
    assert isinstance(span.attributes["x"], float)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", 422),
        ({"Content-Type": "text/plain", "x-mlflow-experiment-id": "0"}, b"{}", 400),
        ({"Content-Type": "application/json", "x-mlflow-experiment-id": "0"}, b"{}", 400),
        ({"Content-Type": "application/json", "x-mlflow-experiment-id": "0"}, b"{", 400),
        (
            {"Content-Type": "application/x-protobuf", "x-mlflow-experiment-id": "0"},
            b"\xff" * 9,
            400,
        ),
        ({"Content-Type": "application/json", "x-mlflow-experiment-id": "98765"}, b"{}", 404),
        (
            {
                "Content-Type": "application/json",
                "x-mlflow-experiment-id": "0",
                "Content-Encoding": "gzip",
            },
            b"{}",
            400,
        ),
        (
            {"Content-Type": "application/json", "x-mlflow-experiment-id": "0"},
            json.dumps(otlp("00")).encode(),
            422,
        ),
    ],
)
def test_spans_that_are_refused(rest, tracking_uri, headers, body, status):
    answer = rest.session.post(f"{tracking_uri}/v1/traces", data=body, headers=headers, timeout=60)
    assert answer.status_code == status
    assert answer.json()["message"]
