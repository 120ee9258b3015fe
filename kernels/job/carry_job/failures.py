"""The failures that end a job early; the message is the last line of the log."""


class JobRefused(Exception):
    """The job cannot start: an input is missing or invalid."""


class CellFailed(Exception):
    """A cell failed or was interrupted."""

    def __init__(self, index: int, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}" if message else name)
        self.index = index
        self.name = name
        self.message = message
