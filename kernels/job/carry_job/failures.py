"""What ends a job early, each with the words that the log closes with."""


class JobRefused(Exception):
    """The job cannot begin: something it was given is missing or wrong."""


class CellFailed(Exception):
    """A cell did not come to its end."""

    def __init__(self, index: int, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}" if message else name)
        self.index = index
        self.name = name
        self.message = message
