"""`compute: local`, which Azure's clients call the machine that they run on, and `serverless`: here both are the workspace's own."""

import pytest
from azure.ai.ml import command, dsl, load_job
from azure.ai.ml.entities import AmlCompute
from azure.core.exceptions import HttpResponseError
from waiting import ended

YAML = """
$schema: https://azuremlschemas.azureedge.net/latest/commandJob.schema.json
command: echo hello
environment: {environment}
compute: local
"""


@pytest.mark.parametrize(("name", "stored"), [("local", "local"), ("serverless", "cpu")])
def test_a_command_runs(client, environment, name, stored):
    job = client.jobs.create_or_update(
        command(command="echo hello", environment=environment, compute=name)
    )
    assert ended(client, job.name) == "Completed"
    assert client.jobs.get(job.name).compute == stored


def test_a_job_of_yaml_runs(client, environment, tmp_path):
    (tmp_path / "job.yml").write_text(YAML.format(environment=environment))
    job = client.jobs.create_or_update(load_job(tmp_path / "job.yml"))
    assert ended(client, job.name) == "Completed"


@pytest.mark.parametrize("name", ["local", "serverless"])
@pytest.mark.parametrize("by", ["default", "step"])
def test_a_pipeline_runs(client, environment, by, name):
    say = command(name="say", command="echo hello", environment=environment)

    @dsl.pipeline(default_compute=name if by == "default" else "cpu")
    def pipeline():
        said = say()
        if by == "step":
            said.compute = name

    job = client.jobs.create_or_update(pipeline(), experiment_name="local")
    assert ended(client, job.name) == "Completed"


def test_no_other_compute_takes_its_name(client):
    with pytest.raises(HttpResponseError, match="The name 'local' means this machine"):
        client.compute.begin_create_or_update(AmlCompute(name="local", size="any")).result()
