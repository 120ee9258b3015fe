"""Data transfer by Microsoft's Python client, unmodified: steps that copy, and imports that become data assets."""

import uuid

import pytest
from azure.ai.ml import Input, Output, dsl
from azure.ai.ml.data_transfer import Database, FileSystem, copy_data
from azure.ai.ml.entities import CronTrigger, Data, DataImport, ImportDataSchedule
from azure.core.exceptions import HttpResponseError
from waiting import ended


@pytest.fixture
def folder(client, tmp_path):
    """Registers a folder with a file of this name, and returns the URI of its files."""

    def make(name):
        at = tmp_path / f"with-{name}"
        at.mkdir()
        (at / f"{name}.txt").write_text(name)
        data = Data(name=f"d-{uuid.uuid4()}", path=str(at), type="uri_folder")
        return client.data.create_or_update(data).path

    return make


def downloaded(client, job, output, at):
    client.jobs.download(job, download_path=at, output_name=output)
    return sorted(path.name for path in at.rglob("*") if path.is_file())


def test_a_step_merges_its_inputs(client, folder, tmp_path):
    one, two = folder("one"), folder("two")

    merge = copy_data(
        inputs={name: Input(type="uri_folder") for name in ["one", "two"]},
        outputs={"all": Output(type="uri_folder")},
        data_copy_mode="merge_with_overwrite",
    )

    @dsl.pipeline(default_compute="cpu")
    def merging(one, two):
        return {"all": merge(one=one, two=two).outputs.all}

    inputs = [Input(type="uri_folder", path=uri) for uri in (one, two)]
    job = client.jobs.create_or_update(merging(*inputs), experiment_name="copies")
    assert ended(client, job.name) == "Completed"
    assert downloaded(client, job.name, "all", tmp_path / "got") == ["one.txt", "two.txt"]


def test_an_import_of_files_becomes_a_data_asset(client, folder):
    name = f"imported-{uuid.uuid4()}"
    path = "azureml://datastores/workspaceblobstore/paths/imports/${{name}}"
    source = FileSystem(path=folder("three"))
    job = client.data.import_data(DataImport(name=name, source=source, path=path))
    assert ended(client, job.name) == "Completed"
    [version] = client.data.list(name)
    assert version.type == "uri_folder"
    assert "/paths/imports/" in client.data.get(name, version.version).path


def test_a_schedule_imports_files(client, folder):
    name = f"s-{uuid.uuid4()}"
    path = "azureml://datastores/workspaceblobstore/paths/scheduled"
    imported = DataImport(name=name, source=FileSystem(path=folder("four")), path=path)
    trigger = CronTrigger(expression="0 4 1 1 *")
    schedule = ImportDataSchedule(name=name, trigger=trigger, import_data=imported)
    client.schedules.begin_create_or_update(schedule).result()
    try:
        assert client.schedules.get(name).import_data.name == name
        job = client.schedules.trigger(name).job_name
        assert ended(client, job) == "Completed"
        assert len(list(client.data.list(name))) == 1
    finally:
        client.schedules.begin_disable(name).result()
        client.schedules.begin_delete(name).result()


def test_an_import_from_a_database_is_refused_by_name(client):
    source = Database(query="select 1", connection="azureml:sales")
    path = "azureml://datastores/workspaceblobstore/paths/sales"
    with pytest.raises(HttpResponseError, match="queries no databases"):
        client.data.import_data(DataImport(name="sales", source=source, path=path))
