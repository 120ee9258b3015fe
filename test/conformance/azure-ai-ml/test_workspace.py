"""The workspace, its lists and archived assets, with Microsoft's Python client, unmodified."""

import os
import time
import uuid

import pytest
from azure.ai.ml import command
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import (
    Data,
    Environment,
    FeatureStore,
    Hub,
    Model,
    OneLakeArtifact,
    OneLakeDatastore,
    VirtualMachineCompute,
    VirtualMachineSshSettings,
    Workspace,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

NAME = os.environ["AZUREML_ARM_WORKSPACE_NAME"]


@pytest.fixture
def name():
    return f"thing-{uuid.uuid4().hex[:8]}"


def test_workspace_is_listed_and_described(client):
    assert NAME in [workspace.name for workspace in client.workspaces.list()]
    workspace = client.workspaces.get(NAME)
    workspace.display_name = "Mine"
    workspace.tags = {"team": "a"}
    updated = client.workspaces.begin_update(workspace).result()
    assert (updated.display_name, updated.tags) == ("Mine", {"team": "a"})
    assert client.workspaces.get(NAME).description == workspace.description


def test_workspace_has_no_keys_and_no_faults(client):
    keys = client.workspaces.get_keys(NAME)
    assert keys.user_storage_key is None
    assert "/storageAccounts/" in keys.user_storage_resource_id
    client.workspaces.begin_sync_keys(NAME).result()
    diagnosed = client.workspaces.begin_diagnose(NAME).result()
    assert diagnosed.storage_account_results == []


@pytest.mark.parametrize("kind", [Workspace, Hub, FeatureStore])
def test_a_second_workspace_is_refused_with_what_to_do(client, name, kind):
    with pytest.raises(HttpResponseError, match=r"A server has one workspace.*CARRY_HOME"):
        client.workspaces.begin_create(kind(name=name, location="east")).result()


def test_another_workspace_is_not_found(client):
    with pytest.raises(ResourceNotFoundError, match="this server has the workspace 'local'"):
        client.workspaces.get("elsewhere")


def versions_of(operations, name, view):
    listed = operations.list(name=name, list_view_type=view)
    return sorted(version.version for version in listed)


def archives_versions_and_containers(operations, name, make):
    """Checks the archiving of an asset: of one version, and of all versions."""
    for version in ("1", "2"):
        operations.create_or_update(make(version))
    operations.archive(name=name, version="1")
    assert versions_of(operations, name, ListViewType.ACTIVE_ONLY) == ["2"]
    assert versions_of(operations, name, ListViewType.ARCHIVED_ONLY) == ["1"]
    assert versions_of(operations, name, ListViewType.ALL) == ["1", "2"]
    operations.restore(name=name, version="1")
    assert versions_of(operations, name, ListViewType.ACTIVE_ONLY) == ["1", "2"]

    def names(view):
        return [container.name for container in operations.list(list_view_type=view)]

    operations.archive(name=name)
    assert name not in names(ListViewType.ACTIVE_ONLY)
    assert name in names(ListViewType.ARCHIVED_ONLY)
    operations.restore(name=name)
    assert name in names(ListViewType.ACTIVE_ONLY)


def test_data_is_archived_and_restored(client, name):
    def make(version):
        return Data(name=name, version=version, path="https://example.org/d", type="uri_folder")

    archives_versions_and_containers(client.data, name, make)


def test_models_are_archived_and_restored(client, name, tmp_path):
    (tmp_path / "weights").write_text("3.14")

    def make(version):
        return Model(name=name, version=version, path=str(tmp_path / "weights"))

    archives_versions_and_containers(client.models, name, make)


def test_environments_are_archived_and_restored(client, name):
    def make(version):
        return Environment(name=name, version=version, image="ubuntu")

    archives_versions_and_containers(client.environments, name, make)


def test_components_are_archived_and_restored(client, name):
    name = name.replace("-", "_")
    client.environments.create_or_update(Environment(name="archived", version="1", image="ubuntu"))

    def make(version):
        component = command(
            name=name, command="echo hello", environment="azureml:archived:1"
        ).component
        component.name, component.version = name, version
        return component

    archives_versions_and_containers(client.components, name, make)


def test_a_registered_version_does_not_change(client, name):
    def data(path, **more):
        return Data(name=name, version="1", path=path, type="uri_folder", **more)

    made = client.data.create_or_update(data("https://example.org/a"))
    again = client.data.create_or_update(data("https://example.org/a"))
    assert again.creation_context.last_modified_at == made.creation_context.last_modified_at
    stored = client.data.create_or_update(data("https://example.org/a", tags={"seen": "yes"}))
    assert stored.tags == {"seen": "yes"}
    with pytest.raises(HttpResponseError, match="Register a new version"):
        client.data.create_or_update(data("https://example.org/b"))


def test_a_job_is_archived_restored_and_not_replaced(client, name):
    client.environments.create_or_update(Environment(name="archived", version="1", image="ubuntu"))

    def job(text):
        return command(name=name, command=text, environment="azureml:archived:1", compute="cpu")

    client.jobs.create_or_update(job("echo hello"))
    deadline = time.monotonic() + 60
    while client.jobs.get(name).status != "Completed":
        assert time.monotonic() < deadline
        time.sleep(0.2)

    def names(view):
        return [listed.name for listed in client.jobs.list(list_view_type=view)]

    client.jobs.archive(name)
    assert name not in names(ListViewType.ACTIVE_ONLY)
    assert name in names(ListViewType.ARCHIVED_ONLY)
    client.jobs.restore(name)
    assert name in names(ListViewType.ACTIVE_ONLY)
    with pytest.raises(HttpResponseError, match="its command cannot change"):
        client.jobs.create_or_update(job("echo goodbye"))


def test_computes_elsewhere_are_kept_and_run_no_jobs(client, name):
    client.environments.create_or_update(Environment(name="archived", version="1", image="ubuntu"))
    machine = VirtualMachineCompute(
        name=name,
        resource_id="/subscriptions/s/virtualMachines/vm",
        ssh_settings=VirtualMachineSshSettings(admin_username="ada", admin_password="secret"),
    )
    client.compute.begin_attach(machine).result()
    assert client.compute.get(name).type == "virtualmachine"
    assert name in [compute.name for compute in client.compute.list()]
    job = command(command="echo", environment="azureml:archived:1", compute=name)
    with pytest.raises(HttpResponseError, match="runs no jobs there"):
        client.jobs.create_or_update(job)
    client.compute.begin_delete(name, action="Detach").wait()
    with pytest.raises(ResourceNotFoundError):
        client.compute.get(name)


def test_a_lake_is_kept_as_a_datastore(client, name):
    name = name.replace("-", "_")
    artifact = OneLakeArtifact(name="tables", type="lake_house")
    lake = OneLakeDatastore(name=name, artifact=artifact, one_lake_workspace_name="sales")
    client.datastores.create_or_update(lake)
    read = client.datastores.get(name)
    assert (read.type, read.one_lake_workspace_name) == ("OneLake", "sales")
    client.datastores.delete(name)
