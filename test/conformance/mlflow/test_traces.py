"""Traces of MLflow's own client: recorded by `@mlflow.trace`, searched, assessed, linked and deleted."""

import mlflow
import pytest
from mlflow.entities import AssessmentSource, AssessmentSourceType
from mlflow.exceptions import MlflowException


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
