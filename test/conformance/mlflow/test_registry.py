import pytest
from mlflow.exceptions import MlflowException


@pytest.fixture
def name(unique, client):
    name = unique("model")
    client.create_registered_model(name)
    return name


@pytest.fixture
def version(client, name):
    def make(number_of=1, model=name, **more):
        return [
            client.create_model_version(model, "s3://bucket/model", **more)
            for _ in range(number_of)
        ][-1]

    return make


def code_of(call, *args, **kwargs):
    with pytest.raises(MlflowException) as error:
        call(*args, **kwargs)
    return error.value.error_code


def test_a_model_keeps_its_description_and_tags(client, unique):
    name = unique("model")
    made = client.create_registered_model(name, tags={"t": "1"}, description="adds")
    found = client.get_registered_model(name)
    assert (found.name, found.description, found.tags) == (name, "adds", {"t": "1"})
    assert found.creation_timestamp == made.creation_timestamp > 1_600_000_000_000
    assert found.latest_versions == []
    assert code_of(client.create_registered_model, name) == "RESOURCE_ALREADY_EXISTS"


@pytest.mark.parametrize("bad", ["a/b", "a:b", " ", ""])
def test_a_bad_name_is_rejected(client, bad):
    assert code_of(client.create_registered_model, bad) == "INVALID_PARAMETER_VALUE"


def test_missing_things_are_not_found(client, unique, name):
    other = unique()
    assert code_of(client.get_registered_model, other) == "RESOURCE_DOES_NOT_EXIST"
    assert code_of(client.create_model_version, other, "s3://b/m") == "RESOURCE_DOES_NOT_EXIST"
    assert code_of(client.get_model_version, name, "1") == "RESOURCE_DOES_NOT_EXIST"
    assert code_of(client.delete_registered_model, other) == "RESOURCE_DOES_NOT_EXIST"
    assert code_of(client.set_registered_model_alias, name, "a", "1") == "RESOURCE_DOES_NOT_EXIST"


def test_descriptions_names_and_tags_change(client, name, unique, version):
    version(tags={"v": "1"})
    client.update_registered_model(name, "new words")
    client.set_registered_model_tag(name, "k", "v")
    client.set_registered_model_tag(name, "k", "w")
    new = unique("model")
    client.rename_registered_model(name, new)
    found = client.get_registered_model(new)
    assert (found.description, found.tags) == ("new words", {"k": "w"})
    assert client.get_model_version(new, "1").tags == {"v": "1"}
    client.delete_registered_model_tag(new, "k")
    client.delete_registered_model_tag(new, "k")
    assert client.get_registered_model(new).tags == {}
    assert code_of(client.get_registered_model, name) == "RESOURCE_DOES_NOT_EXIST"


def test_version_numbers_increase_and_are_not_reused(client, name, version, run_id):
    first = version(run_id=run_id, description="one", tags={"a": "b"})
    assert (first.version, first.status, first.source) == ("1", "READY", "s3://bucket/model")
    found = client.get_model_version(name, "1")
    assert (found.description, found.tags, found.run_id) == ("one", {"a": "b"}, run_id)
    assert found.current_stage == "None"
    assert version().version == "2"
    client.delete_model_version(name, "2")
    assert code_of(client.get_model_version, name, "2") == "RESOURCE_DOES_NOT_EXIST"
    assert version().version == "3"
    client.update_model_version(name, "3", "words")
    client.set_model_version_tag(name, "3", "k", "v")
    assert client.get_model_version(name, "3").description == "words"
    client.delete_model_version_tag(name, "3", "k")
    assert client.get_model_version(name, "3").tags == {}


def test_deleting_a_model_deletes_its_versions(client, name, version):
    version()
    client.set_registered_model_alias(name, "a", "1")
    client.delete_registered_model(name)
    assert client.search_model_versions(f"name = '{name}'") == []
    client.create_registered_model(name)
    assert client.get_registered_model(name).aliases == {}
    assert version().version == "1"


def test_aliases_move(client, name, version):
    version(2)
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_alias(name, "other", "1")
    assert client.get_model_version(name, "1").aliases == ["champion", "other"]
    client.set_registered_model_alias(name, "champion", "2")
    assert client.get_model_version_by_alias(name, "champion").version == "2"
    assert client.get_registered_model(name).aliases == {"champion": "2", "other": "1"}
    client.delete_registered_model_alias(name, "champion")
    client.delete_registered_model_alias(name, "champion")
    assert code_of(client.get_model_version_by_alias, name, "champion") in (
        "RESOURCE_DOES_NOT_EXIST",
        "INVALID_PARAMETER_VALUE",
    )
    client.delete_model_version(name, "1")
    assert client.get_registered_model(name).aliases == {}


@pytest.mark.parametrize("bad", ["a b", "latest", "v1", "V12", "a/b"])
def test_a_bad_alias_is_rejected(client, name, version, bad):
    version()
    assert code_of(client.set_registered_model_alias, name, bad, "1") == "INVALID_PARAMETER_VALUE"


def test_stages(client, name, version):
    version(3)
    assert client.transition_model_version_stage(name, "1", "staging").current_stage == "Staging"
    client.transition_model_version_stage(name, "2", "Staging", archive_existing_versions=True)
    assert client.get_model_version(name, "1").current_stage == "Archived"
    latest = {v.current_stage: v.version for v in client.get_latest_versions(name)}
    assert latest == {"Archived": "1", "Staging": "2", "None": "3"}
    assert [v.version for v in client.get_latest_versions(name, ["Staging"])] == ["2"]
    assert (
        code_of(client.transition_model_version_stage, name, "1", "Nope")
        == "INVALID_PARAMETER_VALUE"
    )


def test_search_models(client, unique):
    word = unique("find")
    for i, tag in enumerate(["x", "y"]):
        client.create_registered_model(f"{word}-{'Ab'[i]}", tags={"kind": tag})

    def found(filter_string, **more):
        return [m.name for m in client.search_registered_models(filter_string, **more)]

    assert found(f"name = '{word}-A'") == [f"{word}-A"]
    assert found(f"name LIKE '{word}%'") == [f"{word}-A", f"{word}-b"]
    assert found(f"name LIKE '{word}-a'") == []
    assert found(f"name ILIKE '{word}-a'") == [f"{word}-A"]
    assert found(f"name LIKE '{word}%' AND tags.kind = 'y'") == [f"{word}-b"]
    assert found(f"name LIKE '{word}%' AND tags.kind != 'y'") == [f"{word}-A"]
    assert found(f"name LIKE '{word}%'", order_by=["name DESC"]) == [f"{word}-b", f"{word}-A"]
    page = client.search_registered_models(f"name LIKE '{word}%'", max_results=1)
    rest = client.search_registered_models(
        f"name LIKE '{word}%'", max_results=1, page_token=page.token
    )
    assert [m.name for m in [*page, *rest]] == [f"{word}-A", f"{word}-b"]
    assert not rest.token
    for bad in ["name > 'a'", "nope = 'a'", "name = a", "run_id = 'x'"]:
        assert code_of(client.search_registered_models, bad) == "INVALID_PARAMETER_VALUE"


def test_search_versions(client, unique, run_id):
    word = unique("find")
    for name in (f"{word}-a", f"{word}-b"):
        client.create_registered_model(name)
    client.create_model_version(f"{word}-a", "s3://x/1", run_id=run_id, tags={"q": "1"})
    client.create_model_version(f"{word}-a", "s3://x/2", tags={"q": "2"})
    client.create_model_version(f"{word}-b", "s3://x/3")

    def found(filter_string, **more):
        return [
            f"{v.name[-1]}{v.version}" for v in client.search_model_versions(filter_string, **more)
        ]

    by_name = f"name LIKE '{word}%'"
    plain = ["name ASC", "version_number ASC"]
    assert found(by_name, order_by=plain) == ["a1", "a2", "b1"]
    assert found(by_name, order_by=["version_number DESC", "name DESC"]) == ["a2", "b1", "a1"]
    assert found(f"name = '{word}-a' AND version_number = 2") == ["a2"]
    assert found(f"name = '{word}-a' AND version_number > 1") == ["a2"]
    assert found(f"run_id = '{run_id}' AND {by_name}") == ["a1"]
    assert found(f"run_id IN ('{run_id}', 'x') AND {by_name}") == ["a1"]
    assert found(f"source_path = 's3://x/3' AND {by_name}") == ["b1"]
    assert found(f"tags.q = '2' AND {by_name}") == ["a2"]
    page = client.search_model_versions(by_name, max_results=2, order_by=plain)
    rest = client.search_model_versions(
        by_name, max_results=2, order_by=plain, page_token=page.token
    )
    assert (len(page), len(rest), bool(rest.token)) == (2, 1, False)
    for bad in ["name > 'a'", "nope = 'a'", "version_number LIKE '1'", "tags.q IN ('1')"]:
        assert code_of(client.search_model_versions, bad) == "INVALID_PARAMETER_VALUE"


def test_a_local_path_is_rejected_as_source(client, name):
    assert code_of(client.create_model_version, name, "/etc/passwd") == "INVALID_PARAMETER_VALUE"
    assert code_of(client.create_model_version, name, "file:///etc") == "INVALID_PARAMETER_VALUE"
    assert code_of(client.create_model_version, name, "s3://b/../x") == "INVALID_PARAMETER_VALUE"


def test_the_download_uri(client, name, version, run_id):
    version()
    assert client.get_model_version_download_uri(name, "1") == "s3://bucket/model"
