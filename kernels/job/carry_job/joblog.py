"""The log of the job: the output of the cells, and status lines between them."""

import contextlib
import io
import os
import sys
from typing import TextIO

from .failures import ANSI


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
        _write(self._err if error else self._out, text)
        self._line_open = not text.endswith("\n")

    def cell_result(self, text: str) -> None:
        """Writes the displayed output of a cell on its own lines, without colours."""
        self._end_line()
        self.cell_text(ANSI.sub("", text).rstrip("\n") + "\n")

    def line(self, text: str) -> None:
        """Writes a status line."""
        self._end_line()
        _write(self._out, f"{text}\n")

    def _end_line(self) -> None:
        if self._line_open:
            _write(self._out, "\n")
            self._line_open = False


def _write(stream: TextIO, text: str) -> None:
    """Writes and flushes. The kernel inherits this pipe, and Node makes it non-blocking for both: a full one would lose text."""
    if os.name != "nt":
        with contextlib.suppress(io.UnsupportedOperation):
            os.set_blocking(stream.fileno(), True)
    stream.write(text)
    stream.flush()
