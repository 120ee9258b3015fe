"""Prompts of MLflow's own client, which are registered models with a tag."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException


def test_versions_of_a_text_prompt(unique):
    name = unique("prompt")
    first = mlflow.genai.register_prompt(
        name, "Say {{word}}", commit_message="first", tags={"team": "a"}
    )
    second = mlflow.genai.register_prompt(name, "Shout {{word}}")
    assert (first.version, second.version) == (1, 2)
    read = mlflow.genai.load_prompt(f"prompts:/{name}/1")
    assert read.template == "Say {{word}}"
    assert read.format(word="hi") == "Say hi"
    assert (read.commit_message, read.tags) == ("first", {"team": "a"})
    assert read.variables == {"word"}
    assert mlflow.genai.load_prompt(name).version == 2


def test_a_chat_prompt_with_a_response_format(unique):
    name = unique("prompt")
    messages = [
        {"role": "system", "content": "You are {{mood}}."},
        {"role": "user", "content": "{{question}}"},
    ]
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
    mlflow.genai.register_prompt(name, messages, response_format=schema)
    read = mlflow.genai.load_prompt(name, version=1)
    assert read.template == messages
    assert read.response_format == schema


def test_aliases(unique):
    name = unique("prompt")
    for text in ("one", "two"):
        mlflow.genai.register_prompt(name, text)
    mlflow.genai.set_prompt_alias(name, "production", 1)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@production").template == "one"
    assert mlflow.genai.load_prompt(f"prompts:/{name}@latest").template == "two"
    mlflow.genai.set_prompt_alias(name, "production", 2)
    uri = f"prompts:/{name}@production"
    assert mlflow.genai.load_prompt(uri, cache_ttl_seconds=0).template == "two"
    mlflow.genai.delete_prompt_alias(name, "production")
    with pytest.raises(MlflowException, match="production"):
        mlflow.genai.load_prompt(uri, cache_ttl_seconds=0)


def test_tags_of_a_prompt_and_of_a_version(client, unique):
    name = unique("prompt")
    mlflow.genai.register_prompt(name, "text")
    mlflow.genai.set_prompt_tag(name, "team", "a")
    assert mlflow.genai.get_prompt_tags(name)["team"] == "a"
    mlflow.genai.delete_prompt_tag(name, "team")
    assert "team" not in mlflow.genai.get_prompt_tags(name)
    mlflow.genai.set_prompt_version_tag(name, 1, "mood", "good")
    assert client.get_prompt_version(name, 1).tags["mood"] == "good"
    mlflow.genai.delete_prompt_version_tag(name, 1, "mood")
    assert "mood" not in client.get_prompt_version(name, 1).tags


def test_search_finds_prompts_apart_from_models(client, unique):
    prompt, model = unique("prompt"), unique("model")
    mlflow.genai.register_prompt(prompt, "text")
    client.create_registered_model(model)
    named = [each.name for each in mlflow.genai.search_prompts(f"name = '{prompt}'")]
    assert named == [prompt]
    assert list(mlflow.genai.search_prompts(f"name = '{model}'")) == []
    assert list(client.search_registered_models(f"name = '{prompt}'")) == []
    assert list(client.search_model_versions(f"name = '{prompt}'")) == []


def test_a_prompt_takes_no_name_of_a_model(client, unique):
    model = unique("model")
    client.create_registered_model(model)
    with pytest.raises(MlflowException, match=model):
        mlflow.genai.register_prompt(model, "text")


@pytest.mark.parametrize("name", ["a/b", "a:b", ""])
def test_an_invalid_name(name):
    with pytest.raises(MlflowException):
        mlflow.genai.register_prompt(name, "text")


def test_deleting(client, unique):
    name = unique("prompt")
    mlflow.genai.register_prompt(name, "text")
    client.delete_prompt_version(name, "1")
    assert mlflow.genai.load_prompt(name, version=1, allow_missing=True) is None
    client.delete_prompt(name)
    assert list(mlflow.genai.search_prompts(f"name = '{name}'")) == []


def test_a_prompt_that_a_trace_used_is_linked_to_it(client, experiment_id, unique):
    mlflow.set_experiment(experiment_id=experiment_id)
    name = unique("prompt")
    mlflow.genai.register_prompt(name, "text {{x}}")

    @mlflow.trace
    def use():
        return mlflow.genai.load_prompt(name, version=1).format(x=1)

    use()
    mlflow.flush_trace_async_logging()
    trace = mlflow.get_last_active_trace_id()
    client.link_prompt_versions_to_trace([client.get_prompt_version(name, 1)], trace)
    found = client.search_traces(locations=[experiment_id], filter_string=f"prompt = '{name}/1'")
    assert [each.info.trace_id for each in found] == [trace]


def test_a_version_of_a_prompt_has_no_path_as_source(rest, unique):
    name = unique("prompt")
    mlflow.genai.register_prompt(name, "text")
    tags = [{"key": "mlflow.prompt.is_prompt", "value": "true"}]
    body = {"name": name, "source": "/etc", "tags": tags}
    answer = rest.post("model-versions/create", body)
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"
