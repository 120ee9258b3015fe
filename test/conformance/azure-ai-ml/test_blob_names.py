"""azure-storage-blob, which azure-ai-ml transfers files with, and names that are special in XML and URLs."""

import json

import pytest
from azure.ai.ml import command
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import ContainerClient
from waiting import ended

NAMES = [
    *[
        "& < > ' \"",
        "&amp;&#65;",
        "]]> <![CDATA[",
        "%41 # ? + \\",
        " lead",
        "trail ",
        "dot.",
        "1e5",
    ],
    *["e\u0301", "\u00e9", "\U0001f600", "\u0085", "\ufffe", "n" * 255],
]


@pytest.fixture(scope="module")
def container(client):
    store = client.datastores.get("workspaceblobstore", include_secrets=True)
    return ContainerClient(
        f"{store.protocol}://{store.account_name}.blob.{store.endpoint}",
        store.container_name,
        credential=store.credentials.sas_token,
    )


def test_every_stored_name_is_listed_and_read(container):
    names = [f"names-in-python/{name}" for name in NAMES]
    for name in names:
        container.upload_blob(name, name, overwrite=True)
    listed = [blob.name for blob in container.list_blobs("names-in-python/")]
    assert sorted(listed) == sorted(names)
    for name in listed:
        assert container.download_blob(name).readall().decode() == name


def test_a_folder_whose_name_xml_cannot_contain_is_listed(container):
    container.upload_blob("folders-in-python/\uffff & é/x", "x", overwrite=True)
    found = [each.name for each in container.walk_blobs("folders-in-python/")]
    assert found == ["folders-in-python/\uffff & é/"]


def test_names_with_control_characters_of_a_job_are_listed_and_downloaded(
    client, container, environment, tmp_path
):
    names = ["two\nlines", "bell\a", "tab\there", "esc\x1b[2J", "cr\rx", "del\x7f", "plain"]
    code = f"for n in {names!r}: open('outputs/' + n, 'w').write(n)"
    job = client.jobs.create_or_update(
        command(
            command=f"mkdir -p outputs; python -c {json.dumps(code)}",
            environment=environment,
            compute="cpu",
        )
    )
    assert ended(client, job.name) == "Completed"
    artifacts = ContainerClient(
        container.url.split("?")[0].rsplit("/", 1)[0],
        "azureml",
        credential=client.datastores.get(
            "workspaceartifactstore", include_secrets=True
        ).credentials.sas_token,
    )
    folder = f"ExperimentRun/dcid.{job.name}/outputs/"
    listed = [blob.name for blob in artifacts.list_blobs(folder)]
    assert sorted(listed) == sorted(folder + name for name in names)
    for name in names:
        assert artifacts.download_blob(folder + name).readall().decode() == name
    client.jobs.download(job.name, download_path=str(tmp_path))
    assert {file.name for file in tmp_path.rglob("outputs/*")} == set(names)


def test_metadata_whose_key_is_no_identifier_is_refused(container):
    for key in ("a-b", "1st", "a.b"):
        with pytest.raises(HttpResponseError) as refused:
            container.upload_blob("metadata", "x", overwrite=True, metadata={key: "1"})
        assert (refused.value.status_code, refused.value.error_code) == (400, "InvalidMetadata")


def test_a_damaged_marker_is_refused(container):
    for name in ("a", "b", "c"):
        container.upload_blob(f"pages/{name}", name, overwrite=True)
    pages = container.list_blobs("pages/", results_per_page=1).by_page()
    assert [blob.name for blob in next(pages)] == ["pages/a"]
    marker = pages.continuation_token
    rest = container.list_blobs("pages/", results_per_page=2).by_page(marker)
    assert [blob.name for blob in next(rest)] == ["pages/b", "pages/c"]
    for damaged in ("pages/b", marker[:-1], marker + "A"):
        with pytest.raises(HttpResponseError) as refused:
            next(container.list_blobs("pages/").by_page(damaged))
        assert refused.value.status_code == 400
