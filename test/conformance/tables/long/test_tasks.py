"""Every task of AutoML for tables, with azure-ai-ml and MLflow, unmodified."""

import math
import random

import mlflow
from azure.ai.ml import automl


def best_metrics(job):
    return mlflow.get_run(job.tags["automl_best_child_run_id"]).data.metrics


def test_a_regression_finds_a_line(finished, register):
    draw = random.Random(1)
    rows = [
        {"size": size, "price": round(3 * size + draw.gauss(0, 1), 3)}
        for size in (round(draw.uniform(1, 50), 2) for _ in range(150))
    ]
    job = automl.regression(
        compute="cpu",
        training_data=register("houses", rows),
        target_column_name="price",
        primary_metric="r2_score",
        n_cross_validations=3,
    )
    job.set_limits(max_trials=3, timeout_minutes=15)
    job.set_training(allowed_training_algorithms=["ElasticNet", "DecisionTree", "LightGBM"])
    assert best_metrics(finished(job))["r2_score"] > 0.95


def test_a_forecast_beats_the_mean(finished, register):
    rows = [
        {
            "day": f"2025-{1 + day // 28:02}-{1 + day % 28:02}",
            "sold": round(20 + 10 * math.sin(2 * math.pi * day / 7), 3),
        }
        for day in range(140)
    ]
    job = automl.forecasting(
        compute="cpu",
        training_data=register("sales", rows),
        target_column_name="sold",
        primary_metric="normalized_root_mean_squared_error",
        n_cross_validations=2,
    )
    job.set_forecast_settings(time_column_name="day", forecast_horizon=7, frequency="D")
    job.set_limits(max_trials=3, timeout_minutes=15)
    job.set_training(allowed_training_algorithms=["SeasonalNaive", "Naive", "ElasticNet"])
    assert best_metrics(finished(job))["normalized_root_mean_squared_error"] < 0.3


def test_a_classification_ends_with_ensembles(client, finished, register, fruits):
    job = automl.classification(
        compute="cpu",
        training_data=register("fruits", fruits(150, 1)),
        target_column_name="kind",
        primary_metric="accuracy",
        n_cross_validations=3,
    )
    job.set_limits(max_trials=6, max_concurrent_trials=2, timeout_minutes=20)
    job.set_training(
        allowed_training_algorithms=["LogisticRegression", "DecisionTree", "KNN", "RandomForest"]
    )
    ended = finished(job, seconds=900)
    algorithms = [
        mlflow.get_run(child.name).data.tags["run_algorithm"]
        for child in client.jobs.list(parent_job_name=ended.name)
    ]
    assert sorted(algorithms)[-2:] == ["StackEnsemble", "VotingEnsemble"]
    assert best_metrics(ended)["accuracy"] > 0.8


def test_a_part_of_the_training_data_is_kept_for_the_test(finished, register, fruits):
    job = automl.classification(
        compute="cpu",
        training_data=register("kept", fruits(150, 3)),
        target_column_name="kind",
        primary_metric="accuracy",
        test_data_size=0.2,
    )
    job.set_limits(max_trials=1)
    job.set_training(allowed_training_algorithms=["LogisticRegression"])
    ended = finished(job)
    assert 0.6 < mlflow.get_run(f"{ended.name}_test").data.metrics["accuracy"] <= 1
