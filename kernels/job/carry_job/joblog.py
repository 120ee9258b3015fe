"""The log of the job: the output of the cells, and status lines between them."""

import re
import sys
from typing import TextIO

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class JobLog:
    """Flushes every write, so that readers follow the log live."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        for stream in (self._out, self._err):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        self._line_open = False

    def cell_text(self, text: str, *, error: bool = False) -> None:
        """Writes the printed output of a cell unchanged."""
        if not text:
            return
        stream = self._err if error else self._out
        stream.write(text)
        stream.flush()
        self._line_open = not text.endswith("\n")

    def cell_result(self, text: str) -> None:
        """Writes the displayed output of a cell on its own lines, without colours."""
        self._end_line()
        self.cell_text(ANSI.sub("", text).rstrip("\n") + "\n")

    def line(self, text: str) -> None:
        """Writes a status line."""
        self._end_line()
        self._out.write(f"{text}\n")
        self._out.flush()

    def _end_line(self) -> None:
        if self._line_open:
            self._out.write("\n")
            self._line_open = False
