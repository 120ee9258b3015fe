"""Online and batch endpoints by Microsoft's Python client, unmodified, against the workspace that the environment names."""

import json
import uuid

import pytest
from azure.ai.ml.entities import (
    BatchEndpoint,
    BatchRetrySettings,
    CodeConfiguration,
    Environment,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    ModelBatchDeployment,
    ModelBatchDeploymentSettings,
    OnlineRequestSettings,
    ProbeSettings,
)
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)

SCORE = """
def init():
    pass

def run(data):
    return data
"""


@pytest.fixture(scope="module")
def environment(client):
    return client.environments.create_or_update(
        Environment(name="serving", version="1", image="ubuntu:24.04")
    ).id


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adder")
    (folder / "model").mkdir()
    (folder / "model" / "weights").write_text("1+1")
    (folder / "code").mkdir()
    (folder / "code" / "score.py").write_text(SCORE)
    return folder


@pytest.fixture(scope="module")
def model(client, folder):
    name = f"adder-{uuid.uuid4().hex[:8]}"
    return client.models.create_or_update(Model(name=name, path=str(folder / "model")))


@pytest.fixture
def request_file(tmp_path):
    file = tmp_path / "request.json"
    file.write_text(json.dumps({"data": "1+1"}))
    return str(file)


def new_name(kind):
    return f"{kind}-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def online(client):
    """An online endpoint without deployments, deleted at the end."""
    endpoint = client.online_endpoints.begin_create_or_update(
        ManagedOnlineEndpoint(
            name=new_name("online"),
            auth_mode="key",
            tags={"team": "a"},
            public_network_access="disabled",
        )
    ).result()
    yield endpoint.name
    client.online_endpoints.begin_delete(endpoint.name).result()


def deploy(client, endpoint, name, **more):
    return client.online_deployments.begin_create_or_update(
        ManagedOnlineDeployment(
            name=name, endpoint_name=endpoint, instance_type="LOCAL", instance_count=1, **more
        )
    ).result()


def route(client, endpoint, traffic, mirror=None):
    declared = client.online_endpoints.get(endpoint)
    declared.traffic = traffic
    declared.mirror_traffic = mirror or {}
    return client.online_endpoints.begin_create_or_update(declared).result()


@pytest.fixture
def two(client, online, model, environment, folder):
    """An online endpoint with a deployment of a registered model and one of a model and code from here: blue 90, green 10."""
    deploy(client, online, "blue", model=f"azureml:{model.name}:{model.version}")
    deploy(
        client,
        online,
        "green",
        model=Model(path=str(folder / "model")),
        code_configuration=CodeConfiguration(code=str(folder / "code"), scoring_script="score.py"),
        environment=environment,
        request_settings=OnlineRequestSettings(request_timeout_ms=3000),
        liveness_probe=ProbeSettings(period=7),
        environment_variables={"A": "b"},
    )
    route(client, online, {"blue": 90, "green": 10})
    return online


def test_online_endpoint_is_read_back(client, online):
    endpoint = client.online_endpoints.get(online)
    assert (endpoint.auth_mode, endpoint.tags, endpoint.provisioning_state) == (
        "key",
        {"team": "a"},
        "Succeeded",
    )
    assert endpoint.public_network_access == "Disabled"
    assert endpoint.scoring_uri.endswith(f"/{online}/score")
    assert endpoint.identity.type == "system_assigned"
    assert online in [e.name for e in client.online_endpoints.list()]


def test_two_deployments_share_the_traffic(client, two, model):
    assert client.online_endpoints.get(two).traffic == {"blue": 90, "green": 10}
    blue = client.online_deployments.get("blue", two)
    assert blue.model.endswith(f"/models/{model.name}/versions/{model.version}")
    green = client.online_deployments.get("green", two)
    assert green.code_configuration.scoring_script == "score.py"
    assert green.environment_variables == {"A": "b"}
    assert green.request_settings.request_timeout_ms == 3000
    assert (green.liveness_probe.period, green.liveness_probe.failure_threshold) == (7, 30)
    names = [d.name for d in client.online_deployments.list(two)]
    assert sorted(names) == ["blue", "green"]

    assert route(client, two, {"blue": 0, "green": 100}).traffic == {"green": 100}
    assert client.online_endpoints.get(two).traffic == {"blue": 0, "green": 100}
    mirrored = route(client, two, {"green": 100}, {"blue": 20})
    assert mirrored.mirror_traffic == {"blue": 20}


@pytest.mark.parametrize(
    ("traffic", "mirror", "message"),
    [
        ({"blue": 90, "green": 20}, {}, "adds up to 110 percent"),
        ({"red": 100}, {}, "no deployment 'red'"),
        ({"blue": 100}, {"green": 60}, "60 percent of mirrored traffic"),
    ],
)
def test_wrong_traffic_is_refused(client, two, traffic, mirror, message):
    with pytest.raises(HttpResponseError, match=message):
        route(client, two, traffic, mirror)
    assert client.online_endpoints.get(two).traffic == {"blue": 90, "green": 10}


def test_a_deployment_with_traffic_is_not_deleted(client, two):
    with pytest.raises(ResourceExistsError, match="gets 90 percent of the traffic"):
        client.online_deployments.begin_delete("blue", two).result()
    route(client, two, {"green": 100})
    client.online_deployments.begin_delete("blue", two).result()
    assert [d.name for d in client.online_deployments.list(two)] == ["green"]


def test_a_deployment_scales(client, two):
    deployment = client.online_deployments.get("blue", two)
    deployment.instance_count = 2
    changed = client.online_deployments.begin_create_or_update(deployment).result()
    assert changed.instance_count == 2


def test_each_key_can_be_regenerated(client, online):
    before = client.online_endpoints.get_keys(online)
    assert before.primary_key != before.secondary_key
    client.online_endpoints.begin_regenerate_keys(online, key_type="secondary").result()
    after = client.online_endpoints.get_keys(online)
    assert after.primary_key == before.primary_key
    assert after.secondary_key != before.secondary_key


def test_invoke_reports_that_serving_is_not_implemented(client, two, request_file):
    # The only call without a name: once one was given, this client sends it with every later request of its process.
    with pytest.raises(HttpResponseError, match="does not run model servers yet") as refused:
        client.online_endpoints.invoke(two, request_file=request_file)
    assert refused.value.status_code == 501
    with pytest.raises(HttpResponseError, match=f"deployment 'green' of the endpoint '{two}'"):
        client.online_endpoints.invoke(two, request_file=request_file, deployment_name="green")
    assert "'blue'" in client.online_deployments.get_logs("blue", two, lines=10)


@pytest.mark.parametrize("auth_mode", ["aml_token", "aad_token"])
def test_tokens_open_an_endpoint_too(client, model, request_file, auth_mode):
    name = new_name("tokens")
    client.online_endpoints.begin_create_or_update(
        ManagedOnlineEndpoint(name=name, auth_mode=auth_mode)
    ).result()
    deploy(client, name, "blue", model=model.id)
    route(client, name, {"blue": 100})
    with pytest.raises(HttpResponseError, match="deployment 'blue'"):
        client.online_endpoints.invoke(name, request_file=request_file, deployment_name="blue")
    client.online_endpoints.begin_delete(name).result()


def test_an_unknown_model_is_refused(client, online):
    with pytest.raises(HttpResponseError, match="nope"):
        deploy(client, online, "blue", model="azureml:nope:1")
    with pytest.raises(ResourceNotFoundError):
        client.online_deployments.get("blue", online)


def test_deleting_an_endpoint_deletes_its_deployments(client, model):
    name = new_name("gone")
    endpoint = ManagedOnlineEndpoint(name=name, auth_mode="key")
    client.online_endpoints.begin_create_or_update(endpoint).result()
    deploy(client, name, "blue", model=model.id)
    client.online_endpoints.begin_delete(name).result()
    with pytest.raises(ResourceNotFoundError, match=f"no online endpoint named '{name}'"):
        client.online_endpoints.get(name)
    client.online_endpoints.begin_create_or_update(endpoint).result()
    assert list(client.online_deployments.list(name)) == []


@pytest.fixture
def batch(client, model, environment, folder):
    """A batch endpoint with one deployment, `nightly`, which is its default."""
    endpoint = client.batch_endpoints.begin_create_or_update(
        BatchEndpoint(name=new_name("batch"), description="sums")
    ).result()
    client.batch_deployments.begin_create_or_update(
        ModelBatchDeployment(
            name="nightly",
            endpoint_name=endpoint.name,
            model=model.id,
            code_configuration=CodeConfiguration(
                code=str(folder / "code"), scoring_script="score.py"
            ),
            environment=environment,
            compute="cpu",
            settings=ModelBatchDeploymentSettings(
                mini_batch_size=5,
                instance_count=2,
                output_action="append_row",
                output_file_name="sums.csv",
                retry_settings=BatchRetrySettings(max_retries=1, timeout=60),
            ),
        )
    ).result()
    endpoint = client.batch_endpoints.get(endpoint.name)
    endpoint.defaults.deployment_name = "nightly"
    client.batch_endpoints.begin_create_or_update(endpoint).result()
    yield endpoint.name
    client.batch_endpoints.begin_delete(endpoint.name).result()


def test_batch_endpoint_with_a_deployment(client, batch):
    endpoint = client.batch_endpoints.get(batch)
    assert endpoint.defaults.deployment_name == "nightly"
    assert endpoint.description == "sums"
    assert batch in [e.name for e in client.batch_endpoints.list()]
    deployment = client.batch_deployments.get("nightly", batch)
    assert deployment.compute.endswith("/computes/cpu")
    assert (deployment.mini_batch_size, deployment.output_file_name) == (5, "sums.csv")
    assert deployment.retry_settings.max_retries == 1
    assert [d.name for d in client.batch_deployments.list(batch)] == ["nightly"]


def test_batch_invoke_without_data_is_refused_and_makes_no_job(client, batch):
    with pytest.raises(HttpResponseError, match="'nightly' of a model takes one input of data"):
        client.batch_endpoints.invoke(endpoint_name=batch, deployment_name="nightly")
    assert list(client.batch_endpoints.list_jobs(endpoint_name=batch)) == []
    assert list(client.batch_deployments.list_jobs(endpoint_name=batch, name="nightly")) == []


def test_the_default_deployment_is_not_deleted(client, batch):
    with pytest.raises(ResourceExistsError, match="default one of the endpoint"):
        client.batch_deployments.begin_delete("nightly", batch).result()
