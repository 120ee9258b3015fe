"""papermill's client, extended for kernels that die, kernels that report no errors, and a log."""

import asyncio
from typing import Any

from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient

from .error_text import take_error
from .failures import CellFailed
from .joblog import JobLog

# How often the kernel process is checked, and how long to wait for its last messages after it ended.
ALIVE_CHECK_SECONDS = 0.2
LAST_MESSAGES_SECONDS = 0.3
# Merges stream outputs up to this length in characters; longer ones would be copied for every message.
MAX_MERGED_LENGTH = 1 << 16


class JobClient(PapermillNotebookClient):
    def __init__(self, nb_man: Any, km: Any, job_log: JobLog, **options: Any) -> None:
        super().__init__(
            nb_man,
            km,
            # The default of 4 s fails healthy cells that print much.
            iopub_timeout=60,
            on_cell_executed=_keep_execution_count,
            **options,
        )
        self._job_log = job_log

    async def run_cell(self, index: int) -> None:
        """Runs one cell; raises CellFailed, with an `error` output in the cell."""
        cell = self.nb.cells[index]
        try:
            await self.async_execute_cell(cell, index)
        except CellExecutionError:
            error = next((o for o in cell.outputs if o.output_type == "error"), None)
            if error is None:
                error = new_output(**take_error(cell.outputs))
                cell.outputs.append(error)
            raise CellFailed(index, error.ename, error.evalue) from None
        except DeadKernelError:
            raise self.failure(index, "KernelDied", await self._death_cause()) from None

    def failure(self, index: int, name: str, message: str) -> CellFailed:
        """Adds a failure that no kernel reported to the cell, as if the kernel had reported it."""
        output = new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
        self.nb.cells[index].outputs.append(output)
        return CellFailed(index, name, message)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        self._echo(msg["msg_type"], msg["content"])
        return super().process_message(msg, cell, cell_index)

    def output(self, outs: list[Any], msg: Any, display_id: Any, cell_index: int) -> Any:
        before = outs[-1] if outs else None
        out = super().output(outs, msg, display_id, cell_index)
        if (
            out is not None
            and before is not None
            and len(outs) > 1
            and outs[-2] is before
            and out.output_type == before.output_type == "stream"
            and out.name == before.name
            and len(before.text) < MAX_MERGED_LENGTH
        ):
            before.text += out.text
            outs.pop()
        return out

    def _echo(self, kind: str, content: Any) -> None:
        if kind == "stream":
            self._job_log.cell_text(content["text"], error=content["name"] == "stderr")
        elif kind == "error":
            self._job_log.cell_result("\n".join(content["traceback"]))
        elif kind in ("execute_result", "display_data") and "text/plain" in content["data"]:
            self._job_log.cell_result("".join(content["data"]["text/plain"]))

    async def _async_poll_kernel_alive(self) -> None:
        while await ensure_async(self.kc.is_alive()):
            await asyncio.sleep(ALIVE_CHECK_SECONDS)
        await asyncio.sleep(LAST_MESSAGES_SECONDS)
        self.task_poll_for_reply.cancel()

    async def _death_cause(self) -> str:
        status = await self.km.provisioner.poll() if self.km.provisioner else None
        if status is None:
            return "the kernel is gone"
        if status == -9:
            return "the kernel was killed (signal 9); the machine may have run out of memory"
        if status < 0:
            return f"the kernel was ended by signal {-status}"
        return f"the kernel ended with exit status {status} while the cell ran"


def _keep_execution_count(cell: Any, cell_index: int, execute_reply: Any) -> None:
    """tslab sends the number of a cell only in its reply."""
    if cell.execution_count is None:
        cell["execution_count"] = execute_reply["content"].get("execution_count")
