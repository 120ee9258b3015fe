"""The queue of mini-batches that the workers take theirs from."""

from __future__ import annotations

import threading
from collections import deque

from .mini_batches import MiniBatch


class Tasks:
    """Ends when every mini-batch has been settled, or when the job is aborted."""

    def __init__(self, batches: list[MiniBatch]) -> None:
        self._waiting = deque(batches)
        self._left = len(batches)
        self._changed = threading.Condition()
        self.aborted: str | None = None

    def next(self) -> MiniBatch | None:
        """Takes a mini-batch; waits while all are taken, because one may fail and come back. None at the end."""
        with self._changed:
            while not self._waiting and self._left and not self.aborted:
                self._changed.wait()
            return None if self.aborted or not self._left else self._waiting.popleft()

    def retry(self, batch: MiniBatch) -> None:
        with self._changed:
            self._waiting.append(batch)
            self._changed.notify()

    def settle(self) -> None:
        """One mini-batch less is left."""
        with self._changed:
            self._left -= 1
            self._changed.notify_all()

    def abort(self, reason: str) -> None:
        with self._changed:
            self.aborted = self.aborted or reason
            self._changed.notify_all()
