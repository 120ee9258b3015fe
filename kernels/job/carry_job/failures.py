"""The failures that end a job early; the message is the last line of the log."""

import re

# Colours and other sequences for a terminal.
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# A line that only separates: `-----`, `+---- 1 ----`.
RULE = re.compile(r"^[\s|+*=_~-]*(?:\d+ -+)?$")


class JobRefused(Exception):
    """The job cannot start: an input is missing or invalid."""


class CellFailed(Exception):
    """A cell failed or was interrupted."""

    def __init__(self, index: int, name: str, message: str) -> None:
        message = ANSI.sub("", message)
        super().__init__(f"{name}: {message}" if message else name)
        self.index = index
        self.name = name
        self.message = message

    @property
    def first_line(self) -> str:
        """The error's name and the first line of its message that says something."""
        lines = [line.strip() for line in self.message.split("\n")]
        said = next((line for line in lines if not RULE.match(line)), "")
        return f"{self.name}: {said}" if said else self.name
