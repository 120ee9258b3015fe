"""Batch endpoints by Microsoft's Python client, unmodified: deployments of pipeline components and of models, and their jobs."""

import pytest
from azure.ai.ml import Input, Output, command, dsl
from azure.ai.ml.entities import (
    BatchEndpoint,
    BatchRetrySettings,
    CodeConfiguration,
    Model,
    ModelBatchDeployment,
    ModelBatchDeploymentSettings,
    PipelineComponentBatchDeployment,
)
from azure.core.exceptions import HttpResponseError
from waiting import ended


@pytest.fixture
def endpoint(client):
    """Creates an endpoint with a default deployment."""

    def make(name, deployment):
        made = BatchEndpoint(name=name)
        client.batch_endpoints.begin_create_or_update(made).result()
        client.batch_deployments.begin_create_or_update(deployment).result()
        made = client.batch_endpoints.get(name)
        made.defaults.deployment_name = deployment.name
        client.batch_endpoints.begin_create_or_update(made).result()

    return make


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ["a", "b", "c"]:
        (folder / f"{name}.txt").write_text(name)
    return Input(type="uri_folder", path=str(folder))


def downloaded(client, tmp_path, job, output):
    client.jobs.download(job, download_path=tmp_path / "got", output_name=output)
    files = [path for path in (tmp_path / "got").rglob("*") if path.is_file()]
    return {path.name: path.read_text() for path in files}


def test_a_pipeline_component_runs_with_the_inputs_of_each_request(
    client, environment, endpoint, data, tmp_path
):
    count = command(
        name="count",
        command="for i in $(seq ${{inputs.times}}); do ls ${{inputs.data}}; done > ${{outputs.list}}/list.txt",
        environment=environment,
        inputs={"data": Input(type="uri_folder"), "times": Input(type="integer", default=1)},
        outputs={"list": Output(type="uri_folder")},
    )

    @dsl.pipeline
    def listing(data: Input(type="uri_folder"), times: Input(type="integer", default=1)):
        counted = count(data=data, times=times)
        return {"list": counted.outputs.list}

    component = client.components.create_or_update(listing._pipeline_builder.build())
    deployment = PipelineComponentBatchDeployment(
        name="listing",
        endpoint_name="lists",
        component=component.id,
        settings={"default_compute": "cpu", "continue_on_step_failure": False},
    )
    endpoint("lists", deployment)
    inputs = {"data": data, "times": Input(type="integer", default=2)}
    job = client.batch_endpoints.invoke("lists", inputs=inputs, experiment_name="asked")
    assert ended(client, job.name) == "Completed"
    assert downloaded(client, tmp_path, job.name, "list") == {
        "list.txt": "a.txt\nb.txt\nc.txt\n" * 2
    }
    assert job.name in [each.name for each in client.batch_endpoints.list_jobs("lists")]
    assert client.jobs.get(job.name).experiment_name == "asked"
    with pytest.raises(HttpResponseError, match="pipeline's input 'data', which was not given"):
        client.batch_endpoints.invoke("lists")


def test_a_pipeline_job_becomes_a_deployment(client, environment, endpoint, data, tmp_path):
    names = command(
        name="names",
        command="(ls ${{inputs.data}}; echo ${{inputs.word}}) > ${{outputs.list}}/list.txt",
        environment=environment,
        inputs={"data": Input(type="uri_folder"), "word": Input(type="string")},
        outputs={"list": Output(type="uri_folder")},
    )

    @dsl.pipeline(default_compute="cpu")
    def listing(data, word="first"):
        return {"list": names(data=data, word=word).outputs.list}

    job = client.jobs.create_or_update(listing(data=data), experiment_name="source")
    deployment = PipelineComponentBatchDeployment(
        name="fromjob",
        endpoint_name="lists-by-job",
        job_definition=f"azureml:{job.name}",
        settings={"default_compute": "cpu", "force_rerun": True},
        tags={"made": "by a job"},
    )
    endpoint("lists-by-job", deployment)
    inputs = {"data": data, "word": Input(type="string", default="given")}
    job = client.batch_endpoints.invoke("lists-by-job", inputs=inputs)
    assert ended(client, job.name) == "Completed"
    expected = "a.txt\nb.txt\nc.txt\n"
    assert downloaded(client, tmp_path / "1", job.name, "list") == {
        "list.txt": f"{expected}given\n"
    }
    assert client.jobs.get(job.name).tags == {"made": "by a job"}
    output = Output(type="uri_folder", path="azureml://datastores/workspaceblobstore/paths/by-job/")
    job = client.batch_endpoints.invoke(
        "lists-by-job", inputs={"data": data}, outputs={"list": output}, job_name="named-by-hand"
    )
    assert job.name == "named-by-hand"
    assert ended(client, job.name) == "Completed"
    assert downloaded(client, tmp_path / "2", job.name, "list") == {
        "list.txt": f"{expected}first\n"
    }
    wrong = {**inputs, "words": Input(type="string", default="x")}
    with pytest.raises(HttpResponseError, match="The input 'words' was given"):
        client.batch_endpoints.invoke("lists-by-job", inputs=wrong)


def test_a_model_scores_files_by_its_script(client, environment, endpoint, data, tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    (model / "word.txt").write_text("scored")
    code = tmp_path / "code"
    code.mkdir()
    (code / "score.py").write_text("""
import glob, os
def init():
    global word
    word = open(glob.glob(os.environ["AZUREML_MODEL_DIR"] + "/*/word.txt")[0]).read()
def run(mini_batch):
    return [f"{os.path.basename(name)} {word}" for name in mini_batch]
""")
    deployment = ModelBatchDeployment(
        name="words",
        endpoint_name="words-batch",
        model=client.models.create_or_update(Model(name="words", path=str(model))),
        code_configuration=CodeConfiguration(code=str(code), scoring_script="score.py"),
        environment=environment,
        compute="cpu",
        settings=ModelBatchDeploymentSettings(
            mini_batch_size=2,
            output_action="append_row",
            output_file_name="predictions.csv",
            retry_settings=BatchRetrySettings(max_retries=1, timeout=30),
        ),
    )
    endpoint("words-batch", deployment)
    job = client.batch_endpoints.invoke("words-batch", input=data)
    assert ended(client, job.name) == "Completed"
    [step] = client.jobs.list(parent_job_name=job.name)
    for name in [job.name, step.name]:
        assert downloaded(client, tmp_path / name, name, "score") == {
            "predictions.csv": "a.txt scored\nb.txt scored\nc.txt scored\n"
        }
    found = client.batch_deployments.list_jobs("words-batch", name="words")
    assert job.name in [each.name for each in found]
