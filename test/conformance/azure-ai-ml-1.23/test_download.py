"""Downloads of a job's outputs with an older version of Microsoft's Python client, unmodified."""

import time

import pytest
from azure.ai.ml import Output, command
from azure.ai.ml.entities import Environment

KINDS = ["mlflow_model", "custom_model", "triton_model", "uri_folder", "mltable"]


@pytest.fixture(scope="module")
def job(client):
    """A completed job with an output of each kind."""
    environment = client.environments.create_or_update(
        Environment(name="any", version="1", image="ubuntu")
    )
    made = client.jobs.create_or_update(
        command(
            command="; ".join(f"echo {kind} > ${{{{outputs.{kind}}}}}/a" for kind in KINDS),
            outputs={kind: Output(type=kind) for kind in KINDS},
            environment=f"{environment.name}:{environment.version}",
            compute="cpu",
        )
    )
    deadline = time.monotonic() + 60
    while client.jobs.get(made.name).status not in ("Completed", "Failed", "Canceled"):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return made.name


@pytest.mark.parametrize("kind", KINDS)
def test_an_output_is_downloaded_by_its_name(client, job, kind, tmp_path):
    client.jobs.download(job, output_name=kind, download_path=str(tmp_path))
    assert [file.read_text() for file in tmp_path.rglob("a")] == [f"{kind}\n"]


def test_all_models_are_downloaded(client, job, tmp_path):
    client.jobs.download(job, all=True, download_path=str(tmp_path))
    found = {file.read_text().strip() for file in tmp_path.rglob("a")}
    # This version finds only models in the answer: it knows the types of data by older names.
    assert found >= {kind for kind in KINDS if kind.endswith("_model")}
