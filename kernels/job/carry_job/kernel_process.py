"""The process of the kernel: started before papermill is imported, ended with all of its child processes."""

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from .failures import JobRefused
from .joblog import JobLog
from .kernel_choice import IPYKERNEL_MODULES, Kernel, repair
from .native_output import NativeOutput

IPYKERNEL_OPTIONS = [
    # Without this, IPython writes its history into the home folder.
    "--HistoryManager.hist_file=:memory:",
    # Keeps the kernel's hints about its transport out of the job's log.
    "--IPKernelApp.log_level=ERROR",
    # By default, ipykernel sends what is written to its descriptors as messages and echoes it besides: the log would have it twice.
    "--IPKernelApp.capture_fd_output=False",
]


class KernelProcess:
    def __init__(self, kernel: Kernel, log: JobLog) -> None:
        import zmq
        from jupyter_client.manager import AsyncKernelManager

        self.manager: Any = AsyncKernelManager(kernel_name=kernel.name)
        # By default a client whose queue is full loses messages, and with them output or the end of a cell.
        self.manager.context.setsockopt(zmq.RCVHWM, 0)
        self.is_ipykernel = kernel.is_ipykernel
        # Other kernels inherit the job's log: they do not send what is written past them, in JupyterLab either.
        self.native: NativeOutput | None = None
        if self.is_ipykernel and os.name != "nt":
            self.native = NativeOutput(
                lambda name, text: log.cell_text(text, error=name == "stderr")
            )
        self._kernel = kernel
        self._group = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """The time since the start of the kernel began."""
        return time.monotonic() - self._began

    async def start(self, folder: Path) -> None:
        options: dict[str, Any] = {}
        if self.is_ipykernel:
            options["extra_arguments"] = IPYKERNEL_OPTIONS
        if self.native:
            self.manager.kernel_spec.argv = _program(self.manager.kernel_spec.argv, self.native)
            options |= self.native.process_options
        try:
            await self.manager.start_kernel(cwd=str(folder), **options)
        except OSError as problem:
            raise JobRefused(
                f"The kernel '{self._kernel.name}' could not be started: {problem}. {repair(self._kernel)}"
            ) from problem
        if self.native:
            self.native.listen()
        self._group = getattr(self.manager.provisioner, "pgid", None) or 0

    async def end(self, *, at_once: bool) -> None:
        """Ends the kernel, which has its own session, and all processes that it started."""
        with contextlib.suppress(RuntimeError):
            if self.manager.has_kernel:
                await self.manager.shutdown_kernel(now=at_once)
            await self.manager.cleanup_resources()
        if self._group and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._group, signal.SIGKILL)
        if self.native:
            self.native.close()


def _program(argv: list[str], native: NativeOutput) -> list[str]:
    """The command of a kernelspec of ipykernel, with our program in its place."""
    module = next(i for i, argument in enumerate(argv) if argument in IPYKERNEL_MODULES)
    program = str(Path(__file__).with_name("python_kernel.py"))
    return [*argv[: module - 1], program, native.readings, *argv[module + 1 :]]
