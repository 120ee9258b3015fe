"""azure-storage-blob, which azure-ai-ml transfers files with, and names that are special in XML and URLs."""

import pytest
from azure.storage.blob import ContainerClient

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
