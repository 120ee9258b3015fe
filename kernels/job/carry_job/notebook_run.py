"""Runs the cells in order and reports the progress."""

import asyncio
import contextlib
import time
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.execute import prepare_notebook_metadata

from .cell_numbers import CellNumbers
from .failures import CellFailed, JobRefused
from .job_client import JobClient
from .joblog import JobLog
from .kernel_choice import Kernel, repair
from .kernel_process import KernelProcess
from .progress import Progress
from .request import Request
from .running_notebook import RunningNotebook
from .stop_signal import StopSignal

START_TIMEOUT_SECONDS = 180
# A stop signals all processes of the job: the kernel may exit just before this process gets its signal.
SIGNAL_DELAY_SECONDS = 0.3


class NotebookRun:
    def __init__(
        self,
        notebook: Any,
        request: Request,
        process: KernelProcess,
        log: JobLog,
        progress: Progress,
        stop: StopSignal,
    ) -> None:
        prepare_notebook_metadata(notebook, str(request.notebook), str(request.output), False)
        self.numbers = CellNumbers(notebook.cells)
        self._record = RunningNotebook(notebook, request.output)
        self._client = JobClient(self._record, process, log, startup_timeout=START_TIMEOUT_SECONDS)
        self._process = process
        self._log = log
        self._progress = progress
        self._stop = stop
        self._cells_run = 0

    async def execute(self, kernel: Kernel) -> CellFailed | None:
        """Returns the failure that ended the notebook, or None when every cell ran."""
        self._record.notebook_start()
        self._progress.cells(done=0, total=self.numbers.total)
        await self._connect(kernel)
        self._log.line(f"The kernel is ready: {self._process.seconds:.1f} s")
        failure = await self._cells()
        if not failure and not self._client.ended_by_cell:
            await self._describe_kernel()
            await self._client.log_late_output()
        self._record.notebook_complete()
        if failure:
            self._record.mark_failure(failure)
        return failure

    async def _connect(self, kernel: Kernel) -> None:
        try:
            await self._client.async_start_new_kernel_client()
        except RuntimeError as problem:
            reason = str(problem).rstrip(".")
            raise JobRefused(
                f"The kernel '{kernel.name}' did not start: {reason}. {repair(kernel)}"
            ) from problem

    async def _cells(self) -> CellFailed | None:
        cells = self._record.nb.cells
        for index, cell in enumerate(cells):
            if cell.cell_type != "code":
                continue
            try:
                await self._cell(index)
            except CellFailed as failure:
                return failure
            if self._client.ended_by_cell:
                self._log.line(f"{self.numbers.describe(index)} ended the notebook.")
                break
        return None

    @property
    def cells_run(self) -> int:
        """The number of code cells that ran, without the injected one."""
        return self._cells_run

    async def _cell(self, index: int) -> None:
        cell, number = self._record.nb.cells[index], self.numbers[index]
        name = f"code cell {number} of {self.numbers.total}"
        if self.numbers.is_injected(index):
            name = "the job's parameters"
        self._log.line(f"{name} …")
        self._progress.current(number)
        began = time.monotonic()
        self._record.cell_start(cell, index)
        try:
            await self._run(index)
        except CellFailed:
            self._record.cell_exception(cell, index)
            raise
        finally:
            self._record.cell_complete(cell, index)
            self._log.line(f"{name}: {time.monotonic() - began:.1f} s")
        done = number if not self.numbers.is_injected(index) else number - 1
        self._cells_run = done
        self._progress.cells(done=done, total=self.numbers.total)

    async def _run(self, index: int) -> None:
        """Runs a cell; a stop, however it shows, becomes a failure that names the signal."""
        try:
            await self._client.run_cell(index)
        except asyncio.CancelledError:
            raise self._stopped(index) from None
        except CellFailed as failure:
            if failure.name != "KernelDied":
                raise
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(SIGNAL_DELAY_SECONDS)
            if not self._stop.received:
                raise
            self._record.nb.cells[index].outputs.pop()
            raise self._stopped(index) from None

    def _stopped(self, index: int) -> CellFailed:
        return self._client.failure(
            index, "JobStopped", f"the job was stopped by {self._stop.name} while the cell ran"
        )

    async def _describe_kernel(self) -> None:
        """Copies the kernel's language_info into the notebook."""
        try:
            reply = await self._client.async_wait_for_reply(self._client.kc.kernel_info())
        except DeadKernelError:
            self._log.line("The kernel ended after the last cell.")
            return
        if reply:
            self._record.nb.metadata["language_info"] = reply["content"]["language_info"]
        self._client.set_widgets_metadata()
