"""The driver's side of a worker process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from .logs import Logs
from .mini_batches import MiniBatch
from .settings import Settings
from .worker_output import OutputCopy, OutputLimit

# How often a worker that is waited for is looked at: a process that it started can hold its pipe after its end.
LOOK_INTERVAL_SECONDS = 0.5
# How long to wait for the output of a worker that has ended.
LAST_OUTPUT_SECONDS = 5

WORKER = Path(__file__).resolve().parents[1] / "run_worker.py"


class WorkerEndedError(Exception):
    """The process ended without an answer."""


class WorkerTimeoutError(Exception):
    """The process gave no answer in time."""


@dataclass
class Done:
    """A mini-batch that was processed: the number of returned elements, and their text."""

    count: int
    text: str
    seconds: float


@dataclass
class Failed:
    """The error of the entry script: its traceback, and a line that names it."""

    text: str
    line: str


class WorkerProcess:
    """A process that runs the entry script. Its output goes to files of its own."""

    def __init__(
        self, node: int, number: int, settings: Settings, logs: Logs, limit: OutputLimit
    ) -> None:
        self.node = node
        self.name = f"process{number:03}"
        self._driver, theirs = Pipe()
        environment = {
            **os.environ,
            "AZUREML_PARALLEL_AGENT": self.name,
            "AZUREML_PARALLEL_NODE": str(node),
            "AZUREML_PARALLEL_FOLDER": os.getcwd(),
            "AZUREML_PARALLEL_LOGGING_LEVEL": settings.logging_level,
            "PYTHONUNBUFFERED": "1",
        }
        if settings.model_path:
            # Scripts look for the model by its name in this folder.
            environment["AZUREML_MODEL_DIR"] = os.path.dirname(settings.model_path)
            environment["CARRY_MODEL_PATH"] = settings.model_path
        if settings.output_folder:
            environment["AZUREML_BI_OUTPUT_PATH"] = settings.output_folder
        files = (logs.stdout(node, self.name), logs.stderr(node, self.name))
        self._output = out, err = [OutputCopy(file, limit) for file in files]
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), str(theirs.fileno())],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out.pipe,
            stderr=err.pipe,
            pass_fds=[theirs.fileno()],
            # A group of its own, so that what the entry script starts ends with it.
            start_new_session=True,
        )
        for copy in self._output:
            copy.start()
        self._is_gone = False
        theirs.close()
        self._driver.send(
            {
                "entry_script": settings.entry_script,
                "arguments": settings.arguments,
                "logging_level": settings.logging_level,
            }
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_ready(self, timeout: float) -> Failed | None:
        """Waits until `init` has returned; returns its error."""
        kind, *rest = self._receive(timeout)
        return Failed(*rest) if kind == "failed" else None

    def run(self, batch: MiniBatch, timeout: float) -> Done | Failed:
        """Has a mini-batch processed."""
        self._send(batch)
        kind, *rest = self._receive(timeout)
        return Done(*rest) if kind == "done" else Failed(*rest)

    def stop(self, timeout: float) -> Failed | None:
        """Lets the entry script shut down, and ends the process; returns the error of `shutdown`."""
        try:
            self._send(None)
            kind, *rest = self._receive(timeout)
            return Failed(*rest) if kind == "failed" else None
        except (WorkerEndedError, WorkerTimeoutError):
            return None
        finally:
            self.kill()

    def interrupt(self) -> None:
        """Ends the process and what it started; whoever waits for its answer notices."""
        if self._is_gone:
            return
        # Nothing of the group may be left; macOS denies access to one that has only ended processes.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        self.interrupt()
        self._process.wait()
        for copy in self._output:
            copy.wait(LAST_OUTPUT_SECONDS)
        self._is_gone = True
        self._driver.close()

    def _send(self, message: Any) -> None:
        try:
            self._driver.send(message)
        except (OSError, ValueError):
            raise WorkerEndedError(self._ending()) from None

    def _receive(self, timeout: float) -> tuple[Any, ...]:
        deadline = time.monotonic() + timeout
        try:
            while not self._driver.poll(min(LOOK_INTERVAL_SECONDS, timeout)):
                if self._process.poll() is not None and not self._driver.poll(0):
                    raise WorkerEndedError(self._ending())
                if time.monotonic() >= deadline:
                    raise WorkerTimeoutError(f"run() took more than {timeout:g} seconds")
            return self._driver.recv()
        except (EOFError, OSError):
            raise WorkerEndedError(self._ending()) from None

    def _ending(self) -> str:
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "The worker process closed its pipe"
        return f"The worker process ended with {f'signal {-code}' if code < 0 else f'exit code {code}'}"
