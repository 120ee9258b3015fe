"""The jobs of a pipeline's steps, read back by Microsoft's Python client, unmodified."""

import pytest
from azure.ai.ml import Input, Output, command, dsl, load_component
from azure.ai.ml.entities import Data
from waiting import ended

COMPONENT = """
type: command
name: {name}
inputs:
  data:
    type: uri_folder
    mode: {input_mode}
outputs:
  out:
    type: uri_folder
    mode: {output_mode}
environment: {environment}
command: ls ${{{{inputs.data}}}} > ${{{{outputs.out}}}}/listed || echo ${{{{inputs.data}}}} > ${{{{outputs.out}}}}/listed
"""


@pytest.fixture
def folder(client, tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.txt").write_text("a")
    data = Data(name="given-to-steps", path=str(tmp_path / "given"), type="uri_folder")
    return Input(type="uri_folder", path=client.data.create_or_update(data).id)


def steps(client, pipeline):
    children = client.jobs.list(parent_job_name=pipeline)
    return {child.display_name: client.jobs.get(child.name) for child in children}


@pytest.mark.parametrize(
    ("input_mode", "output_mode"),
    [
        ("ro_mount", "rw_mount"),
        ("download", "upload"),
        ("direct", "rw_mount"),
        ("rw_mount", "upload"),
        ("eval_mount", "rw_mount"),
        ("eval_download", "rw_mount"),
    ],
)
def test_modes_of_components(client, environment, folder, tmp_path, input_mode, output_mode):
    file = tmp_path / "component.yml"
    file.write_text(
        COMPONENT.format(
            name="reads",
            input_mode=input_mode,
            output_mode=output_mode,
            environment=environment,
        )
    )
    reads = load_component(str(file))

    @dsl.pipeline(default_compute="cpu")
    def twice(data: Input(type="uri_folder")):
        one = reads(data=data)
        reads(data=one.outputs.out)

    job = client.jobs.create_or_update(twice(data=folder))
    assert ended(client, job.name) == "Completed"
    for step in steps(client, job.name).values():
        assert step.inputs["data"].mode == input_mode
        assert step.outputs["out"].mode == output_mode


def test_environment_of_a_registry(client):
    of_azure = "azureml://registries/azureml/environments/of-azure/labels/latest"
    step = command(
        name="says", command="true", environment=of_azure, outputs={"o": Output(type="uri_folder")}
    )

    @dsl.pipeline(default_compute="cpu")
    def one():
        step()

    job = client.jobs.create_or_update(one())
    assert ended(client, job.name) == "Completed"
    (read,) = steps(client, job.name).values()
    assert read.environment == of_azure
