"""How cells are numbered in messages to users. `In [4]` of a notebook is another number: it counts what its kernel has run."""

from typing import Any

INJECTED = "injected-parameters"


class CellNumbers:
    """Numbers the code cells as the author sees them, from 1. The injected cell with the job's parameters
    is not counted: it has the number of the parameters cell that it overrides."""

    def __init__(self, cells: list[Any]) -> None:
        self._numbers: dict[int, int] = {}
        self.total = 0
        self._injected: int | None = None
        for index, cell in enumerate(cells):
            if cell.cell_type != "code":
                continue
            if INJECTED in cell.metadata.get("tags", []):
                self._injected = index
            else:
                self.total += 1
            self._numbers[index] = max(self.total, 1)

    def __getitem__(self, index: int) -> int:
        return self._numbers[index]

    def is_injected(self, index: int) -> bool:
        return index == self._injected

    def describe(self, index: int) -> str:
        if self.is_injected(index):
            return f"The job's parameters (after code cell {self[index]} of {self.total})"
        return f"Code cell {self[index]} of {self.total}"
