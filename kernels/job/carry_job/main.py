"""Runs the job and returns its exit code: 0 only when every cell ran."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from .detached_thread import run_detached
from .failures import CellFailed, JobRefused
from .joblog import JobLog
from .kernel_choice import Kernel, choose_kernel
from .kernel_process import KernelProcess
from .mlflow_rest import tracked_run
from .notebook_shape import shape_fault
from .optional_imports import without_optional_imports
from .patch import keep_patch
from .progress import Progress, display_value
from .request import Request, read_request
from .secret_values import secret_values
from .stop_signal import StopSignal

CELL_FAILED = 1
REFUSED = 2


def main() -> int:
    log, stop = JobLog(), StopSignal()
    stop.listen()
    progress = Progress(tracked_run(os.environ), log.line)
    try:
        return asyncio.run(_job(log, progress, stop))
    except JobRefused as refusal:
        progress.failed(None, "JobRefused", str(refusal))
        progress.close()
        log.line(str(refusal))
        return REFUSED
    except asyncio.CancelledError:
        progress.close()
        log.line(f"The job was stopped by {stop.name} before its first cell.")
        return stop.exit_code


async def _job(log: JobLog, progress: Progress, stop: StopSignal) -> int:
    stop.set_target(asyncio.current_task())
    carry_folder = Path(__file__).resolve().parents[1]
    request = read_request(os.environ, carry_folder, sys.argv[1:])
    keep_patch(carry_folder, request.output.parent)
    # The kernel inherits them; they are in no file and no command.
    os.environ.update(await run_detached(lambda: secret_values(os.environ)))
    kernel = choose_kernel(_metadata(request.notebook), log)
    tries = request.retries + 1
    for attempt in range(1, tries + 1):
        run, failure = await _attempt(request, kernel, log, progress, stop)
        if not failure or stop.received or attempt == tries:
            break
        log.line(f"{run.numbers.describe(failure.index)} failed: {failure.first_line}")
        log.line(f"The notebook is tried again, {attempt + 1} of {tries} …")
        progress.retried()
    return _conclude(run, failure, log, progress, stop)


async def _attempt(
    request: Request, kernel: Kernel, log: JobLog, progress: Progress, stop: StopSignal
) -> tuple[Any, CellFailed | None]:
    """Runs the notebook once, with a kernel of its own; returns the run and the failure that ended it."""
    stop.set_target(asyncio.current_task())
    log.line(f"Starting the kernel '{kernel.name}' …")
    progress.step(f"Starting the kernel '{kernel.name}'.")
    process = KernelProcess(kernel, log)
    at_once = True
    try:
        # The kernel takes seconds to start; papermill is imported in the meantime.
        await process.start(request.notebook.resolve().parent)
        with without_optional_imports():
            from .notebook_run import NotebookRun
            from .parameterised import load_parameterised
        notebook, request = load_parameterised(request, kernel, log.line)
        _report(progress, request, kernel)
        run = NotebookRun(notebook, request, process, log, progress, stop)
        failure = await run.execute(kernel)
        at_once = stop.received
    finally:
        stop.set_target(None)
        await process.end(at_once=at_once)
    return run, failure


def _report(progress: Progress, request: Request, kernel: Kernel) -> None:
    values = request.defaults | request.parameters
    progress.parameters(
        {name: display_value(kernel.language, value) for name, value in values.items()}
    )


def _conclude(
    run: Any, failure: CellFailed | None, log: JobLog, progress: Progress, stop: StopSignal
) -> int:
    if failure:
        progress.failed(run.numbers[failure.index], failure.name, failure.message)
    else:
        progress.completed()
    # The kernel has ended, so that its time and that of its processes is known.
    progress.used(sum(os.times()[:4]))
    progress.close()
    if not failure:
        log.line(_ran(run.cells_run, run.numbers.total))
        return 0
    log.line(f"{run.numbers.describe(failure.index)} failed: {failure.first_line}")
    return stop.exit_code or CELL_FAILED


def _ran(cells: int, total: int) -> str:
    if total == 0:
        return "The notebook has no code cell."
    if cells == total:
        return "The only code cell ran." if total == 1 else f"All {total} code cells ran."
    return f"{cells} of {total} code {'cell' if total == 1 else 'cells'} ran."


def _metadata(notebook: Path) -> dict[str, Any]:
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise JobRefused(f"'{notebook}' is not a notebook: {problem}.") from problem
    fault = shape_fault(content)
    if fault:
        raise JobRefused(f"'{notebook}' is not a notebook: {fault}.")
    metadata = content.get("metadata") or {}
    return metadata | _old_kernel(content) if "kernelspec" not in metadata else metadata


def _old_kernel(content: dict[str, Any]) -> dict[str, Any]:
    """Before nbformat 4, a notebook named no kernel: each cell named its language, by default Python."""
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return {}
    cells = [cell for sheet in sheets for cell in sheet.get("cells", [])]
    languages = [cell.get("language") for cell in cells if cell.get("cell_type") == "code"]
    return {"language_info": {"name": next(filter(None, languages), "python")}}
