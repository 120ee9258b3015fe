"""Reports the progress of the notebook to the run. Never delays the notebook and never makes it fail."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.error import HTTPError

from .cell_times import CellTimes
from .mlflow_rest import MAX_TAG_LENGTH

# Changes within the interval are sent together.
REPORT_INTERVAL_SECONDS = 0.5
# A server that could not be reached may be restarting.
RETRY_INTERVAL_SECONDS = 2
# Request Timeout and Too Many Requests: the only refusals of a request that may be accepted later.
RETRIED_STATUSES = (408, 429)


class Run(Protocol):
    def log_tags(self, tags: Mapping[str, str]) -> None: ...
    def log_missing_parameters(self, parameters: Mapping[str, str]) -> None: ...


class Progress:
    """Collects values and reports them from its own thread."""

    def __init__(self, run: Run | None, warn: Callable[[str], None]) -> None:
        self._run = run
        self._warn = warn
        self._warned = False
        self._tags: dict[str, str] = {}
        self._parameters: dict[str, str] = {}
        self._times = CellTimes()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._report, name="carry-progress", daemon=True)
        if run:
            self._thread.start()

    def parameters(self, values: Mapping[str, str]) -> None:
        """Sets the parameters, which are reported at the end. MLflow refuses a second, different value of a parameter:
        a notebook that logs one of them in its own way would fail if it were not the first."""
        self._parameters = dict(values)

    def step(self, text: str) -> None:
        """Says what the job does before its first cell."""
        self._update({"carry.step": text})

    def cells(self, *, done: int, total: int) -> None:
        self._update({"carry.cells.done": str(done), "carry.cells.total": str(total)})

    def current(self, cell: int) -> None:
        self._times.begin(cell)
        since = str(round(time.time() * 1000))
        self._update({"carry.cell.current": str(cell), "carry.cell.since": since})

    def retried(self) -> None:
        """Says that the notebook begins again: no cell runs until its new kernel is ready."""
        self._times = CellTimes()
        self._update({"carry.cells.done": "0", "carry.cell.current": "0"})

    def completed(self) -> None:
        """Says how long each cell took: from that, later runs of the notebook tell how long they will take."""
        self._times.end()
        seconds = self._times.text()
        # A part of them would be taken for all.
        if seconds and len(seconds) <= MAX_TAG_LENGTH:
            self._update({"carry.cells.seconds": seconds})

    def used(self, cpu_seconds: float) -> None:
        """Says how long the processes of the job have kept processors busy."""
        self._update({"carry.cpu.seconds": f"{cpu_seconds:.1f}"})

    def failed(self, cell: int | None, name: str, message: str) -> None:
        where = {} if cell is None else {"carry.cell.failed": str(cell)}
        self._update({**where, "carry.error.name": name, "carry.error.message": message})

    def close(self, wait: float = 10) -> None:
        """Sends the remaining values. A server that does not respond delays the job by at most `wait` seconds."""
        self._closing.set()
        with self._changed:
            self._changed.notify()
        if self._run:
            self._thread.join(wait)

    def _update(self, tags: Mapping[str, str]) -> None:
        with self._changed:
            self._tags.update(tags)
            self._changed.notify()

    def _report(self) -> None:
        run = self._run
        assert run is not None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._tags or self._closing.is_set())
                tags, self._tags = self._tags, {}
            wait = REPORT_INTERVAL_SECONDS
            if tags:
                if not self._send(run.log_tags, tags) and not self._closing.is_set():
                    wait = RETRY_INTERVAL_SECONDS
                    with self._changed:
                        self._tags = tags | self._tags
            elif self._closing.is_set():
                break
            self._closing.wait(wait)
        if self._parameters:
            self._send(run.log_missing_parameters, self._parameters)

    def _send(self, send: Callable[[Mapping[str, str]], None], values: Mapping[str, str]) -> bool:
        """Returns False if the values may be accepted later. Most requests that are refused will be refused again."""
        try:
            send(values)
            return True
        # A failed report must not end the notebook, whatever the error.
        except Exception as problem:
            if not self._warned:
                self._warned = True
                self._warn(
                    f"The run's progress could not be reported ({problem}); the job continues."
                )
            return (
                isinstance(problem, HTTPError)
                and problem.code < 500
                and problem.code not in RETRIED_STATUSES
            )


def display_value(language: str, value: Any) -> str:
    """Returns a parameter's value as the language prints it."""
    if isinstance(value, str):
        return value
    if language == "python":
        return str(value)
    import json

    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        value = int(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
