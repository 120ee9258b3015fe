"""papermill's client, extended for kernels that die, kernels that report no errors, and a log."""

import asyncio
import contextlib
import signal
from queue import Empty
from typing import Any

from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient

from .cell_output import output_from_message
from .error_text import take_error
from .failures import CellFailed
from .joblog import JobLog
from .kernel_process import KernelProcess
from .output_limit import OutputLimit, shortened

# How often the kernel process is checked, and how long to wait for its last messages after it ended.
ALIVE_CHECK_SECONDS = 0.2
LAST_MESSAGES_SECONDS = 0.3
# After a cell's reply: how long the kernel may be silent before its remaining output counts as lost.
SILENCE_SECONDS = 60
# Merges stream outputs up to this length in characters; longer ones would be copied for every message.
MAX_MERGED_LENGTH = 1 << 16


class JobClient(PapermillNotebookClient):
    def __init__(
        self, nb_man: Any, process: KernelProcess, job_log: JobLog, **options: Any
    ) -> None:
        super().__init__(
            nb_man,
            process.manager,
            on_cell_executed=self._read_reply,
            **options,
        )
        self._job_log = job_log
        self._process = process
        if process.native:
            process.native.deliver = self._native_text
        # The id of the request that runs a cell, the cell and its index.
        self._running: tuple[str, Any, int] | None = None
        self._messages = 0
        self._limit = OutputLimit()
        # True when a cell ended the notebook successfully.
        self.ended_by_cell = False
        self._exit_status: int | str = 0

    async def run_cell(self, index: int) -> None:
        """Runs one cell; raises CellFailed, with an `error` output in the cell."""
        cell = self.nb.cells[index]
        self._limit = OutputLimit()
        try:
            await self._execute(cell, index)
            if self._exit_status:
                raise self.failure(index, "SystemExit", str(self._exit_status))
            self._check_outputs(index)
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

    async def _execute(self, cell: Any, index: int) -> None:
        try:
            await self.async_execute_cell(cell, index)
        finally:
            if self._process.native:
                self._process.native.take()
            self._running = None

    def _check_outputs(self, index: int) -> None:
        """Raises CellFailed for an error that the kernel showed although it replied that the cell ran, as `%run` and `%%capture` do."""
        cell = self.nb.cells[index]
        if "raises-exception" in cell.metadata.get("tags", []):
            return
        for output in cell.outputs:
            if output.output_type == "error" and not is_success(output.ename, output.evalue):
                raise CellFailed(index, output.ename, output.evalue)

    def failure(self, index: int, name: str, message: str) -> CellFailed:
        """Adds a failure that no kernel reported to the cell, as if the kernel had reported it."""
        output = new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
        self.nb.cells[index].outputs.append(output)
        return CellFailed(index, name, message)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        self._messages += 1
        self._echo(msg["msg_type"], msg["content"])
        return super().process_message(msg, cell, cell_index)

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        """Processes the messages of a cell until its end. What an earlier cell still prints goes to the log."""
        self._running = (parent_msg_id, cell, cell_index)
        while True:
            msg = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            if msg["parent_header"].get("msg_id") != parent_msg_id:
                self._echo_late(msg)
                continue
            try:
                self.process_message(msg, cell, cell_index)
            except CellExecutionComplete:
                return

    def _native_text(self, name: str, text: str) -> None:
        """Adds what was written past the kernel to the running cell, as if the kernel had sent it."""
        if self._running is None:
            self._echo("stream", {"name": name, "text": text})
            return
        request, cell, index = self._running
        content = {"name": name, "text": text}
        msg = {"msg_type": "stream", "content": content, "parent_header": {"msg_id": request}}
        self.process_message(msg, cell, index)

    async def log_late_output(self) -> None:
        """Writes what cells printed after their end to the log."""
        with contextlib.suppress(Empty):
            while True:
                self._echo_late(await ensure_async(self.kc.iopub_channel.get_msg(timeout=0)))

    def _echo_late(self, msg: Any) -> None:
        if msg["msg_type"] == "stream":
            self._echo("stream", msg["content"])

    def output(self, outs: list[Any], msg: Any, display_id: Any, cell_index: int) -> Any:
        parent = msg["parent_header"].get("msg_id")
        out = None if self.output_hook_stack[parent] else output_from_message(msg)
        if out is None:
            return super().output(outs, msg, display_id, cell_index)
        _shorten_result(out)
        if self.clear_before_next_output:
            outs[:] = []
            self.clear_display_id_mapping(cell_index)
            self.clear_before_next_output = False
        if display_id:
            places = self._display_id_map.setdefault(display_id, {})
            places.setdefault(cell_index, []).append(len(outs))
        before = outs[-1] if outs else None
        if self._continues(before, out):
            before.text += out.text
        else:
            outs.append(out)
        if out.output_type == "stream":
            moved = self._limit.added(outs, out.text, _stream)
            self._move_displays(cell_index, moved)
        return out

    def _continues(self, before: Any, out: Any) -> bool:
        """True if a stream output goes on in the one before it."""
        return (
            before is not None
            and out.output_type == before.output_type == "stream"
            and out.name == before.name
            and len(before.text) < MAX_MERGED_LENGTH
            and not self._limit.is_marker(before)
        )

    def _move_displays(self, cell_index: int, moved: list[int | None]) -> None:
        """Updates the places of displays, which a later cell may update, after the outputs of a cell moved."""
        if not moved:
            return
        for cells in self._display_id_map.values():
            if cell_index in cells:
                cells[cell_index] = [
                    place for old in cells[cell_index] if (place := moved[old]) is not None
                ]

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
        # `exit()` in IPython raises nothing: the kernel ends after the cell. Its argument is a flag there; `exit(1)` is meant as a status
        # and `exit("why")` as a reason, as in a program.
        for payload in content.get("payload") or []:
            if payload.get("source") == "ask_exit":
                status = payload.get("keepkernel")
                self._exit_status = status if type(status) in (int, str) else 0
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
            return f"the kernel was ended by signal {-status}{_signal_name(-status)}"
        if status == 0 and self._process.is_ipykernel:
            return (
                "the kernel's process ended with exit status 0 while the cell ran, before the notebook's end; "
                "to end a notebook without a failure, use sys.exit()"
            )
        return f"the kernel ended with exit status {status} while the cell ran"


def _stream(name: str, text: str) -> Any:
    return new_output("stream", name=name, text=text)


def _shorten_result(out: Any) -> None:
    """Shortens the text of a result and of an error; other media have no form that could be cut."""
    plain = out.get("data", {}).get("text/plain")
    if isinstance(plain, str):
        out.data["text/plain"] = shortened(plain)
    if out.output_type == "error":
        out.evalue = shortened(out.evalue)
        out.traceback = [shortened(line) for line in out.traceback]


def _signal_name(number: int) -> str:
    try:
        return f" ({signal.Signals(number).name})"
    except ValueError:
        return ""


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
