"""How a notebook ends without a failure: its last cell, or a cell that exits."""

import json
import time

import pytest
from conftest import Job


@pytest.mark.parametrize(
    "source",
    ["import sys; sys.exit()", "import sys; sys.exit(0)", "raise SystemExit", "exit()", "quit()"],
)
def test_a_cell_that_exits_completes_the_job(job: Job, source: str) -> None:
    ended = job.write("python3", "print('first')", source, "open('never', 'w')").run()
    assert ended.code == 0
    assert ended.log.strip().splitlines()[-2:] == [
        "Code cell 2 of 3 ended the notebook.",
        "2 of 3 code cells ran.",
    ]
    assert not (job.folder / "never").exists()
    assert ended.notebook["metadata"]["papermill"]["exception"] is None


def test_all_lines_of_a_typescript_cell_arrive(job: Job) -> None:
    lines = 20_000
    began = time.monotonic()
    ended = job.write("tslab", f"for (let i = 0; i < {lines}; i++) console.log('line ' + i)").run()
    assert ended.last_line == "The only code cell ran."
    assert time.monotonic() - began < 60
    printed = [line for line in ended.log.splitlines() if line.startswith("line ")]
    assert printed == [f"line {i}" for i in range(lines)]
    text = "".join("".join(output["text"]) for output in ended.outputs("stream"))
    assert text.splitlines() == printed


def test_stdout_and_stderr_of_a_typescript_cell_keep_their_order(job: Job) -> None:
    source = "for (let i = 0; i < 1500; i++) { console.log('out'); console.error('err'); }"
    ended = job.write("tslab", source, "throw new Error('after')").run()
    assert ended.last_line == "Code cell 2 of 2 failed: Error: after"
    names = [output["name"] for output in ended.outputs("stream")]
    assert names == ["stdout", "stderr"] * 1500


@pytest.mark.parametrize("version", [2, 3])
def test_an_old_notebook_is_converted(job: Job, version: int) -> None:
    code = {"cell_type": "code", "language": "python", "outputs": [], "collapsed": False}
    cells = [code | {"input": "n = 6"}, code | {"input": "print('product', n * 7)"}]
    old = {"nbformat": version, "metadata": {"name": "old"}, "worksheets": [{"cells": cells}]}
    (job.folder / "nb.ipynb").write_text(json.dumps(old | {"nbformat_minor": 0}))
    ended = job.run()
    assert ended.last_line == "All 2 code cells ran."
    assert "product 42" in ended.log
    assert ended.notebook["nbformat"] == 4


def test_a_notebook_of_a_later_format_is_refused_by_its_version(job: Job) -> None:
    later = {"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}
    (job.folder / "nb.ipynb").write_text(
        json.dumps(later | {"metadata": {"kernelspec": {"name": "python3"}}})
    )
    ended = job.run()
    assert ended.code == 2
    assert "nbformat version 9" in ended.last_line
