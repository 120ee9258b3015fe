"""MLTable files and assets with the package mltable, unmodified, inside of jobs."""

import json
from pathlib import Path

import pytest
from azure.ai.ml import Input, Output, command
from azure.ai.ml.entities import Data, Environment

HERE = Path(__file__).parent
MODES = {
    "mount": "ro_mount",
    "download": "download",
    "direct": "direct",
    "eval_mount": "eval_mount",
}


@pytest.fixture(scope="module")
def table(client, tmp_path_factory):
    """A registered table of two files, with the rows 1, 2 and 3."""
    folder = tmp_path_factory.mktemp("table")
    (folder / "part").mkdir()
    (folder / "part" / "a.csv").write_text("n,word\n1,x\n2,y\n")
    (folder / "part" / "b.csv").write_text("n,word\n3,z\n")
    (folder / "MLTable").write_text(
        "paths:\n  - pattern: ./part/*.csv\ntransformations:\n"
        "  - read_delimited:\n      delimiter: ','\n      header: all_files_same_headers\n"
    )
    return client.data.create_or_update(
        Data(name="counts", version="1", path=str(folder), type="mltable")
    )


@pytest.fixture(scope="module", params=["1.6.1", "1.6.3"])
def found(request, client, table, finished, tmp_path_factory):
    """What a job with this version of mltable read."""
    folder = tmp_path_factory.mktemp("found")
    conda = folder / "conda.yml"
    # Without azure-ai-ml the package reads no URIs of the workspace, on Azure either.
    packages = [f"mltable=={request.param}", "pandas==2.3.3", "azure-ai-ml==1.35.2"]
    conda.write_text(json.dumps({"dependencies": [{"pip": packages}]}))
    files = Input(type="uri_folder", path=f"{table.path.rstrip('/')}/part/", mode="direct")
    inputs = {
        name: Input(type="mltable", path="azureml:counts:1", mode=mode)
        for name, mode in MODES.items()
    }
    job = finished(
        command(
            code=str(HERE / "job"),
            command="python read_tables.py asset=counts:1 "
            + " ".join(f"{name}=${{{{inputs.{name}}}}}" for name in [*inputs, "files"])
            + " out=${{outputs.out}} copied=${{outputs.copied}}",
            environment=Environment(
                name=f"tables-{request.param.replace('.', '-')}", image="any", conda_file=conda
            ),
            inputs=inputs | {"files": files},
            outputs={
                "out": Output(type="mltable"),
                "copied": Output(type="mltable", name="copies"),
            },
        )
    )
    client.jobs.download(job.name, download_path=str(folder))
    return json.loads(next(folder.rglob("found.json")).read_text())


@pytest.mark.parametrize("way", [*MODES, "asset", "uri in MLTable", "saved"])
def test_a_table_of_the_workspace_is_read(found, way):
    assert found[way] == [1, 2, 3]


@pytest.mark.parametrize("way", ["relative path", "saved with its files"])
def test_a_table_of_files_beside_it_is_read(found, way):
    assert found[way] == [7, 8]


def test_an_output_becomes_a_table_of_the_workspace(client, found):
    assert client.data.get("copies", label="latest").type == "mltable"
