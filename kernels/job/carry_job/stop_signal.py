"""SIGTERM and Ctrl-C, turned into the cancellation of the work."""

import asyncio
import signal
from types import FrameType


class StopSignal:
    """The first signal counts; the rest are ignored, because the job is already cleaning up then."""

    def __init__(self) -> None:
        self.exit_code = 0
        self.name = ""
        self._task: asyncio.Task[object] | None = None

    @property
    def came(self) -> bool:
        return self.exit_code != 0

    def listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def cancels(self, task: "asyncio.Task[object] | None") -> None:
        """Sets the work that a signal cancels; None when nothing may be cancelled any more."""
        self._task = task
        if task and self.came:
            task.cancel()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.came:
            return
        self.exit_code = 128 + number
        self.name = signal.Signals(number).name
        if self._task:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
