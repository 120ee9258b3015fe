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
# After a cell's reply: how long the kernel may be silent before its remaining output counts as lost.
SILENCE_SECONDS = 60
# Merges stream outputs up to this length in characters; longer ones would be copied for every message.
MAX_MERGED_LENGTH = 1 << 16


class JobClient(PapermillNotebookClient):
    def __init__(self, nb_man: Any, km: Any, job_log: JobLog, **options: Any) -> None:
        super().__init__(
            nb_man,
            km,
            on_cell_executed=self._read_reply,
            **options,
        )
        self._job_log = job_log
        self._messages = 0
        # True when a cell ended the notebook successfully.
        self.ended_by_cell = False
        self._exit_status = 0

    async def run_cell(self, index: int) -> None:
        """Runs one cell; raises CellFailed, with an `error` output in the cell."""
        cell = self.nb.cells[index]
        try:
            await self.async_execute_cell(cell, index)
            if self._exit_status:
                raise self.failure(index, "SystemExit", str(self._exit_status))
        except CellExecutionError as problem:
            error = next((o for o in cell.outputs if o.output_type == "error"), None)
            if error is None:
                error = new_output(**_unsent_error(problem, cell.outputs))
                cell.outputs.append(error)
            if is_success(error.ename, error.evalue):
                self.ended_by_cell = True
                return
            raise CellFailed(index, error.ename, error.evalue) from None
        except DeadKernelError:
            raise self.failure(index, "KernelDied", await self._death_cause()) from None
        except OutputLost:
            said = f"the kernel replied to the cell, then sent nothing for {SILENCE_SECONDS} s and not the end of its output"
            raise self.failure(index, "OutputLost", said) from None

    def failure(self, index: int, name: str, message: str) -> CellFailed:
        """Adds a failure that no kernel reported to the cell, as if the kernel had reported it."""
        output = new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
        self.nb.cells[index].outputs.append(output)
        return CellFailed(index, name, message)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        self._messages += 1
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

    def _read_reply(self, cell: Any, cell_index: int, execute_reply: Any) -> None:
        content = execute_reply["content"]
        # tslab sends the number of a cell only in its reply.
        if cell.execution_count is None:
            cell["execution_count"] = content.get("execution_count")
        # `exit()` in IPython raises nothing: the kernel ends after the cell. Its argument is a flag there, `exit(1)` is meant as a status.
        for payload in content.get("payload") or []:
            if payload.get("source") == "ask_exit":
                status = payload.get("keepkernel")
                self._exit_status = status if type(status) is int else 0
                self.ended_by_cell = not self._exit_status

    async def _async_poll_for_reply(
        self, msg_id: str, cell: Any, timeout: int | None, outputs: Any, kernel_alive: Any
    ) -> Any:
        """Waits for the reply and for all output. nbclient waits a fixed time for the output, and fails healthy cells that print much."""
        try:
            while True:
                reply = await ensure_async(self.kc.shell_channel.get_msg(timeout=None))
                if reply["parent_header"].get("msg_id") == msg_id:
                    break
            seen = -1
            while not outputs.done():
                if seen == self._messages:
                    outputs.cancel()
                    raise OutputLost
                seen = self._messages
                await asyncio.wait({outputs}, timeout=SILENCE_SECONDS)
            await outputs
            return reply
        finally:
            kernel_alive.cancel()

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
        if status == 0 and self.km.ipykernel:
            return (
                "the kernel's process ended with exit status 0 while the cell ran, before the notebook's end; "
                "to end a notebook without a failure, use sys.exit()"
            )
        return f"the kernel ended with exit status {status} while the cell ran"


class OutputLost(Exception):
    """The kernel never sent the message that ends a cell's output."""


def is_success(name: str, value: str) -> bool:
    """`sys.exit()` and `sys.exit(0)` end a notebook as they end a program: successfully."""
    return name == "SystemExit" and value in ("", "0", "None", "False")


def _unsent_error(problem: CellExecutionError, outputs: list[Any]) -> dict[str, Any]:
    """Some kernels print an error and send none: IPython that of an exception group, tslab every one."""
    if problem.ename == "<Error>":
        return take_error(outputs)
    return {
        "output_type": "error",
        "ename": problem.ename,
        "evalue": problem.evalue,
        "traceback": [f"{problem.ename}: {problem.evalue}"],
    }
