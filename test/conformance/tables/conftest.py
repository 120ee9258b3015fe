"""What the tests of jobs on tables share: finished jobs, and registered tables."""

import random
import time

import pytest
from azure.ai.ml import Input
from azure.ai.ml.entities import Data

MLTABLE = (
    "paths:\n  - file: ./rows.csv\ntransformations:\n  - read_delimited:\n      delimiter: ','\n"
)
ENDED = {"Completed", "Failed", "Canceled"}


@pytest.fixture(scope="module")
def finished(client):
    """Submits a job and waits until it has completed; returns it."""

    def run(job, seconds=400):
        name = client.jobs.create_or_update(job).name
        deadline = time.monotonic() + seconds
        while (ended := client.jobs.get(name)).status not in ENDED:
            assert time.monotonic() < deadline, f"{name} is still {ended.status}"
            time.sleep(0.5)
        assert ended.status == "Completed"
        return ended

    return run


@pytest.fixture(scope="module")
def register(client, tmp_path_factory):
    """Registers rows as a table; returns an input of it."""

    def table(name, rows):
        folder = tmp_path_factory.mktemp(name)
        lines = [",".join(rows[0]), *[",".join(map(str, row.values())) for row in rows]]
        (folder / "rows.csv").write_text("\n".join(lines) + "\n")
        (folder / "MLTable").write_text(MLTABLE)
        client.data.create_or_update(Data(name=name, version="1", path=str(folder), type="mltable"))
        return Input(type="mltable", path=f"azureml:{name}:1")

    return table


@pytest.fixture(scope="module")
def fruits():
    """Rows in which weight and color tell apples from melons, except for a few."""

    def rows(count, seed):
        draw = random.Random(seed)
        return [fruit(draw, draw.choice(["apple", "melon"])) for _ in range(count)]

    return rows


def fruit(draw, kind):
    return {
        "weight": round(draw.gauss(1.0 if kind == "apple" else 2.0, 0.4), 3),
        "color": draw.choice(["red", "green"] if kind == "apple" else ["green", "yellow"]),
        "kind": kind,
    }
