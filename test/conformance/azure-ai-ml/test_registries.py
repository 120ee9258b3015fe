"""Registries and shared assets by Microsoft's Python client, unmodified, against the workspace that the environment names."""

import uuid

import pytest
from azure.ai.ml import Input, MLClient, Output, command, dsl
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import (
    BuildContext,
    Data,
    Environment,
    Model,
    Registry,
    RegistryRegionDetails,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from waiting import ended


def create(client, name):
    regions = [RegistryRegionDetails(location="local")]
    registry = Registry(
        name=name, location="local", replication_locations=regions, tags={"team": "a"}
    )
    return client.registries.begin_create(registry).result()


@pytest.fixture(scope="module")
def registry(client):
    return create(client, f"registry-{uuid.uuid4().hex[:8]}").name


@pytest.fixture(scope="module")
def shared(registry):
    return MLClient(DefaultAzureCredential(), registry_name=registry)


@pytest.fixture
def weights(tmp_path):
    folder = tmp_path / "mdl"
    (folder / "inner").mkdir(parents=True)
    (folder / "weights.bin").write_bytes(bytes(range(256)))
    (folder / "inner" / "note.txt").write_text("hello")
    return folder


def name_of(kind):
    return f"{kind}-{uuid.uuid4().hex[:8]}"


def test_a_registry_is_created_listed_and_deleted(client):
    made = create(client, name_of("registry"))
    assert (made.location, made.tags) == ("local", {"team": "a"})
    assert [r.location for r in made.replication_locations] == ["local"]
    assert client.registries.get(made.name).id == made.id
    assert made.name in [r.name for r in client.registries.list()]
    assert made.name in [r.name for r in client.registries.list(scope="subscription")]
    client.registries.begin_delete(name=made.name).result()
    with pytest.raises(ResourceNotFoundError, match="no registry"):
        client.registries.get(made.name)


def test_an_unknown_registry_is_not_found():
    with pytest.raises(ResourceNotFoundError, match="no registry 'nowhere'"):
        MLClient(DefaultAzureCredential(), registry_name="nowhere")


def test_a_model_from_a_local_folder(shared, registry, weights, tmp_path):
    name = name_of("model")
    made = shared.models.create_or_update(Model(name=name, path=str(weights), tags={"k": "v"}))
    assert made.id == f"azureml://registries/{registry}/models/{name}/versions/1"
    second = shared.models.create_or_update(Model(name=name, path=str(weights)))
    assert second.version == "2"
    assert shared.models.get(name, version="1").tags == {"k": "v"}
    assert shared.models.get(name, label="latest").version == "2"
    assert [m.version for m in shared.models.list(name=name)] == ["2", "1"]
    assert name in [m.name for m in shared.models.list()]
    shared.models.download(name, version="1", download_path=str(tmp_path / "got"))
    (got,) = (tmp_path / "got").rglob("weights.bin")
    assert got.read_bytes() == bytes(range(256))
    assert (got.parent / "inner" / "note.txt").read_text() == "hello"


def test_a_model_is_archived_and_restored(shared, weights):
    name = name_of("model")
    shared.models.create_or_update(Model(name=name, path=str(weights)))
    shared.models.archive(name, version="1")
    assert list(shared.models.list(name=name)) == []
    shared.models.restore(name, version="1")
    assert [m.version for m in shared.models.list(name=name)] == ["1"]
    shared.models.archive(name)
    assert name not in [m.name for m in shared.models.list()]
    archived = shared.models.list(list_view_type=ListViewType.ARCHIVED_ONLY)
    assert name in [m.name for m in archived]
    shared.models.restore(name)
    assert name in [m.name for m in shared.models.list()]


def test_a_version_cannot_change(shared, weights):
    name = name_of("model")
    shared.models.create_or_update(Model(name=name, version="1", path=str(weights)))
    with pytest.raises(HttpResponseError, match="modelUri cannot change"):
        shared.models.create_or_update(Model(name=name, version="1", path=str(weights)))


def test_an_environment(shared, registry, tmp_path):
    name = name_of("env")
    made = shared.environments.create_or_update(Environment(name=name, version="1", image="ubuntu"))
    assert made.id == f"azureml://registries/{registry}/environments/{name}/versions/1"
    assert shared.environments.get(name, label="latest").image == "ubuntu"
    (tmp_path / "Dockerfile").write_text("FROM ubuntu")
    built = shared.environments.create_or_update(
        Environment(name=name, version="2", build=BuildContext(path=str(tmp_path)))
    )
    assert built.build.path.startswith("https://")
    assert [e.version for e in shared.environments.list(name=name)] == ["2", "1"]
    shared.environments.archive(name, version="1")
    assert [e.version for e in shared.environments.list(name=name)] == ["2"]


def test_data_from_a_local_file_is_an_input(client, shared, environment, tmp_path):
    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    data = shared.data.create_or_update(
        Data(name=name_of("data"), version="1", path=str(tmp_path / "d.csv"), type="uri_file")
    )
    assert [d.version for d in shared.data.list(name=data.name)] == ["1"]
    job = client.jobs.create_or_update(
        command(
            command="cp ${{inputs.d}} outputs/copy.csv",
            inputs={"d": Input(type="uri_file", path=data.id)},
            environment=environment,
            compute="cpu",
        )
    )
    assert ended(client, job.name) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path / "got"))
    assert next((tmp_path / "got").rglob("copy.csv")).read_text() == "a,b\n1,2\n"


@pytest.fixture(scope="module")
def environment(shared):
    made = shared.environments.create_or_update(
        Environment(name="shared-env", version="1", image="ubuntu")
    )
    return made.id


def test_a_component_with_its_code_runs_in_a_pipeline(client, shared, environment, tmp_path):
    code = tmp_path / "code"
    code.mkdir()
    (code / "main.py").write_text(
        "import pathlib, sys; pathlib.Path(sys.argv[2], 'n').write_text(sys.argv[1])"
    )
    write = command(
        name=f"write_{uuid.uuid4().hex[:8]}",
        code=str(code),
        command="python main.py ${{inputs.n}} ${{outputs.out}}",
        inputs={"n": Input(type="integer")},
        outputs={"out": Output(type="uri_folder")},
        environment=environment,
    ).component
    write.version = "1"
    made = shared.components.create_or_update(write)
    assert made.id.startswith("azureml://registries/")
    assert [c.version for c in shared.components.list(name=made.name)] == ["1"]
    again = shared.components.get(made.name, version="1")

    @dsl.pipeline(default_compute="cpu")
    def one():
        first = again(n=7)
        return {"out": first.outputs.out}

    job = client.jobs.create_or_update(one())
    assert ended(client, job.name) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path / "got"), output_name="out")
    assert next((tmp_path / "got").rglob("n")).read_text() == "7"


def test_a_model_is_shared_and_then_used_in_a_job(
    client, shared, registry, environment, weights, tmp_path
):
    name = name_of("model")
    client.models.create_or_update(
        Model(name=name, version="1", path=str(weights), description="first")
    )
    copied = client.models.share(
        name, "1", share_with_name=name, share_with_version="3", registry_name=registry
    )
    assert copied.id == f"azureml://registries/{registry}/models/{name}/versions/3"
    assert shared.models.get(name, version="3").description == "first"
    shared.models.download(name, version="3", download_path=str(tmp_path / "got"))
    assert next((tmp_path / "got").rglob("weights.bin")).read_bytes() == bytes(range(256))
    job = client.jobs.create_or_update(
        command(
            command="cp ${{inputs.m}}/inner/note.txt outputs/note.txt",
            inputs={"m": Input(type="custom_model", path=copied.id)},
            environment=environment,
            compute="cpu",
        )
    )
    assert ended(client, job.name) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path / "job"))
    assert next((tmp_path / "job").rglob("outputs/note.txt")).read_text() == "hello"


def test_data_and_environments_are_shared(client, shared, registry, tmp_path):
    (tmp_path / "d.csv").write_text("a,b\n")
    data = client.data.create_or_update(
        Data(name=name_of("data"), version="1", path=str(tmp_path / "d.csv"), type="uri_file")
    )
    client.data.share(
        data.name, "1", share_with_name=data.name, share_with_version="1", registry_name=registry
    )
    assert shared.data.get(data.name, version="1").type == "uri_file"
    env = client.environments.create_or_update(
        Environment(name=name_of("env"), version="1", image="debian")
    )
    client.environments.share(
        env.name, "1", share_with_name="other", share_with_version="9", registry_name=registry
    )
    assert shared.environments.get("other", version="9").image == "debian"


def test_a_missing_asset_cannot_be_shared(client, registry):
    with pytest.raises(HttpResponseError, match="cannot be shared"):
        client.models.share(
            "nope", "1", share_with_name="nope", share_with_version="1", registry_name=registry
        )


def test_a_job_with_an_unknown_asset_of_a_registry_is_refused(client, registry):
    environment = f"azureml://registries/{registry}/environments/nope/versions/1"
    with pytest.raises(HttpResponseError, match="Unknown environment"):
        client.jobs.create_or_update(
            command(command="true", environment=environment, compute="cpu")
        )
