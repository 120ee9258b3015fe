"""Generates notebooks, and runs them with the job side as in a job."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SCRIPT = ROOT / "kernels" / "job" / "run_notebook.py"
sys.path.insert(0, str(SCRIPT.parent))

KERNELS = {"tslab": "typescript", "python3": "python"}


def cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    made = {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


@dataclass
class Ended:
    code: int
    log: str
    folder: Path

    @property
    def last_line(self) -> str:
        return self.log.strip().splitlines()[-1]

    @property
    def notebook(self) -> dict[str, Any]:
        return json.loads((self.folder / "outputs" / "nb.ipynb").read_text("utf-8"))

    def outputs(self, kind: str) -> list[dict[str, Any]]:
        cells = self.notebook["cells"]
        return [o for c in cells for o in c.get("outputs", []) if o["output_type"] == kind]


class Job:
    """One notebook in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(
        self, kernel: str, *cells: dict[str, Any] | str, language: str | None = None
    ) -> "Job":
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 4,
            "metadata": {
                "kernelspec": {
                    "name": kernel,
                    "display_name": kernel,
                    "language": language or KERNELS.get(kernel, ""),
                }
            },
            "cells": [cell(c) if isinstance(c, str) else c for c in cells],
        }
        (self.folder / "nb.ipynb").write_text(json.dumps(notebook))
        return self

    def start(
        self, parameters: str | None = None, arguments: Sequence[str] = (), **environ: str
    ) -> "subprocess.Popen[str]":
        # ipykernel captures no native output in a process that pytest marks.
        ours = ("CARRY_", "MLFLOW_", "PYTEST_")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        given = {"CARRY_NOTEBOOK": "nb.ipynb", "CARRY_OUTPUT": "outputs/nb.ipynb"}
        if parameters is not None:
            given["CARRY_PARAMETERS"] = parameters
        return subprocess.Popen(
            [PYTHON, SCRIPT, *arguments],
            cwd=self.folder,
            env=clean | given | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def run(
        self, parameters: str | None = None, arguments: Sequence[str] = (), **environ: str
    ) -> Ended:
        process = self.start(parameters, arguments, **environ)
        log, _ = process.communicate(timeout=120)
        return Ended(process.returncode, log, self.folder)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@pytest.fixture
def notebook(job: Job) -> Callable[..., Job]:
    return job.write
