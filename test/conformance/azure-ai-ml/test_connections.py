"""Connections of every type by Microsoft's Python client, unmodified: secrets are returned on request only."""

import pytest
from azure.ai.ml.entities import (
    AadCredentialConfiguration,
    AccessKeyConfiguration,
    AccountKeyConfiguration,
    ApiKeyConfiguration,
    APIKeyConnection,
    AzureAISearchConnection,
    AzureAIServicesConnection,
    AzureBlobStoreConnection,
    AzureContentSafetyConnection,
    AzureOpenAIConnection,
    AzureSpeechServicesConnection,
    ManagedIdentityConfiguration,
    NoneCredentialConfiguration,
    OpenAIConnection,
    PatTokenConfiguration,
    SasTokenConfiguration,
    SerpConnection,
    ServerlessConnection,
    ServicePrincipalConfiguration,
    UsernamePasswordConfiguration,
    WorkspaceConnection,
)
from azure.core.exceptions import ResourceNotFoundError

SECRET = "very-secret-4711"
URL = "https://service.example"
PASSWORD = UsernamePasswordConfiguration(username="ada", password=SECRET)
IDENTITY = ManagedIdentityConfiguration(client_id="c", resource_id="r")
PRINCIPAL = ServicePrincipalConfiguration(tenant_id="t", client_id="c", client_secret=SECRET)
BLOBS = {"url": f"{URL}/container", "container_name": "container", "account_name": "account"}


def plain(kind, credentials, **more):
    return lambda name: WorkspaceConnection(
        name=name, type=kind, target=URL, credentials=credentials, **more
    )


def blobs(credentials):
    return lambda name: AzureBlobStoreConnection(name=name, credentials=credentials, **BLOBS)


def keyed(kind, field="endpoint", **more):
    return lambda name: kind(name=name, api_key=SECRET, **({field: URL} if field else {}), **more)


CONNECTIONS = {
    "git-token": plain("git", PatTokenConfiguration(pat=SECRET)),
    "git-open": plain("git", NoneCredentialConfiguration()),
    "feed": plain("python_feed", PASSWORD),
    "images": plain("container_registry", PASSWORD),
    "images-by-identity": plain("container_registry", IDENTITY),
    "bucket": plain("s3", AccessKeyConfiguration(access_key_id="id", secret_access_key=SECRET)),
    "snow": plain("snowflake", PASSWORD),
    "sql": plain("azure_sql_db", PRINCIPAL),
    "synapse": plain("azure_synapse_analytics", PASSWORD),
    "mysql": plain("azure_my_sql_db", PASSWORD),
    "postgres": plain("azure_postgres_db", PASSWORD),
    "lake": plain("azure_data_lake_gen2", PRINCIPAL),
    "own": plain("custom", ApiKeyConfiguration(key=SECRET), metadata={"a": "b"}),
    "blobs-by-key": blobs(AccountKeyConfiguration(account_key=SECRET)),
    "blobs-by-sas": blobs(SasTokenConfiguration(sas_token=SECRET)),
    "blobs-by-user": blobs(AadCredentialConfiguration()),
    "azure-openai": keyed(AzureOpenAIConnection, "azure_endpoint", api_version="2024-06-01"),
    "openai": keyed(OpenAIConnection, None),
    "serp": keyed(SerpConnection, None),
    "serverless": keyed(ServerlessConnection),
    "api-key": keyed(APIKeyConnection, "api_base"),
    "search": keyed(AzureAISearchConnection),
    "ai-services": keyed(AzureAIServicesConnection, ai_services_resource_id="r"),
    "safety": keyed(AzureContentSafetyConnection),
    "speech": keyed(AzureSpeechServicesConnection),
}
OPEN = {"git-open", "images-by-identity", "blobs-by-user"}


def fields_of(connection):
    fields = dict(connection._to_dict())
    for name in ("id", "creation_context", "credentials", "api_key"):
        fields.pop(name, None)
    return fields


@pytest.mark.parametrize("name", CONNECTIONS)
def test_a_connection_is_read_as_it_was_created(client, name):
    wanted = CONNECTIONS[name](name)
    created = client.connections.create_or_update(wanted)
    found = client.connections.get(name)
    for each in (created, found):
        assert type(each) is type(wanted)
        assert fields_of(each) == fields_of(wanted)
        assert type(each.credentials) is type(wanted.credentials)
        assert SECRET not in str(each._to_dict())
    if isinstance(wanted.credentials, ApiKeyConfiguration):
        assert client.connections.get(name, populate_secrets=True).credentials.key == SECRET
    secrets = client.connections._operation.list_secrets(
        connection_name=name,
        workspace_name=client.workspace_name,
        **client.connections._scope_kwargs,
    )
    assert (SECRET in str(secrets.as_dict())) == (name not in OPEN)


def test_connections_are_listed_by_type(client):
    for name in CONNECTIONS:
        client.connections.create_or_update(CONNECTIONS[name](name))

    def names(**query):
        return {each.name for each in client.connections.list(**query)} & set(CONNECTIONS)

    assert names() == names(include_data_connections=True) == set(CONNECTIONS)
    assert names(connection_type="git") == {"git-token", "git-open"}
    assert names(connection_type="azure_blob") == {"blobs-by-key", "blobs-by-sas", "blobs-by-user"}
    listed = client.connections.list(populate_secrets=True)
    assert {each.credentials.key for each in listed if each.name == "serp"} == {SECRET}


def test_a_deleted_connection_is_gone(client):
    client.connections.create_or_update(CONNECTIONS["feed"]("passing"))
    client.connections.delete("passing")
    with pytest.raises(ResourceNotFoundError):
        client.connections.get("passing")
