"""The process of the kernel: started before papermill is imported, ended with all of its child processes."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from .failures import JobRefused
from .kernel_choice import Kernel

IPYKERNEL_OPTIONS = [
    # Without this, IPython writes its history into the home folder.
    "--HistoryManager.hist_file=:memory:",
    # Keeps the kernel's hints about its transport out of the job's log.
    "--IPKernelApp.log_level=ERROR",
    # Writes where a native crash happened to the job's log: the kernel's own stderr is a pipe that it can no longer read then.
    "--IPKernelApp.exec_lines=__import__('faulthandler').enable(__import__('sys').stderr.fileno())",
]


class KernelProcess:
    def __init__(self, kernel: Kernel) -> None:
        from jupyter_client.manager import AsyncKernelManager

        self.manager: Any = AsyncKernelManager(kernel_name=kernel.name)
        self._kernel = kernel
        self._group = 0

    async def start(self, folder: Path) -> None:
        options = IPYKERNEL_OPTIONS if self.manager.ipykernel else []
        try:
            await self.manager.start_kernel(cwd=str(folder), extra_arguments=options)
        except OSError as problem:
            raise JobRefused(
                f"The kernel '{self._kernel.name}' could not be started: {problem}."
            ) from problem
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
