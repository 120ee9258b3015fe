"""Microsoft's Python client, unmodified, against the workspace that the environment names."""

import os
import uuid

import pytest
from azure.ai.ml import Input, Output, command
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import Data, Environment, Model
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from waiting import reaches

SCRIPT = """
import os, pathlib, sys, time
print("hello from", os.environ["AZUREML_RUN_ID"])
time.sleep(4)  # the client prints nothing of a job that has ended before it looks
print("argument", sys.argv[1])
pathlib.Path("outputs/model").mkdir(parents=True)
pathlib.Path("outputs/model/weights.txt").write_text("3.14")
pathlib.Path(sys.argv[2]).joinpath("result.txt").write_text(open(sys.argv[3]).read().upper())
"""


@pytest.fixture(scope="module")
def environment(client):
    return client.environments.create_or_update(
        Environment(name="plain", version="1", image="ubuntu:24.04")
    )


def test_workspace_is_found(client):
    assert client.workspaces.get().name == os.environ["AZUREML_ARM_WORKSPACE_NAME"]


def test_command_job_with_code_streams_and_downloads(client, environment, tmp_path, capfd):
    code = tmp_path / "src"
    code.mkdir()
    (code / "main.py").write_text(SCRIPT)
    (tmp_path / "in.txt").write_text("data")
    job = client.jobs.create_or_update(
        command(
            code=str(code),
            command="python main.py ${{inputs.x}} ${{outputs.result}} ${{inputs.file}}",
            inputs={"x": 3, "file": Input(type="uri_file", path=str(tmp_path / "in.txt"))},
            outputs={"result": Output(type="uri_folder")},
            environment=environment,
            compute="cpu",
            experiment_name="conformance",
            display_name="the first",
            tags={"team": "a"},
        )
    )
    client.jobs.stream(job.name)
    printed = capfd.readouterr().out
    assert f"hello from {job.name}" in printed
    assert "argument 3" in printed

    done = client.jobs.get(job.name)
    assert f"/#/runs/{job.name}?wsid=" in done.studio_url
    assert done.studio_url.split("&tid=")[0] in printed
    assert (done.status, done.display_name, done.experiment_name, done.tags) == (
        "Completed",
        "the first",
        "conformance",
        {"team": "a"},
    )
    client.jobs.download(job.name, download_path=str(tmp_path / "got"), all=True)
    got = tmp_path / "got"
    assert (got / "artifacts/outputs/model/weights.txt").read_text() == "3.14"
    assert (got / "named-outputs/result/result.txt").read_text() == "DATA"
    assert "argument 3" in (got / "artifacts/user_logs/std_log.txt").read_text()


def test_failed_job_says_why(client, environment):
    job = client.jobs.create_or_update(
        command(command="echo something broke; exit 3", environment=environment, compute="cpu")
    )
    with pytest.raises(Exception, match=r"exit code 3.*something broke"):
        client.jobs.stream(job.name)
    assert client.jobs.get(job.name).status == "Failed"


def test_cancel_ends_a_running_job(client, environment):
    job = client.jobs.create_or_update(
        command(command="sleep 600", environment=environment, compute="cpu")
    )
    reaches(client, job.name, {"Running"})
    client.jobs.begin_cancel(job.name).result()
    assert client.jobs.get(job.name).status == "Canceled"


def test_unknown_compute_is_refused_by_name(client, environment):
    with pytest.raises(HttpResponseError, match=r"Unknown compute 'gpu-cluster'.*cpu"):
        client.jobs.create_or_update(
            command(command="true", environment=environment, compute="gpu-cluster")
        )


def test_unknown_job_is_not_found(client):
    with pytest.raises(ResourceNotFoundError, match="no job named 'nope'"):
        client.jobs.get("nope")


def test_list_shows_newest_first(client, environment):
    names = [
        client.jobs.create_or_update(
            command(command="true", environment=environment, compute="cpu")
        ).name
        for _ in range(3)
    ]
    listed = [job.name for job in client.jobs.list()]
    assert listed[:3] == names[::-1]


def test_model_from_local_folder(client, tmp_path):
    name = f"model-{uuid.uuid4().hex[:8]}"
    folder = tmp_path / "mdl"
    folder.mkdir()
    (folder / "weights.bin").write_bytes(bytes(range(256)))
    first = client.models.create_or_update(
        Model(name=name, path=str(folder), description="first", tags={"k": "v"})
    )
    second = client.models.create_or_update(Model(name=name, path=str(folder)))
    assert (first.version, second.version) == ("1", "2")
    read = client.models.get(name, version="1")
    assert (read.description, read.tags) == ("first", {"k": "v"})
    assert [m.version for m in client.models.list(name=name)] == ["2", "1"]
    client.models.download(name, version="1", download_path=str(tmp_path / "got"))
    (weights,) = (tmp_path / "got").rglob("weights.bin")
    assert weights.read_bytes() == bytes(range(256))


def test_model_from_a_job(client, environment):
    job = client.jobs.create_or_update(
        command(
            command="mkdir -p outputs/m && echo 1 > outputs/m/w",
            environment=environment,
            compute="cpu",
        )
    )
    reaches(client, job.name, {"Completed"})
    model = client.models.create_or_update(
        Model(
            name="from-a-job",
            path=f"azureml://jobs/{job.name}/outputs/artifacts/paths/outputs/m",
            type=AssetTypes.CUSTOM_MODEL,
        )
    )
    assert client.models.get("from-a-job", version=model.version).path.endswith("outputs/m")


def test_data_asset_is_an_input(client, environment, tmp_path):
    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    data = client.data.create_or_update(
        Data(name="table", path=str(tmp_path / "d.csv"), type=AssetTypes.URI_FILE)
    )
    job = client.jobs.create_or_update(
        command(
            command="cp ${{inputs.d}} outputs/copy.csv",
            inputs={"d": Input(type="uri_file", path=f"azureml:{data.name}:{data.version}")},
            environment=environment,
            compute="cpu",
        )
    )
    assert reaches(client, job.name, {"Completed", "Failed"}) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path / "got"))
    assert next((tmp_path / "got").rglob("copy.csv")).read_text() == "a,b\n1,2\n"


def test_environment_versions_are_kept(client):
    name = f"env-{uuid.uuid4().hex[:8]}"
    client.environments.create_or_update(Environment(name=name, version="1", image="a"))
    client.environments.create_or_update(Environment(name=name, version="2", image="b"))
    assert client.environments.get(name, version="1").image == "a"
    assert client.environments.get(name, label="latest").image == "b"
    with pytest.raises(HttpResponseError, match="image cannot change"):
        client.environments.create_or_update(Environment(name=name, version="1", image="c"))


def test_environment_variables_reach_the_job(client, environment, tmp_path):
    job = client.jobs.create_or_update(
        command(
            command='printf "%s" "$GREETING" > outputs/g.txt',
            environment_variables={"GREETING": 'a"b $HOME \\ ünïcode'},
            environment=environment,
            compute="cpu",
        )
    )
    assert reaches(client, job.name, {"Completed", "Failed"}) == "Completed"
    client.jobs.download(job.name, download_path=str(tmp_path))
    assert next(tmp_path.rglob("g.txt")).read_text() == 'a"b $HOME \\ ünïcode'


@pytest.mark.parametrize(
    "named",
    [
        "AzureML-sklearn-1.5@latest",
        "azureml://registries/azureml/environments/sklearn-1.5/labels/latest",
    ],
)
def test_environments_of_azure_are_taken_by_name(client, named):
    job = client.jobs.create_or_update(command(command="true", environment=named, compute="cpu"))
    assert reaches(client, job.name, {"Completed", "Failed"}) == "Completed"
    assert client.jobs.show_services(job.name) is None
