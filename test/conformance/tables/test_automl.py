"""An AutoML job and an AutoML step on a small table, with azure-ai-ml and MLflow, unmodified."""

import mlflow
import pytest
from azure.ai.ml import Input, Output, automl, command, dsl
from azure.ai.ml.entities import Environment
from azure.core.exceptions import HttpResponseError


@pytest.fixture(scope="module")
def table(register, fruits):
    return register("fruits", fruits(120, 1))


@pytest.fixture(scope="module")
def classified(finished, register, fruits, table):
    """A classification that has ended."""
    job = automl.classification(
        compute="cpu",
        experiment_name="fruits",
        training_data=table,
        test_data=register("other-fruits", fruits(60, 2)),
        target_column_name="kind",
        primary_metric="AUC_weighted",
        n_cross_validations=2,
        enable_model_explainability=True,
        tags={"team": "fruit"},
    )
    job.set_limits(max_trials=2, max_concurrent_trials=2, timeout_minutes=15)
    job.set_training(
        allowed_training_algorithms=["LogisticRegression", "DecisionTree"],
        enable_stack_ensemble=False,
        enable_vote_ensemble=False,
    )
    return finished(job)


def test_trials_are_children_with_the_metrics_of_azure(client, classified):
    children = {child.name: child for child in client.jobs.list(parent_job_name=classified.name)}
    trials = {f"{classified.name}_{at}" for at in range(2)}
    assert set(children) == trials | {f"{classified.name}_test"}
    for trial in trials:
        metrics = mlflow.get_run(trial).data.metrics
        assert {"AUC_weighted", "accuracy", "norm_macro_recall", "log_loss"} <= set(metrics)
        assert 0.5 < metrics["AUC_weighted"] <= 1


def test_the_best_trial_is_named_where_clients_read_it(classified):
    parent = mlflow.get_run(classified.name)
    best = parent.data.tags["automl_best_child_run_id"]
    assert classified.tags["automl_best_child_run_id"] == best
    scores = {
        f"{classified.name}_{at}": mlflow.get_run(f"{classified.name}_{at}").data.metrics
        for at in range(2)
    }
    highest = max(metrics["AUC_weighted"] for metrics in scores.values())
    assert scores[best]["AUC_weighted"] == highest
    assert parent.data.metrics["AUC_weighted"] == pytest.approx(highest)
    assert classified.tags["team"] == "fruit"


def test_the_best_model_is_measured_on_data_that_no_trial_saw(classified):
    metrics = mlflow.get_run(f"{classified.name}_test").data.metrics
    assert 0.6 < metrics["accuracy"] <= 1


def test_what_is_not_honoured_is_said(classified):
    assert "explanations of models" in classified.properties["carry.automl"]


def test_the_newest_client_cannot_ask_for_models(client, classified, tmp_path):
    """It breaks before it asks the workspace, Azure's too; the older client downloads the model in `older`."""
    with pytest.raises(TypeError, match="BatchGetResolvedUrisDto"):
        client.jobs.download(classified.name, output_name="best_model", download_path=tmp_path)


def test_the_model_is_an_artifact_of_the_best_trial(classified, tmp_path):
    best = classified.tags["automl_best_child_run_id"]
    path = mlflow.artifacts.download_artifacts(
        run_id=best, artifact_path="outputs/mlflow-model", dst_path=tmp_path
    )
    assert mlflow.models.Model.load(path).signature.inputs.input_names() == ["weight", "color"]


def test_a_pipeline_passes_its_table_and_the_best_model_on(client, finished, table, tmp_path):
    @dsl.pipeline(default_compute="cpu")
    def choose_and_use(fruits):
        choice = automl.classification(
            training_data=fruits,
            target_column_name="kind",
            primary_metric="accuracy",
            n_cross_validations=2,
            outputs={"best_model": Output(type="mlflow_model")},
        )
        choice.set_limits(max_trials=1)
        choice.set_training(allowed_training_algorithms=["LogisticRegression"])
        use = command(
            command="cp ${{inputs.model}}/MLmodel ${{outputs.seen}}/ && ls ${{inputs.table}} > ${{outputs.seen}}/table",
            environment=Environment(name="plain", image="any", version="1"),
            inputs={"model": Input(type="mlflow_model"), "table": Input(type="mltable")},
            outputs={"seen": Output(type="uri_folder")},
        )(model=choice.outputs.best_model, table=fruits)
        return {"model": choice.outputs.best_model, "seen": use.outputs.seen}

    job = finished(choose_and_use(table))
    client.jobs.download(job.name, output_name="seen", download_path=tmp_path)
    seen = tmp_path / "named-outputs" / "seen"
    assert (seen / "table").read_text().split() == ["MLTable", "rows.csv"]
    children = client.jobs.list(parent_job_name=job.name)
    [search] = [child.name for child in children if child.display_name == "choice"]
    best = client.jobs.get(search).tags["automl_best_child_run_id"]
    original = mlflow.artifacts.load_text(f"runs:/{best}/outputs/mlflow-model/MLmodel")
    assert (seen / "MLmodel").read_text() == original


@pytest.mark.parametrize("task", ["image_classification", "text_classification"])
def test_other_tasks_are_refused_by_name(client, table, task):
    settings = {"training_data": table, "target_column_name": "kind"}
    if task == "text_classification":
        settings["validation_data"] = table
    job = getattr(automl, task)(compute="cpu", **settings)
    with pytest.raises(HttpResponseError, match="AutoML for tables only"):
        client.jobs.create_or_update(job)
