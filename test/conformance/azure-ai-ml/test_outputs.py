"""Outputs of jobs, registered at their end, with Microsoft's Python client, unmodified."""

import uuid

import pytest
from azure.ai.ml import Input, Output, command, dsl
from azure.ai.ml.entities import Model
from azure.core.exceptions import HttpResponseError
from waiting import ended


@pytest.fixture
def name():
    return f"made-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def completed(client, environment):
    """Runs a command as a job until it completes; returns its name."""

    def run(line, **settings):
        job = client.jobs.create_or_update(
            command(command=line, environment=environment, compute="cpu", **settings)
        )
        assert ended(client, job.name) == "Completed"
        return job.name

    return run


def test_an_output_becomes_data_that_the_next_job_reads(client, completed, name, tmp_path):
    first = Output(type="uri_folder", name=name, version="7")
    completed("echo 41 > ${{outputs.out}}/n", outputs={"out": first})
    made = client.data.get(name, version="7")
    assert made.type == "uri_folder"
    reader = completed(
        "cp ${{inputs.data}}/n outputs/n",
        inputs={"data": Input(type="uri_folder", path=f"azureml:{name}:7")},
    )
    client.jobs.download(reader, download_path=str(tmp_path))
    assert next(tmp_path.rglob("n")).read_text() == "41\n"


def test_without_a_version_it_is_the_next_one(client, completed, name):
    for content in ("a", "b"):
        completed(
            f"echo {content} > ${{{{outputs.out}}}}",
            outputs={"out": Output(type="uri_file", name=name)},
        )
    assert {data.version for data in client.data.list(name=name)} == {"1", "2"}
    assert client.data.get(name, label="latest").version == "2"


def test_an_existing_version_is_refused_before_the_job_runs(client, completed, name):
    outputs = {"out": Output(type="uri_folder", name=name, version="1")}
    completed("true", outputs=outputs)
    refusal = rf"'{name}:1', which already exists and cannot change"
    with pytest.raises(HttpResponseError, match=refusal):
        completed("true", outputs=outputs)


@pytest.mark.parametrize("kind", ["custom_model", "mlflow_model", "triton_model"])
def test_an_output_becomes_a_model(client, completed, name, kind, tmp_path):
    outputs = {"net": Output(type=kind, name=name)}
    job = completed("echo 1 > ${{outputs.net}}/weights", outputs=outputs)
    model = client.models.get(name, label="latest")
    assert (model.version, model.type, model.job_name) == ("1", kind, job)
    client.models.download(name, version="1", download_path=str(tmp_path))
    assert next(tmp_path.rglob("weights")).read_text() == "1\n"


def test_an_mlflow_model_has_the_flavors_of_its_files(client, completed, name):
    completed(
        "mkdir ${{outputs.net}}; printf 'flavors:\\n  onnx:\\n    version: 1.16\\n' > ${{outputs.net}}/MLmodel",
        outputs={"net": Output(type="mlflow_model", name=name)},
    )
    assert client.models.get(name, version="1").flavors == {"onnx": {"version": "1.16"}}


def test_a_failed_job_registers_nothing(client, environment, name):
    outputs = {"out": Output(type="uri_folder", name=name)}
    job = client.jobs.create_or_update(
        command(command="false", environment=environment, compute="cpu", outputs=outputs)
    )
    assert ended(client, job.name) == "Failed"
    assert name not in [data.name for data in client.data.list()]


def test_outputs_of_a_pipeline_and_of_its_steps(client, environment, name, tmp_path):
    produce = command(
        name="produce",
        command=f"echo {name} > ${{{{outputs.mine}}}}/n; echo {name} > ${{{{outputs.whole}}}}/n",
        outputs={"mine": Output(type="uri_folder"), "whole": Output(type="uri_folder")},
        environment=environment,
    )

    @dsl.pipeline(default_compute="cpu")
    def registers():
        step = produce()
        step.outputs.mine.name = f"{name}-step"
        return {"whole": step.outputs.whole}

    # The second time the step is reused: its output exists already.
    for version in ("1", "2"):
        pipeline = registers()
        pipeline.outputs.whole.name = f"{name}-pipeline"
        pipeline.outputs.whole.version = version
        job = client.jobs.create_or_update(pipeline)
        assert ended(client, job.name) == "Completed"
        for asset in (f"{name}-step", f"{name}-pipeline"):
            path = client.data.get(asset, version=version).path
            assert path.startswith("azureml://subscriptions/")
            reader = client.jobs.create_or_update(
                command(
                    command=f"grep -qx {name} ${{{{inputs.data}}}}/n",
                    inputs={"data": Input(type="uri_folder", path=f"azureml:{asset}:{version}")},
                    environment=environment,
                    compute="cpu",
                )
            )
            assert ended(client, reader.name) == "Completed"


@pytest.mark.parametrize(
    "path",
    [
        "azureml://jobs/{job}/outputs/net",
        "azureml://jobs/{job}/outputs/artifacts/outputs/net",
        "azureml://jobs/{job}/outputs/artifacts/paths/outputs/net/",
        "runs:/{job}/outputs/net",
    ],
)
def test_a_model_from_a_job_is_downloaded_from_any_path(client, completed, name, path, tmp_path):
    job = completed(
        "mkdir outputs/net; echo 1 > outputs/net/weights; echo 1 > ${{outputs.net}}/weights",
        outputs={"net": Output(type="custom_model")},
    )
    for _ in range(2):
        model = client.models.create_or_update(
            Model(name=name, version="1", path=path.format(job=job), type="custom_model")
        )
        assert model.job_name == job
    client.models.download(name, version="1", download_path=str(tmp_path))
    assert next(tmp_path.rglob("weights")).read_text() == "1\n"


def test_a_model_that_mlflow_has_registered_is_downloaded(client, completed, name, tmp_path):
    completed(
        'python -c "'
        "import mlflow; from mlflow.tracking import MlflowClient as Client; "
        "mlflow.log_text('1', 'net/weights'); run = mlflow.active_run().info.run_id; "
        f"Client().create_registered_model('{name}'); "
        f"Client().create_model_version('{name}', f'runs:/{{run}}/net', run)"
        '"'
    )
    client.models.download(name, version="1", download_path=str(tmp_path))
    assert next(tmp_path.rglob("weights")).read_text() == "1"
    model = client.models.get(name, version="1")
    model.tags["seen"] = "yes"
    client.models.create_or_update(model)
    assert client.models.get(name, version="1").tags["seen"] == "yes"
