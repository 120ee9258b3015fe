"""Runs a parallel job from its settings to its result."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from .driver import Driver
from .failures import ParallelRunError
from .inputs import mini_batches
from .logs import Logs
from .settings import Settings, read_settings

# The exit code of Azure's driver after a failure.
FAILED = 42


def main() -> int:
    """Returns the exit code of the job."""
    # Names of files may have bytes that are no text.
    sys.stdout.reconfigure(errors="backslashreplace")
    logs = Logs(Path("logs"))
    try:
        settings = read_settings()
        with tempfile.TemporaryDirectory() as folder:
            summary = _process(settings, logs, Path(folder))
    except ParallelRunError as error:
        logs.result(f"Failed. {error}")
        print(f"ParallelRunError: {error}", file=sys.stderr, flush=True)
        return FAILED
    logs.result(f"Completed. {summary}")
    return 0


def _process(settings: Settings, logs: Logs, parts: Path) -> str:
    driver = Driver(settings, mini_batches(settings), logs, parts)
    aborted = driver.run()
    if aborted:
        error = f" The last error: {driver.last_error}" if driver.last_error else ""
        raise ParallelRunError(f"The job was ended because {aborted}.{error}")
    if settings.output_path:
        _join(sorted(parts.iterdir()), settings.output_path, driver)
    return driver.accounting.summary


def _join(parts: list[Path], output: str, driver: Driver) -> None:
    """Writes the results of all mini-batches to one file, in the order of the input."""
    if driver.accounting.succeeded_items == 0:
        error = f" The last error: {driver.last_error}" if driver.last_error else ""
        raise ParallelRunError(
            f"There is no result to write to {Path(output).name}: run() returned no item for any mini-batch.{error}"
        )
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    with open(output, "wb") as file:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file)
