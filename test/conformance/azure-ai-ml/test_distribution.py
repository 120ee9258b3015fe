"""Distributed jobs, submitted by Microsoft's Python client: their processes meet on this machine."""

import json
import re

import pytest
from azure.ai.ml import (
    Input,
    MpiDistribution,
    PyTorchDistribution,
    RayDistribution,
    TensorFlowDistribution,
    command,
    dsl,
    load_component,
)
from azure.ai.ml.sweep import Choice
from azure.core.exceptions import HttpResponseError
from waiting import ended

# Every process connects to the first, which answers when it has heard of all.
MEETING = """
import json, os, socket, sys, time

rank, size = (int(os.environ[name]) for name in sys.argv[1:3])
place = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
time.sleep(3)  # the client prints nothing of a job that has ended before it looks
if rank == 0:
    server = socket.create_server(place)
    others = [server.accept()[0] for _ in range(size - 1)]
    heard = sorted([0] + [other.recv(1)[0] for other in others])
    for other in others:
        other.sendall(bytes(heard))
else:
    for _ in range(100):
        try:
            other = socket.create_connection(place)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    other.sendall(bytes([rank]))
    heard = list(other.recv(size))
with open("by-node", "a") as file:
    file.write(f"{rank} ")
print("met", heard, flush=True)
print(json.dumps({name: value for name, value in os.environ.items() if "TOKEN" not in name}))
"""


@pytest.fixture
def code(tmp_path):
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "meet.py").write_text(MEETING)
    return str(folder)


def logs_of(client, job, folder):
    client.jobs.download(job, download_path=str(folder), all=True)
    return {path.name: path.read_text() for path in folder.glob("artifacts/user_logs/std_log*")}


def variables(log):
    return json.loads(log.splitlines()[-1])


def test_processes_of_pytorch_meet_on_two_nodes(client, environment, code, tmp_path, capfd):
    job = client.jobs.create_or_update(
        command(
            code=code,
            command="python meet.py RANK WORLD_SIZE",
            environment=environment,
            compute="cpu",
            distribution=PyTorchDistribution(process_count_per_instance=2),
            instance_count=2,
        )
    )
    client.jobs.stream(job.name)
    printed = capfd.readouterr().out
    assert "[distribution] 4 processes of 2 nodes on this machine" in printed
    assert "Streaming user_logs/std_log_process_0.txt" in printed
    assert "met [0, 1, 2, 3]" in printed

    logs = logs_of(client, job.name, tmp_path / "got")
    assert sorted(logs) == [f"std_log_process_{rank}.txt" for rank in range(4)]
    assert all("met [0, 1, 2, 3]" in log for log in logs.values())
    found = [variables(logs[name]) for name in sorted(logs)]
    assert [(v["LOCAL_RANK"], v["NODE_RANK"], v["LOCAL_WORLD_SIZE"]) for v in found] == [
        ("0", "0", "2"),
        ("1", "0", "2"),
        ("0", "1", "2"),
        ("1", "1", "2"),
    ]
    assert {v["AZUREML_NODE_COUNT"] for v in found} == {"2"}
    # A working folder and an environment for each node.
    assert len({v["PWD"] for v in found}) == len({v["VIRTUAL_ENV"] for v in found}) == 2
    got = client.jobs.get(job.name)
    assert got.distribution == PyTorchDistribution(process_count_per_instance=2)
    assert got.resources.instance_count == 2


def test_processes_of_mpi_have_the_variables_of_open_mpi(client, environment, code, tmp_path):
    job = client.jobs.create_or_update(
        command(
            code=code,
            command="python meet.py OMPI_COMM_WORLD_RANK OMPI_COMM_WORLD_SIZE",
            environment=environment,
            compute="cpu",
            distribution=MpiDistribution(process_count_per_instance=3),
        )
    )
    assert ended(client, job.name) == "Completed"
    logs = logs_of(client, job.name, tmp_path / "got")
    assert all("met [0, 1, 2]" in log for log in logs.values())
    ranks = [variables(logs[name])["OMPI_COMM_WORLD_LOCAL_RANK"] for name in sorted(logs)]
    assert ranks == ["0", "1", "2"]


# The workers end when the parameter server has said that it serves; it would serve for ever.
SERVED = """
echo $TF_CONFIG
case $TF_CONFIG in *'"type":"ps"'*) touch outputs/serves; sleep 300;; esac
until [ -e outputs/serves ]; do sleep 0.1; done
"""


def test_tasks_of_tensorflow_find_their_cluster(client, environment, tmp_path):
    job = client.jobs.create_or_update(
        command(
            command=SERVED,
            environment=environment,
            compute="cpu",
            distribution=TensorFlowDistribution(worker_count=2, parameter_server_count=1),
            instance_count=2,
        )
    )
    assert ended(client, job.name) == "Completed"
    logs = logs_of(client, job.name, tmp_path / "got")
    assert sorted(logs) == [
        "std_log_node_00_ps.txt",
        "std_log_node_00_worker.txt",
        "std_log_node_01_worker.txt",
    ]
    configs = [variables(logs[name]) for name in sorted(logs)]
    assert [config["task"] for config in configs] == [
        {"type": "ps", "index": 0},
        {"type": "worker", "index": 0},
        {"type": "worker", "index": 1},
    ]
    cluster = configs[0]["cluster"]
    assert all(config["cluster"] == cluster for config in configs)
    addresses = cluster["ps"] + cluster["worker"]
    assert len(set(addresses)) == 3
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+", address) for address in addresses)


def test_one_failed_process_ends_the_others(client, environment, tmp_path):
    job = client.jobs.create_or_update(
        command(
            command='if [ $RANK = 1 ]; then echo "MemoryError: rank one"; exit 9; fi; sleep 300',
            environment=environment,
            compute="cpu",
            distribution=PyTorchDistribution(process_count_per_instance=3),
        )
    )
    with pytest.raises(Exception, match=r"rank 1 ended with exit code 9.*MemoryError: rank one"):
        client.jobs.stream(job.name)


def test_a_sweep_runs_distributed_trials(client, environment, tmp_path):
    trial = command(
        command='test "$WORLD_SIZE" = 2 && echo ${{inputs.x}}',
        inputs={"x": Input(type="integer")},
        environment=environment,
        distribution=PyTorchDistribution(process_count_per_instance=2),
    )
    sweep = trial(x=Choice([1, 2])).sweep(
        compute="cpu", sampling_algorithm="grid", primary_metric="m", goal="maximize"
    )
    sweep.set_limits(max_total_trials=2)
    job = client.jobs.create_or_update(sweep)
    assert ended(client, job.name) == "Completed"
    children = list(client.jobs.list(parent_job_name=job.name))
    assert [child.status for child in children] == ["Completed", "Completed"]


COMPONENT = """
$schema: https://azuremlschemas.azureedge.net/latest/commandComponent.schema.json
type: command
name: several_ranks
version: 1
environment: azureml:any:1
command: echo "$RANK of $WORLD_SIZE" > ${{outputs.said}}/$RANK
outputs:
  said:
    type: uri_folder
resources:
  instance_count: 2
distribution:
  type: pytorch
  process_count_per_instance: 2
"""


def test_a_step_is_distributed_as_it_or_its_component_says(client, environment, tmp_path):
    (tmp_path / "component.yml").write_text(COMPONENT)
    component = load_component(str(tmp_path / "component.yml"))

    @dsl.pipeline(default_compute="cpu")
    def pipeline():
        component()
        other = component()
        other.distribution = PyTorchDistribution(process_count_per_instance=1)

    job = client.jobs.create_or_update(pipeline(), experiment_name="several")
    assert ended(client, job.name) == "Completed"
    said = []
    for child in client.jobs.list(parent_job_name=job.name):
        folder = tmp_path / child.name
        client.jobs.download(child.name, download_path=str(folder), output_name="said")
        said.append({path.read_text().strip() for path in folder.rglob("[0-9]")})
    assert sorted(said, key=len) == [
        {f"{r} of 2" for r in range(2)},
        {f"{r} of 4" for r in range(4)},
    ]


@pytest.mark.parametrize(
    ("distribution", "instances", "reason"),
    [
        (RayDistribution(), 1, "does not run the distribution 'Ray'"),
        (PyTorchDistribution(process_count_per_instance=8), 4, "asks for 32 processes"),
    ],
)
def test_what_this_machine_does_not_run_is_refused(
    client, environment, distribution, instances, reason
):
    with pytest.raises(HttpResponseError, match=reason):
        client.jobs.create_or_update(
            command(
                command="true",
                environment=environment,
                compute="cpu",
                distribution=distribution,
                instance_count=instances,
            )
        )
