"""How long the code cells take."""

import time
from collections.abc import Callable


class CellTimes:
    """Measures the time of each code cell. A cell that begins ends the one before."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds: dict[int, float] = {}
        self._current: int | None = None
        self._began = 0.0

    def begin(self, cell: int) -> None:
        self.end()
        self._current, self._began = cell, self._clock()

    def end(self) -> None:
        if self._current is not None:
            before = self._seconds.get(self._current, 0.0)
            self._seconds[self._current] = before + self._clock() - self._began
        self._current = None

    def text(self) -> str:
        """Returns the seconds of the cells in their order, such as `0.2,61.0`."""
        return ",".join(f"{self._seconds[cell]:.1f}" for cell in sorted(self._seconds))
