"""MLflow's evaluation with its own client: data sets with records, scorers, and the metrics of traces."""

import mlflow
import pandas
import pytest
from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType
from mlflow.exceptions import MlflowException
from mlflow.genai import datasets
from mlflow.genai.scorers import RelevanceToQuery, Safety, delete_scorer, get_scorer, list_scorers
from mlflow.genai.scorers.registry import list_scorer_versions


@pytest.fixture
def experiment(experiment_id):
    mlflow.set_experiment(experiment_id=experiment_id)
    return experiment_id


@pytest.fixture
def dataset(experiment, unique):
    return datasets.create_dataset(
        name=unique("dataset"), experiment_id=experiment, tags={"team": "a"}
    )


def questions(dataset):
    """The records of a data set as the server has them, by their question."""
    records = mlflow.MlflowClient().get_dataset(dataset.dataset_id).records
    return {record.inputs["q"]: record for record in records}


def test_records_with_the_same_inputs_are_merged(dataset):
    dataset.merge_records([{"inputs": {"q": "a", "n": 1.0}, "expectations": {"answer": "b"}}])
    dataset.merge_records(
        [
            {"inputs": {"n": 1.0, "q": "a"}, "expectations": {"length": 2}, "tags": {"hard": "no"}},
            {"inputs": {"q": "c", "n": 2.0}, "outputs": ["d"]},
        ]
    )
    found = questions(dataset)
    assert found["a"].expectations == {"answer": "b", "length": 2}
    assert found["a"].tags["hard"] == "no"
    assert found["a"].source_type == "HUMAN"
    assert (found["c"].outputs, found["c"].source_type) == (["d"], "CODE")
    assert isinstance(found["c"].inputs["n"], float)
    described = datasets.get_dataset(dataset_id=dataset.dataset_id)
    assert described.profile.replace(" ", "") == '{"num_records":2}'
    assert '"n":"float"' in described.schema.replace(" ", "")


def test_a_table_with_missing_values_becomes_records(dataset):
    table = pandas.DataFrame(
        {
            "inputs": [{"q": "x", "n": float("nan")}, {"q": "y"}],
            "expectations": [{"e": 1}, {"e": 2}],
        }
    )
    dataset.merge_records(table)
    frame = datasets.get_dataset(dataset_id=dataset.dataset_id).to_df()
    assert sorted(inputs["q"] for inputs in frame["inputs"]) == ["x", "y"]
    assert pandas.isna(questions(dataset)["x"].inputs["n"])


def test_traces_become_records(dataset, experiment):
    with mlflow.start_span("ask") as span:
        span.set_inputs({"q": "why?"})
        span.set_outputs({"answer": "because"})
    mlflow.flush_trace_async_logging()
    mlflow.log_expectation(trace_id=span.trace_id, name="answer", value="so")
    dataset.merge_records(mlflow.search_traces(locations=[experiment], return_type="list"))
    record = questions(dataset)["why?"]
    assert (record.outputs, record.expectations) == ({"answer": "because"}, {"answer": "so"})
    assert (record.source_type, record.source_id) == ("TRACE", span.trace_id)


def test_more_records_than_a_page_are_all_read(dataset):
    dataset.merge_records([{"inputs": {"q": str(i)}} for i in range(2500)])
    assert len(questions(dataset)) == 2500


def test_records_are_deleted(dataset):
    dataset.merge_records([{"inputs": {"q": "a"}}, {"inputs": {"q": "b"}}])
    assert dataset.delete_records([questions(dataset)["a"].dataset_record_id]) == 1
    assert list(questions(dataset)) == ["b"]


def test_data_sets_are_found_tagged_and_deleted(dataset, experiment, client, unique):
    other = client.create_experiment(unique("experiment"))
    datasets.set_dataset_tags(dataset_id=dataset.dataset_id, tags={"team": "b", "new": "1"})
    datasets.delete_dataset_tag(dataset_id=dataset.dataset_id, key="new")
    datasets.add_dataset_to_experiments(dataset_id=dataset.dataset_id, experiment_ids=[other])
    datasets.remove_dataset_from_experiments(
        dataset_id=dataset.dataset_id, experiment_ids=[experiment]
    )
    assert datasets.search_datasets(experiment_ids=experiment) == []
    [found] = datasets.search_datasets(
        experiment_ids=other, filter_string=f"tags.team = 'b' AND name = '{dataset.name}'"
    )
    assert found.tags["team"] == "b"
    assert "new" not in found.tags
    assert found.experiment_ids == [other]
    datasets.delete_dataset(dataset_id=dataset.dataset_id)
    with pytest.raises(MlflowException, match="not found"):
        datasets.get_dataset(dataset_id=dataset.dataset_id)


def test_scorers_are_registered_listed_and_deleted(experiment):
    Safety(name="judge", model="openai:/gpt-4o").register(experiment_id=experiment)
    RelevanceToQuery(name="judge", model="openai:/gpt-5").register(experiment_id=experiment)
    Safety(name="safe").register(experiment_id=experiment)
    assert [scorer.name for scorer in list_scorers(experiment_id=experiment)] == ["judge", "safe"]
    versions = list_scorer_versions(name="judge", experiment_id=experiment)
    assert [version for _, version in versions] == [1, 2]
    assert isinstance(get_scorer(name="judge", experiment_id=experiment), RelevanceToQuery)
    first = get_scorer(name="judge", experiment_id=experiment, version=1)
    assert (type(first), first.model) == (Safety, "openai:/gpt-4o")
    delete_scorer(name="judge", experiment_id=experiment, version=1)
    delete_scorer(name="safe", experiment_id=experiment, version="all")
    assert [scorer.name for scorer in list_scorers(experiment_id=experiment)] == ["judge"]
    with pytest.raises(MlflowException, match="not found"):
        get_scorer(name="safe", experiment_id=experiment)


def test_metrics_of_traces_and_spans(experiment, client):
    for name, cost in (("a", 0.5), ("a", 0.25), ("b", 1.0)):
        with mlflow.start_span(name), mlflow.start_span("ask", span_type="LLM") as span:
            span.set_attribute("mlflow.llm.model", "gpt")
            span.set_attribute("mlflow.llm.cost", {"input_cost": cost, "total_cost": cost})
            span.set_attribute(
                "mlflow.chat.tokenUsage",
                {"input_tokens": 2, "output_tokens": 1, "total_tokens": 3},
            )
    mlflow.flush_trace_async_logging()

    def measure(view, metric, kind, dimensions, percentile=None):
        points = client._tracking_client.store.query_trace_metrics(
            experiment_ids=[experiment],
            view_type=view,
            metric_name=metric,
            aggregations=[MetricAggregation(kind, percentile)],
            dimensions=dimensions,
        )
        return {tuple(p.dimensions.values()): next(iter(p.values.values())) for p in points}

    traces, spans = MetricViewType.TRACES, MetricViewType.SPANS
    count, total = AggregationType.COUNT, AggregationType.SUM
    assert measure(traces, "trace_count", count, ["trace_name"]) == {("a",): 2, ("b",): 1}
    assert measure(traces, "total_tokens", total, ["trace_name"]) == {("a",): 6, ("b",): 3}
    assert measure(traces, "latency", AggregationType.PERCENTILE, None, 50)[()] >= 0
    assert measure(spans, "span_count", count, ["span_type"]) == {("LLM",): 3, ("UNKNOWN",): 3}
    assert measure(spans, "total_cost", total, ["span_model_name"]) == {("gpt",): 1.75}
