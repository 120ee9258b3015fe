"""Turns SIGTERM and Ctrl-C into the cancellation of a task."""

import asyncio
import signal
from types import FrameType


class StopSignal:
    """Handles the first signal and ignores later ones, because the job is then already cleaning up."""

    def __init__(self) -> None:
        self.exit_code = 0
        self.name = ""
        self._task: asyncio.Task[object] | None = None

    @property
    def received(self) -> bool:
        return self.exit_code != 0

    def listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def set_target(self, task: "asyncio.Task[object] | None") -> None:
        """Sets the task that a signal cancels; None when nothing may be cancelled any more."""
        self._task = task
        if task and self.received:
            task.cancel()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.received:
            return
        self.exit_code = 128 + number
        self.name = signal.Signals(number).name
        if self._task:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
