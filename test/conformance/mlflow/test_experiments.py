import pytest
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def names(experiments):
    return [e.name for e in experiments]


def test_the_default_experiment_exists(client):
    default = client.get_experiment("0")
    assert default.name == "Default"
    assert default.lifecycle_stage == "active"


def test_an_experiment_keeps_its_name_tags_and_times(client, unique):
    name = unique()
    made = client.create_experiment(name, tags={"team": "a", "über": "ß"})
    found = client.get_experiment(made)
    assert found.name == name
    assert found.tags == {"team": "a", "über": "ß"}
    assert found.creation_time == found.last_update_time > 1_600_000_000_000
    assert client.get_experiment_by_name(name).experiment_id == made


def test_a_name_is_unique(client, unique):
    name = unique()
    client.create_experiment(name)
    with pytest.raises(MlflowException) as error:
        client.create_experiment(name)
    assert error.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_an_unknown_experiment(client, unique):
    assert client.get_experiment_by_name(unique()) is None
    with pytest.raises(MlflowException) as error:
        client.get_experiment("123456789")
    assert error.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_rename(client, experiment_id, unique):
    name = unique()
    client.rename_experiment(experiment_id, name)
    assert client.get_experiment(experiment_id).name == name


def test_tags_are_set_and_deleted(client, experiment_id):
    client.set_experiment_tag(experiment_id, "k", "1")
    client.set_experiment_tag(experiment_id, "k", "2")
    assert client.get_experiment(experiment_id).tags == {"k": "2"}
    client.delete_experiment_tag(experiment_id, "k")
    assert client.get_experiment(experiment_id).tags == {}


def test_deleting_and_restoring_include_the_runs(client, experiment_id, run_id):
    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException) as error:
        client.create_run(experiment_id)
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"
    assert client.get_run(run_id).info.lifecycle_stage == "active"


def test_search_by_name_and_tag(client, unique):
    word = unique("search")
    a = client.create_experiment(f"{word}-A", tags={word: "one"})
    client.create_experiment(f"{word}-b", tags={word: "two"})

    def found(filter_string, **more):
        return names(client.search_experiments(filter_string=filter_string, **more))

    assert found(f"name = '{word}-A'") == [f"{word}-A"]
    assert found(f"name LIKE '{word}-%' AND name != '{word}-A'") == [f"{word}-b"]
    assert found(f"name LIKE '{word}-a'") == []
    assert found(f"name ILIKE '{word}-a'") == [f"{word}-A"]
    assert found(f"tags.`{word}` = 'two'") == [f"{word}-b"]
    assert found(f"tags.`{word}` IS NULL AND name LIKE '{word}%'") == []
    assert found(f"tags.`{word}` IS NOT NULL", order_by=["name DESC"]) == [f"{word}-b", f"{word}-A"]
    assert found(f"experiment_id IN ('{a}')") == [f"{word}-A"]
    created = client.get_experiment(a).creation_time
    assert found(f"creation_time >= {created} AND name LIKE '{word}%'", order_by=["name"]) == [
        f"{word}-A",
        f"{word}-b",
    ]


def test_search_includes_deleted_experiments_on_request(client, unique):
    word = unique("view")
    client.delete_experiment(client.create_experiment(word))
    by_name = f"name = '{word}'"
    assert names(client.search_experiments(filter_string=by_name)) == []
    for view in (ViewType.DELETED_ONLY, ViewType.ALL):
        assert names(client.search_experiments(view_type=view, filter_string=by_name)) == [word]


def test_search_pages(client, unique):
    word = unique("page")
    for i in range(5):
        client.create_experiment(f"{word}-{i}")
    seen, token = [], None
    while True:
        page = client.search_experiments(
            filter_string=f"name LIKE '{word}%'", max_results=2, order_by=["name"], page_token=token
        )
        seen += names(page)
        token = page.token
        if not token:
            break
    assert seen == [f"{word}-{i}" for i in range(5)]


@pytest.mark.parametrize(
    "bad",
    [
        "name",
        "name = x",
        "nope = 'x'",
        "metrics.a > 1",
        "name = 'a' OR name = 'b'",
        "name > 'a'",
        "name == 'a'",
    ],
)
def test_a_bad_filter_is_rejected(client, bad):
    with pytest.raises(MlflowException) as error:
        client.search_experiments(filter_string=bad)
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("page_token", ["!", "bm9wZQ==", "e30="])
def test_a_bad_page_token_is_rejected(client, page_token):
    with pytest.raises(MlflowException) as error:
        client.search_experiments(page_token=page_token)
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"
