"""The job's log: what the cells print, and our own lines between."""

import re
import sys
from typing import TextIO

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class JobLog:
    """Everything is flushed at once: somebody is watching."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        for stream in (self._out, self._err):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        self._in_line = False

    def cell_text(self, text: str, *, error: bool = False) -> None:
        """What a cell printed, as it came."""
        if not text:
            return
        stream = self._err if error else self._out
        stream.write(text)
        stream.flush()
        self._in_line = not text.endswith("\n")

    def cell_result(self, text: str) -> None:
        """What a cell showed, on lines of its own and without colours."""
        self._fresh_line()
        self.cell_text(ANSI.sub("", text).rstrip("\n") + "\n")

    def line(self, text: str) -> None:
        """A line of ours."""
        self._fresh_line()
        self._out.write(f"{text}\n")
        self._out.flush()

    def _fresh_line(self) -> None:
        if self._in_line:
            self._out.write("\n")
            self._in_line = False
