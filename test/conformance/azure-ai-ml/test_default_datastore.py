"""The default datastore of a pipeline, by Microsoft's Python client, unmodified: where the files of outputs are."""

# ruff: noqa: F841  (a step is named after its variable)

import os
import pathlib
import uuid

import pytest
from azure.ai.ml import Input, Output, command, dsl
from azure.ai.ml.entities import (
    AzureBlobDatastore,
    BatchEndpoint,
    JobSchedule,
    PipelineComponentBatchDeployment,
    PipelineJobSettings,
    RecurrenceTrigger,
)
from azure.ai.ml.parallel import RunFunction, parallel_run_function
from azure.ai.ml.sweep import Choice
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from waiting import ended, wait_for

MISSING = "There is no datastore named 'nowhere'"


@pytest.fixture(scope="module")
def lab(client):
    """The name of a declared datastore in a container of the workspace."""
    return declared(client, "lab")


def declared(client, name):
    own = client.datastores.get("workspaceblobstore")
    client.datastores.create_or_update(
        AzureBlobDatastore(
            name=name, account_name=own.account_name, endpoint=own.endpoint, container_name=name
        )
    )
    return name


def files(datastore):
    """The texts of the files of a datastore, by their paths; other tests keep files of bytes there."""
    folder = pathlib.Path(os.environ["CARRY_HOME"], "blobs", datastore)
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text(errors="replace") for path in found}


def steps(client, pipeline):
    jobs = client.jobs.list(parent_job_name=pipeline)
    return {job.properties["azureml.moduleName"]: job.name for job in jobs}


@pytest.fixture
def write(environment):
    """A step that writes a word to two outputs: a folder and a file."""
    return command(
        name="write",
        command="echo ${{inputs.word}} | tee ${{outputs.folder}}/w > ${{outputs.file}}",
        inputs={"word": Input(type="string")},
        outputs={"folder": Output(type="uri_folder"), "file": Output(type="uri_file")},
        environment=environment,
    )


@pytest.fixture
def word():
    """A word of its own for each test, so that no step of another one is reused."""
    return uuid.uuid4().hex


def test_it_gets_the_outputs_of_steps_and_of_the_pipeline(client, environment, write, word, lab):
    read = command(
        name="read",
        command="cp ${{inputs.folder}}/w ${{outputs.out}}/copied",
        inputs={"folder": Input(type="uri_folder")},
        outputs={"out": Output(type="uri_folder")},
        environment=environment,
    )

    @dsl.pipeline(default_compute="cpu", default_datastore=lab)
    def pipeline():
        first = write(word=word)
        elsewhere = write(word=word)
        elsewhere.outputs.folder.path = f"azureml://datastores/workspaceblobstore/paths/own/{word}/"
        second = read(folder=first.outputs.folder)
        return {"result": second.outputs.out}

    job = client.jobs.create_or_update(pipeline())
    assert ended(client, job.name) == "Completed"
    name = steps(client, job.name)
    written = {path: text for path, text in files(lab).items() if text == f"{word}\n"}
    assert written == dict.fromkeys(
        [
            f"azureml/{name['first']}/folder/w",
            f"azureml/{name['first']}/file",
            f"azureml/{name['elsewhere']}/file",
            f"azureml/{job.name}/result/copied",
        ],
        f"{word}\n",
    )
    assert files("azureml-blobstore")[f"own/{word}/w"] == f"{word}\n"
    result = client.jobs.get(job.name).outputs["result"].path
    assert result == f"azureml://datastores/{lab}/paths/azureml/{job.name}/result"


def test_a_reused_step_has_its_outputs_there(client, write, word, lab):
    @dsl.pipeline(default_compute="cpu")
    def pipeline():
        step = write(word=word)

    made = []
    for datastore in (None, lab):
        job = pipeline()
        job.settings.default_datastore = datastore
        job = client.jobs.create_or_update(job)
        assert ended(client, job.name) == "Completed"
        made.append(steps(client, job.name)["step"])
    assert client.jobs.get(made[1]).properties["azureml.reusedrunid"] == made[0]
    assert files("azureml-blobstore")[f"azureml/{made[0]}/folder/w"] == f"{word}\n"
    there = {path for path in files(lab) if made[1] in path}
    assert there == {f"azureml/{made[1]}/folder/w", f"azureml/{made[1]}/file"}


def test_an_equal_step_runs_after_the_datastore_of_the_earlier_one_is_gone(client, write, word):
    @dsl.pipeline(default_compute="cpu")
    def pipeline():
        step = write(word=word)

    for datastore in (declared(client, "passing"), None):
        job = pipeline()
        job.settings.default_datastore = datastore
        job = client.jobs.create_or_update(job)
        assert ended(client, job.name) == "Completed"
        if datastore:
            client.datastores.delete(datastore)
    step = steps(client, job.name)["step"]
    assert files("azureml-blobstore")[f"azureml/{step}/file"] == f"{word}\n"


def test_it_gets_the_outputs_of_sweeps_parallel_steps_and_inner_pipelines(
    client, environment, write, word, lab, tmp_path
):
    rated = command(
        name="rated",
        command="echo ${{inputs.word}} ${{inputs.rate}} > ${{outputs.best}}/w; "
        "python -c 'import mlflow; mlflow.log_metric(\"score\", ${{inputs.rate}})'",
        inputs={"word": Input(type="string"), "rate": Input(type="number")},
        outputs={"best": Output(type="uri_folder")},
        environment=environment,
    )
    (tmp_path / "score.py").write_text(
        "def init(): pass\ndef run(batch): return [open(name).read().strip() for name in batch]"
    )
    scored = parallel_run_function(
        name="scored",
        inputs={"files": Input(type="uri_folder")},
        outputs={"scores": Output(type="uri_file")},
        input_data="${{inputs.files}}",
        mini_batch_size="1",
        instance_count=1,
        max_concurrency_per_instance=1,
        retry_settings={"max_retries": 0, "timeout": 60},
        task=RunFunction(
            code=str(tmp_path),
            entry_script="score.py",
            environment=environment,
            append_row_to="${{outputs.scores}}",
        ),
    )

    @dsl.pipeline()
    def inner(word: str):
        deep = write(word=word)
        return {"kept": deep.outputs.folder}

    @dsl.pipeline(default_compute="cpu", default_datastore=lab)
    def pipeline():
        inside = inner(word=word)
        swept = rated(word=word, rate=Choice([1, 2])).sweep(
            sampling_algorithm="grid", primary_metric="score", goal="Maximize", compute="cpu"
        )
        swept.set_limits(max_total_trials=2)
        last = scored(files=inside.outputs.kept)

    job = client.jobs.create_or_update(pipeline())
    assert ended(client, job.name, 240) == "Completed"
    name = steps(client, job.name)
    deep = steps(client, name["inside"])["deep"]
    assert {path: text for path, text in files(lab).items() if word in text} == {
        f"azureml/{name['inside']}/kept/w": f"{word}\n",
        f"azureml/{deep}/file": f"{word}\n",
        f"azureml/{name['swept']}/best/w": f"{word} 2\n",
        f"azureml/{name['scored']}/scores": f"{word}\n",
    }


def parted(write):
    """A pipeline function of one step and its output."""

    @dsl.pipeline
    def part(word: str):
        step = write(word=word)
        return {"out": step.outputs.folder}

    return part


def test_it_is_that_of_a_batch_deployment(client, write, word, lab):
    endpoint = f"e-{word[:8]}"
    component = client.components.create_or_update(parted(write)._pipeline_builder.build())
    made = BatchEndpoint(name=endpoint)
    client.batch_endpoints.begin_create_or_update(made).result()
    client.batch_deployments.begin_create_or_update(
        PipelineComponentBatchDeployment(
            name="only",
            endpoint_name=endpoint,
            component=component.id,
            settings={"default_compute": "cpu", "default_datastore": lab},
        )
    ).result()
    # By its default: a name that was given once is sent by this client with every later request of its process.
    made.defaults = {"deployment_name": "only"}
    client.batch_endpoints.begin_create_or_update(made).result()
    job = client.batch_endpoints.invoke(
        endpoint, inputs={"word": Input(type="string", default=word)}
    )
    assert ended(client, job.name) == "Completed"
    assert files(lab)[f"azureml/{job.name}/out/w"] == f"{word}\n"


def test_it_is_that_of_a_scheduled_pipeline(client, write, word, lab):
    def schedule(datastore):
        job = parted(write)(word=word)
        job.settings = PipelineJobSettings(default_compute="cpu", default_datastore=datastore)
        every_hour = RecurrenceTrigger(frequency="hour", interval=1)
        schedule = JobSchedule(name=f"s-{word[:8]}", trigger=every_hour, create_job=job)
        return client.schedules.begin_create_or_update(schedule).result().name

    with pytest.raises(HttpResponseError, match=MISSING):
        schedule("nowhere")
    name = schedule(lab)
    job = wait_for(lambda: next(iter(client.jobs.list(scheduled_job_name=name)), None))
    client.schedules.begin_disable(name).result()
    client.schedules.begin_delete(name).result()
    assert ended(client, job.name) == "Completed"
    assert files(lab)[f"azureml/{job.name}/out/w"] == f"{word}\n"


@pytest.mark.parametrize("given", ["nowhere", "azureml:nowhere", "/datastores/nowhere"])
def test_one_that_does_not_exist_is_refused(client, write, word, given):
    workspace = client.datastores.get("workspaceblobstore").id.split("/datastores/")[0]
    job = parted(write)(word=word)
    job.settings.default_compute = "cpu"
    job.settings.default_datastore = given.replace("/datastores", f"{workspace}/datastores")
    with pytest.raises(ResourceNotFoundError, match=MISSING):
        client.jobs.create_or_update(job)


def test_an_output_in_a_datastore_that_does_not_exist_is_refused(client, environment, write, word):
    there = Output(type="uri_folder", path="azureml://datastores/nowhere/paths/x")
    job = command(
        command="echo ${{inputs.rate}} > ${{outputs.out}}/w",
        inputs={"rate": 1},
        outputs={"out": there},
        environment=environment,
        compute="cpu",
    )
    swept = job(rate=Choice([1, 2])).sweep(
        sampling_algorithm="grid", primary_metric="score", goal="Maximize", compute="cpu"
    )

    @dsl.pipeline(default_compute="cpu")
    def pipeline():
        step = write(word=word)
        step.outputs.folder = there

    whole = parted(write)(word=word)
    whole.settings.default_compute = "cpu"
    whole.outputs.out = there
    for each in (job, swept, pipeline(), whole):
        with pytest.raises(ResourceNotFoundError, match=MISSING):
            client.jobs.create_or_update(each)
