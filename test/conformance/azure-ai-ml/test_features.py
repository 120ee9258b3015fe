"""Feature sets and their entities by Microsoft's Python client, unmodified, against the workspace that the environment names."""

import os
import uuid

import pytest
from azure.ai.ml import command
from azure.ai.ml.constants import ListViewType
from azure.ai.ml.entities import (
    DataColumn,
    DataColumnType,
    FeatureSet,
    FeatureSetSpecification,
    FeatureStore,
    FeatureStoreEntity,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

SPECIFICATION = """
source:
  type: parquet
  path: azureml://datastores/workspaceblobstore/paths/transactions/*.parquet
  timestamp_column:
    name: timestamp
features:
  - name: amount_7d
    type: double
    description: what was spent in seven days
    tags:
      unit: eur
  - name: count_7d
    type: long
index_columns:
  - name: accountID
    type: string
"""


@pytest.fixture
def entity(client):
    name = f"account-{uuid.uuid4().hex[:8]}"
    columns = [DataColumn(name="accountID", type=DataColumnType.STRING)]
    made = FeatureStoreEntity(
        name=name, version="1", index_columns=columns, description="who pays", tags={"k": "v"}
    )
    return client.feature_store_entities.begin_create_or_update(made).result()


@pytest.fixture
def specification(tmp_path):
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "FeatureSetSpec.yaml").write_text(SPECIFICATION)
    return FeatureSetSpecification(path=str(tmp_path / "spec"))


@pytest.fixture
def featureset(client, entity, specification):
    made = FeatureSet(
        name=f"transactions-{uuid.uuid4().hex[:8]}",
        version="1",
        entities=[f"azureml:{entity.name}:1"],
        specification=specification,
        description="what accounts do",
        tags={"team": "a"},
    )
    return client.feature_sets.begin_create_or_update(made).result()


def test_an_entity_is_created_and_listed(client, entity):
    read = client.feature_store_entities.get(entity.name, version="1")
    assert (read.description, read.tags, read.stage) == ("who pays", {"k": "v"}, "Development")
    assert [(c.name, c.type) for c in read.index_columns] == [("accountID", "string")]
    assert [e.version for e in client.feature_store_entities.list(name=entity.name)] == ["1"]
    assert entity.name in [e.name for e in client.feature_store_entities.list()]


def test_an_entity_is_archived_and_restored(client, entity):
    entities = client.feature_store_entities
    entities.archive(entity.name, "1")
    assert entities.get(entity.name, "1").stage == "Archived"
    assert list(entities.list(name=entity.name)) == []
    archived = entities.list(name=entity.name, list_view_type=ListViewType.ARCHIVED_ONLY)
    assert [e.version for e in archived] == ["1"]
    entities.restore(entity.name, "1")
    assert entities.get(entity.name, "1").stage == "Development"
    assert [e.version for e in entities.list(name=entity.name)] == ["1"]


def test_the_columns_of_an_entity_cannot_change(client, entity):
    entity.index_columns = [DataColumn(name="other", type=DataColumnType.LONG)]
    with pytest.raises(HttpResponseError, match="indexColumns cannot change"):
        client.feature_store_entities.begin_create_or_update(entity).result()


def test_a_feature_set_is_created_with_its_specification(client, featureset, entity):
    read = client.feature_sets.get(featureset.name, version="1")
    assert (read.description, read.tags) == ("what accounts do", {"team": "a"})
    assert read.entities == [f"azureml:{entity.name}:1"]
    assert read.specification.path.startswith("azureml://")
    assert [f.version for f in client.feature_sets.list(name=featureset.name)] == ["1"]
    assert featureset.name in [f.name for f in client.feature_sets.list()]


def test_the_specification_can_be_read_back(client, featureset):
    """Creates a feature set with the uploaded specification of the first one, which the client downloads."""
    again = FeatureSet(
        name=f"{featureset.name}-again",
        version="1",
        entities=featureset.entities,
        specification=FeatureSetSpecification(path=featureset.specification.path),
    )
    client.feature_sets.begin_create_or_update(again).result()
    features = client.feature_sets.list_features(again.name, "1")
    assert [f.name for f in features] == ["amount_7d", "count_7d"]


def test_its_features_are_listed(client, featureset):
    features = list(client.feature_sets.list_features(featureset.name, "1"))
    assert [(f.name, f.data_type) for f in features] == [
        ("amount_7d", "Double"),
        ("count_7d", "Long"),
    ]
    (one,) = client.feature_sets.list_features(featureset.name, "1", feature_name="count_7d")
    assert one.name == "count_7d"
    amount = client.feature_sets.get_feature(featureset.name, "1", feature_name="amount_7d")
    assert (amount.description, amount.tags) == ("what was spent in seven days", {"unit": "eur"})
    with pytest.raises(ResourceNotFoundError, match="no feature named 'nope'"):
        client.feature_sets.get_feature(featureset.name, "1", feature_name="nope")


def test_a_feature_set_is_archived_and_restored(client, featureset):
    client.feature_sets.archive(featureset.name, "1")
    assert list(client.feature_sets.list(name=featureset.name)) == []
    client.feature_sets.restore(featureset.name, "1")
    assert [f.version for f in client.feature_sets.list(name=featureset.name)] == ["1"]


def test_the_description_of_a_feature_set_can_change(client, featureset, specification):
    featureset.specification = specification
    featureset.path = specification.path
    featureset.stage = "Production"
    featureset.description = "changed"
    client.feature_sets.begin_create_or_update(featureset).result()
    read = client.feature_sets.get(featureset.name, "1")
    assert (read.description, read.stage) == ("changed", "Production")


def test_nothing_materializes_here(client, featureset):
    other = command(command="true", environment="carry-notebook@latest", compute="cpu")
    client.jobs.create_or_update(other)
    assert list(client.feature_sets.list_materialization_operations(featureset.name, "1")) == []
    with pytest.raises(HttpResponseError) as refused:
        client.feature_sets.begin_backfill(name=featureset.name, version="1").result()
    assert refused.value.status_code == 501


def test_the_workspace_is_no_feature_store(client):
    assert list(client.feature_stores.list()) == []
    assert client.feature_stores.get(os.environ["AZUREML_ARM_WORKSPACE_NAME"]) is None
    with pytest.raises(HttpResponseError, match="feature stores need Azure"):
        client.feature_stores.begin_create(FeatureStore(name="store")).result()
