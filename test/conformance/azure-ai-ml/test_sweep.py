"""Sweep jobs by Microsoft's Python client, unmodified, against the workspace that the environment names."""

import itertools
import json

import mlflow
import pytest
from azure.ai.ml import Input, Output, command, dsl
from azure.ai.ml.sweep import (
    BanditPolicy,
    Choice,
    LogUniform,
    MedianStoppingPolicy,
    QUniform,
    RandomSamplingAlgorithm,
    Uniform,
)
from azure.core.exceptions import HttpResponseError
from waiting import ended, wait_for

TRAIN = """
import pathlib, sys, time
import mlflow
rate, size, model = float(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
print("rate", rate, "size", size)
mlflow.log_metric("accuracy", rate)
model.joinpath("weights.txt").write_text(f"{rate} {size}")
pathlib.Path("outputs/summary.txt").write_text(str(rate))
time.sleep(float(sys.argv[4]))
"""


@pytest.fixture
def train(environment, tmp_path):
    """A command whose program logs its rate as accuracy."""

    def make(script=TRAIN, seconds=0):
        code = tmp_path / "src"
        code.mkdir(exist_ok=True)
        (code / "main.py").write_text(script)
        places = "${{inputs.rate}} ${{inputs.size}} ${{outputs.model}} ${{inputs.seconds}}"
        return command(
            code=str(code),
            command=f"python main.py {places}",
            inputs={"rate": 0.1, "size": 8, "seconds": seconds},
            outputs={"model": Output(type="uri_folder")},
            environment=environment,
            compute="cpu",
        )

    return make


def trials(client, sweep):
    return list(client.jobs.list(parent_job_name=sweep))


def test_a_grid_streams_tells_its_best_trial_and_gives_its_model(client, train, tmp_path, capfd):
    varied = train(seconds=1)(rate=Choice([0.25, 0.75, 0.5]), size=Choice([8, 16]))
    sweep = varied.sweep(sampling_algorithm="grid", primary_metric="accuracy", goal="Maximize")
    sweep.set_limits(max_total_trials=6, max_concurrent_trials=3)
    sweep.experiment_name = "sweeps"
    job = client.jobs.create_or_update(sweep)
    client.jobs.stream(job.name)
    assert "Streaming azureml-logs/hyperdrive.txt" in capfd.readouterr().out
    done = client.jobs.get(job.name)
    assert (done.status, done.objective.goal) == ("Completed", "maximize")
    assert done.search_space["rate"] == Choice([0.25, 0.75, 0.5])

    children = {c.name: c for c in trials(client, job.name)}
    assert {c.status for c in children.values()} == {"Completed"}
    parameters = {name: json.loads(c.tags["hyperparameters"]) for name, c in children.items()}
    assert sorted((p["rate"], p["size"]) for p in parameters.values()) == [
        (r, s) for r in (0.25, 0.5, 0.75) for s in (8, 16)
    ]
    best = done.properties["best_child_run_id"]
    assert parameters[best]["rate"] == 0.75
    assert float(done.properties["score"]) == 0.75

    client.jobs.download(job.name, download_path=str(tmp_path / "m"), output_name="model")
    size = parameters[best]["size"]
    assert next((tmp_path / "m").rglob("weights.txt")).read_text() == f"0.75 {size}"
    client.jobs.download(job.name, download_path=str(tmp_path / "all"), all=True)
    assert next((tmp_path / "all").rglob("summary.txt")).read_text() == "0.75"

    runs = mlflow.search_runs(
        experiment_names=["sweeps"],
        filter_string=f"tags.mlflow.parentRunId = '{job.name}'",
        order_by=["metrics.accuracy DESC"],
        output_format="list",
    )
    assert len(runs) == 6
    assert runs[0].data.params == {"rate": "0.75", "size": runs[0].data.params["size"]}
    assert mlflow.get_run(job.name).info.status == "FINISHED"


def test_random_trials_repeat_with_their_seed(client, train):
    def sampled(rule):
        varied = train("print('tried')")(rate=Uniform(0, 1), size=QUniform(8, 64, 8))
        sweep = varied.sweep(
            sampling_algorithm=RandomSamplingAlgorithm(seed=7, rule=rule),
            primary_metric="accuracy",
            goal="Maximize",
        )
        sweep.set_limits(max_total_trials=3, max_concurrent_trials=3)
        job = client.jobs.create_or_update(sweep)
        assert ended(client, job.name, seconds=90) == "Completed"
        return [c.tags["hyperparameters"] for c in trials(client, job.name)]

    assert sampled("random") == sampled("random")
    assert sampled("sobol") != sampled("random")


def test_bayesian_trials_come_after_each_other(client, train):
    varied = train("print('tried')")(rate=Uniform(0, 1), size=Choice([8, 16]))
    sweep = varied.sweep(sampling_algorithm="bayesian", primary_metric="accuracy", goal="Maximize")
    sweep.set_limits(max_total_trials=4, max_concurrent_trials=1)
    job = client.jobs.create_or_update(sweep)
    assert ended(client, job.name, seconds=90) == "Completed"
    tried = trials(client, job.name)
    assert len({c.tags["hyperparameters"] for c in tried}) == 4
    runs = sorted((mlflow.get_run(c.name).info for c in tried), key=lambda run: run.start_time)
    for before, after in itertools.pairwise(runs):
        assert after.start_time >= before.end_time


def test_a_policy_stops_the_trial_that_is_behind(client, train):
    script = """
import sys, time
import mlflow
for step in range(60 if float(sys.argv[1]) < 0.5 else 4):
    mlflow.log_metric("accuracy", float(sys.argv[1]), step=step)
    time.sleep(1)
"""
    varied = train(script)(rate=Choice([0.9, 0.1]))
    sweep = varied.sweep(
        sampling_algorithm="grid",
        primary_metric="accuracy",
        goal="Maximize",
        early_termination_policy=BanditPolicy(slack_factor=0.1, evaluation_interval=2),
    )
    sweep.set_limits(max_total_trials=2, max_concurrent_trials=2)
    job = client.jobs.create_or_update(sweep)
    assert ended(client, job.name, seconds=90) == "Completed"
    by_rate = {json.loads(c.tags["hyperparameters"])["rate"]: c for c in trials(client, job.name)}
    assert {rate: c.status for rate, c in by_rate.items()} == {0.9: "Completed", 0.1: "Canceled"}
    assert client.jobs.get(job.name).properties["best_child_run_id"] == by_rate[0.9].name


def test_cancel_ends_every_trial(client, train):
    varied = train(seconds=600)(rate=Uniform(0, 1))
    sweep = varied.sweep(
        sampling_algorithm="random",
        primary_metric="accuracy",
        goal="Minimize",
        early_termination_policy=MedianStoppingPolicy(delay_evaluation=5),
    )
    sweep.set_limits(max_total_trials=8, max_concurrent_trials=2)
    job = client.jobs.create_or_update(sweep)
    wait_for(lambda: [c.status for c in trials(client, job.name)] == ["Running"] * 2, seconds=90)
    client.jobs.begin_cancel(job.name).result()
    assert client.jobs.get(job.name).status == "Canceled"
    assert [c.status for c in trials(client, job.name)] == ["Canceled"] * 2


def test_a_sweep_whose_trials_all_fail_has_the_message_of_a_trial(client, train):
    varied = train("raise SystemExit('out of luck')")(rate=Uniform(0, 1))
    sweep = varied.sweep(sampling_algorithm="random", primary_metric="accuracy", goal="Maximize")
    sweep.set_limits(max_total_trials=2)
    job = client.jobs.create_or_update(sweep)
    with pytest.raises(Exception, match=r"None of the 2 trials completed.*out of luck"):
        client.jobs.stream(job.name)


def test_one_failed_trial_does_not_fail_the_sweep(client, train):
    script = TRAIN + "\nif rate < 0.5: raise SystemExit(1)"
    varied = train(script)(rate=Choice([0.4, 0.6]))
    sweep = varied.sweep(sampling_algorithm="grid", primary_metric="accuracy", goal="Minimize")
    job = client.jobs.create_or_update(sweep)
    assert ended(client, job.name, seconds=90) == "Completed"
    best = client.jobs.get(job.name).properties["best_child_run_id"]
    assert json.loads(client.jobs.get(best).tags["hyperparameters"]) == {"rate": 0.6}


def test_data_is_an_input_of_every_trial(client, environment, tmp_path):
    (tmp_path / "data.txt").write_text("3")
    count = command(
        command="test $(cat ${{inputs.data}}) = 3 && test ${{inputs.n}} -gt 0",
        inputs={"data": Input(type="uri_file", path=str(tmp_path / "data.txt")), "n": 1},
        environment=environment,
    )
    varied = count(data=Input(type="uri_file", path=str(tmp_path / "data.txt")), n=Choice([1, 2]))
    sweep = varied.sweep(sampling_algorithm="grid", primary_metric="m", goal="Minimize")
    job = client.jobs.create_or_update(sweep)
    assert ended(client, job.name, seconds=90) == "Completed"
    assert "best_child_run_id" not in client.jobs.get(job.name).properties


def test_what_cannot_be_sampled_is_refused_before_anything_starts(client, train):
    varied = train()(rate=LogUniform(-3, 0))
    for algorithm in ("grid", "bayesian"):
        sweep = varied.sweep(
            sampling_algorithm=algorithm, primary_metric="accuracy", goal="Maximize"
        )
        with pytest.raises(HttpResponseError, match=r"'rate' is .*loguniform"):
            client.jobs.create_or_update(sweep)


def test_a_sweep_is_a_step_of_a_pipeline(client, environment, tmp_path):
    script = """
import os, pathlib, sys
import mlflow
mlflow.log_metric("accuracy", float(sys.argv[1]))
pathlib.Path(sys.argv[2]).joinpath("rate").write_text(sys.argv[1])
"""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.py").write_text(script)
    train = command(
        name="train_a_rate",
        code=str(tmp_path / "src"),
        command="python main.py ${{inputs.rate}} ${{outputs.model}}",
        inputs={"rate": Input(type="number")},
        outputs={"model": Output(type="uri_folder")},
        environment=environment,
    )
    read = command(
        name="read_a_rate",
        command="cp ${{inputs.model}}/rate ${{outputs.out}}/copied",
        inputs={"model": Input(type="uri_folder")},
        outputs={"out": Output(type="uri_folder")},
        environment=environment,
    )

    @dsl.pipeline(default_compute="cpu")
    def tuned():
        trial = train(rate=Choice([0.3, 0.7]))
        best = trial.sweep(sampling_algorithm="grid", primary_metric="accuracy", goal="maximize")
        best.set_limits(max_total_trials=2, max_concurrent_trials=2)
        last = read(model=best.outputs.model)
        return {"model": best.outputs.model, "read": last.outputs.out}

    job = client.jobs.create_or_update(tuned())
    assert ended(client, job.name, seconds=90) == "Completed"
    steps = {c.display_name: c for c in client.jobs.list(parent_job_name=job.name)}
    assert {name: step.status for name, step in steps.items()} == {
        "best": "Completed",
        "last": "Completed",
    }
    swept = client.jobs.get(steps["best"].name)
    assert swept.type == "sweep"
    assert len(trials(client, swept.name)) == 2
    for output, file in (("model", "rate"), ("read", "copied")):
        target = tmp_path / output
        client.jobs.download(job.name, download_path=str(target), output_name=output)
        assert next(target.rglob(file)).read_text() == "0.7"


def test_a_sweep_step_is_set_by_the_inputs_of_its_pipeline(client, environment):
    trial = command(
        name="log_a_rate",
        command="python -c \"import mlflow; mlflow.log_metric('m', ${{inputs.rate}})\"",
        inputs={"rate": Input(type="number"), "size": Input(type="integer")},
        environment=environment,
    )

    @dsl.pipeline(default_compute="cpu")
    def tuned(trials: int, most: float = 0.9, size: int = 16):
        step = trial(rate=Uniform(min_value=0.8, max_value=most), size=Choice([size, 32]))
        best = step.sweep(sampling_algorithm="random", primary_metric="m", goal="maximize")
        best.set_limits(max_total_trials=trials, max_concurrent_trials=1)

    job = client.jobs.create_or_update(tuned(trials=2, most=0.81))
    assert ended(client, job.name, seconds=90) == "Completed"
    (best,) = client.jobs.list(parent_job_name=job.name)
    swept = trials(client, best.name)
    assert len(swept) == 2
    for one in swept:
        values = json.loads(one.tags["hyperparameters"])
        assert 0.8 <= values["rate"] <= 0.81
        assert str(values["size"]) in ("16", "32")
