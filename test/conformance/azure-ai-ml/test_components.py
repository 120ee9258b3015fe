"""Components as tutorials use them, by Microsoft's Python client, unmodified."""

# ruff: noqa: F841  (a step is named after its variable)

import uuid

import pytest
from azure.ai.ml import Input, Output, command, dsl, load_component, load_job
from azure.ai.ml.entities import BatchEndpoint, PipelineComponentBatchDeployment
from azure.core.exceptions import HttpResponseError
from waiting import ended


@pytest.fixture
def name():
    return f"part_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def from_yaml(client, environment, name, tmp_path):
    """Registers a component with optional inputs, read from a file as in tutorials."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "show.py").write_text(
        "import sys; open(sys.argv[1], 'w').write(str(sys.argv[2:]))"
    )
    (tmp_path / "component.yml").write_text(f"""
$schema: https://azuremlschemas.azureedge.net/latest/commandComponent.schema.json
type: command
name: {name}
version: 1
is_deterministic: false
inputs:
  data: {{type: uri_folder, optional: true}}
  rate: {{type: number, default: 0.01, min: 0, max: 1}}
  count: {{type: integer, optional: true}}
  kind: {{type: string, enum: [a, b], default: a}}
outputs:
  out: {{type: uri_file}}
code: ./src
environment: {environment}
command: >-
  python show.py ${{{{outputs.out}}}} ${{{{inputs.rate}}}} ${{{{inputs.kind}}}}
  $[[--data ${{{{inputs.data}}}}]] $[[--count ${{{{inputs.count}}}}]]
distribution: {{type: pytorch, process_count_per_instance: 1}}
resources: {{instance_count: 1}}
""")
    return client.components.create_or_update(load_component(tmp_path / "component.yml"))


def test_optional_inputs_and_defaults(client, from_yaml, tmp_path):
    @dsl.pipeline(default_compute="cpu")
    def shows(rate: float = 0.5, count: Input(type="integer", optional=True) = None):
        plain = from_yaml()
        given = from_yaml(rate=rate, count=3, kind="b")
        passed = from_yaml(count=count)
        steps = {"plain": plain, "given": given, "passed": passed}
        return {name: step.outputs.out for name, step in steps.items()}

    job = client.jobs.create_or_update(shows())
    assert ended(client, job.name) == "Completed"
    for step, seen in {
        "plain": "['0.01', 'a']",
        "given": "['0.5', 'b', '--count', '3']",
        "passed": "['0.01', 'a']",
    }.items():
        client.jobs.download(job.name, download_path=str(tmp_path / step), output_name=step)
        (file,) = [path for path in (tmp_path / step).rglob("*") if path.is_file()]
        assert file.read_text() == seen


def test_without_a_version_it_is_the_newest(client, from_yaml, name):
    from_yaml.version = "2"
    client.components.create_or_update(from_yaml)
    assert client.components.get(name).version == "2"
    assert client.components.get(name, label="latest").version == "2"
    assert client.components.get(name, version="1").version == "1"


def test_registered_without_a_version_it_has_the_next_one(client, environment, name, tmp_path):
    def register(words):
        file = tmp_path / "component.yml"
        file.write_text(
            f"type: command\nname: {name}\nenvironment: {environment}\ncommand: echo {words}\n"
        )
        return client.components.create_or_update(load_component(str(file)))

    assert (register("one").version, register("two").version) == ("1", "2")
    assert client.components.get(name, version="1").version == "1"
    newest = client.components.get(name, label="latest")
    assert (newest.name, newest.version, newest.command) == (name, "2", "echo two")
    assert sorted(c.version for c in client.components.list(name)) == ["1", "2"]
    # A component that was read is the same one, whose description and tags can change.
    newest.description, newest.tags = "says two", {"team": "a"}
    assert client.components.create_or_update(newest).version == "2"
    changed = client.components.get(name, version="2")
    assert (changed.description, changed.tags) == ("says two", {"team": "a"})
    changed.command = "echo three"
    with pytest.raises(HttpResponseError, match="exists and its componentSpec cannot change"):
        client.components.create_or_update(changed)
    (tmp_path / "pipeline.yml").write_text(f"""
type: pipeline
settings: {{default_compute: azureml:cpu}}
jobs:
  newest: {{type: command, component: azureml:{name}@latest}}
  first: {{type: command, component: azureml:{name}:1}}
""")
    job = client.jobs.create_or_update(load_job(str(tmp_path / "pipeline.yml")))
    assert ended(client, job.name) == "Completed"


def test_a_pipeline_is_registered_and_run_by_its_name(client, environment, name, tmp_path):
    leaf = command(
        name="leaf",
        command="echo ${{inputs.word}} > ${{outputs.out}}/word",
        inputs={"word": Input(type="string")},
        outputs={"out": Output(type="uri_folder")},
        environment=environment,
    )

    @dsl.pipeline(name=name, version="1")
    def says(word: str, other: str = "bye"):
        first = leaf(word=word)
        second = leaf(word=other)
        return {"out": first.outputs.out}

    client.components.create_or_update(says)
    registered = client.components.get(name)

    @dsl.pipeline(default_compute="cpu")
    def outer(word: str):
        inner = registered(word=word)
        return {"out": inner.outputs.out}

    job = client.jobs.create_or_update(outer(word="hello"))
    assert ended(client, job.name) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path), output_name="out")
    assert next(tmp_path.rglob("word")).read_text() == "hello\n"


def test_steps_that_do_the_same_under_other_names_share_a_component(client, environment):
    @dsl.pipeline(default_compute="cpu")
    def two():
        for name in ("once", "again"):
            command(name=name, command="echo the same", environment=environment)()

    job = client.jobs.create_or_update(two())
    once, again = client.jobs.get(job.name).jobs.values()
    assert once.component == again.component
    assert ended(client, job.name) == "Completed"


def test_a_pipeline_is_deployed_to_a_batch_endpoint(client, environment, name):
    step = command(name="step", command="true", environment=environment)

    @dsl.pipeline(name=name, version="1")
    def inner():
        only = step()

    component = client.components.create_or_update(inner)
    endpoint = f"parts-{uuid.uuid4().hex[:8]}"
    client.batch_endpoints.begin_create_or_update(BatchEndpoint(name=endpoint)).result()
    made = client.batch_deployments.begin_create_or_update(
        PipelineComponentBatchDeployment(
            name="whole",
            endpoint_name=endpoint,
            component=component.id,
            settings={"continue_on_step_failure": False, "default_compute": "cpu"},
        )
    ).result()
    assert made.name == "whole"
    client.batch_endpoints.begin_delete(endpoint).result()
