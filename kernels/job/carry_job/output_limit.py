"""The limit of what a notebook keeps of a cell's text; the job's log has the rest.

nbclient and papermill keep all of it. JupyterLab draws a text output at once, so that a cell with some tens of megabytes freezes the
page, and a notebook is one JSON document: 300 MB of text make one that neither JupyterLab nor a browser opens. Jupyter's own server
protected its pages with a limit of 1 MB a second for what a kernel prints (`iopub_data_rate_limit`) and dropped the rest.
"""

from collections.abc import Callable
from typing import Any

# The first and the last characters that a cell keeps: about 15,000 lines together, more than anyone reads in a notebook.
HEAD_LENGTH = 512 * 1024
TAIL_LENGTH = 512 * 1024
# The characters that an output has in JSON besides its text. A cell that alternates between stdout and stderr has many outputs.
OUTPUT_LENGTH = 80
# A cut is moved to the end of a line that is this near.
MAX_LINE_LENGTH = 1000
LOG = "the job's log (user_logs/std_log.txt)"


class OutputLimit:
    """Shortens the outputs of one cell while it runs: the head, a line about what is left out, and the tail."""

    def __init__(self) -> None:
        self._length = 0
        self._marker: Any = None
        self._left_out = 0

    def is_marker(self, output: Any) -> bool:
        return output is not None and output is self._marker

    def added(
        self, outputs: list[Any], text: str, make: Callable[[str, str], Any]
    ) -> list[int | None]:
        """Notes text that was added at the end, and shortens the outputs if they are too long.

        `make` builds a stream output from its name and text. Returns the new place of each output, None for one that is gone; an
        empty list if nothing moved.
        """
        self._length += len(text) + OUTPUT_LENGTH
        # The tail grows to the double of its length before it is cut, so that text is copied once on average.
        if self._length <= HEAD_LENGTH + 2 * TAIL_LENGTH:
            return []
        return self._shorten(outputs, make)

    def _shorten(self, outputs: list[Any], make: Callable[[str, str], Any]) -> list[int | None]:
        parts = list(enumerate(outputs))
        # An output that was cleared takes the marker with it.
        middle = next((at for at, output in parts if output is self._marker), None)
        if middle is None:
            self._marker, self._left_out = make("stdout", ""), 0
            head, rest = _split(parts, HEAD_LENGTH, make)
        else:
            head, rest = parts[:middle], parts[middle + 1 :]
        left_out, tail = _last(rest, TAIL_LENGTH)
        self._left_out += left_out
        self._length = sum(_length(output) for _, output in [*head, *tail])
        if not self._left_out:
            self._marker = None
            return []
        self._marker["text"] = (
            f"\n… {self._left_out:,} characters that this cell printed are left out here: a notebook keeps the first and "
            f"the last {HEAD_LENGTH:,} of a cell. They are in {LOG}, up to its own limit. …\n"
        )
        places: list[int | None] = [None] * len(outputs)
        kept = [*head, (-1, self._marker), *tail]
        for place, (before, _) in enumerate(kept):
            if before >= 0:
                places[before] = place
        outputs[:] = [output for _, output in kept]
        return places


def shortened(text: str) -> str:
    """Returns a text as a cell keeps it at most: `text/plain` of a result, the message of an error."""
    if len(text) <= HEAD_LENGTH + TAIL_LENGTH:
        return text
    head, tail = text[: _end(text, HEAD_LENGTH)], text[_start(text, len(text) - TAIL_LENGTH) :]
    left_out = len(text) - len(head) - len(tail)
    return f"{head}\n… {left_out:,} characters are left out here. They are in {LOG}, up to its own limit. …\n{tail}"


def _length(output: Any) -> int:
    return len(output.text) + OUTPUT_LENGTH if output.output_type == "stream" else 0


Part = tuple[int, Any]


def _split(
    parts: list[Part], length: int, make: Callable[[str, str], Any]
) -> tuple[list[Part], list[Part]]:
    """Splits outputs after `length` characters; the one there is split in two."""
    for at, (place, output) in enumerate(parts):
        if _length(output) <= length:
            length -= _length(output)
            continue
        text, end = output.text, _end(output.text, max(0, length - OUTPUT_LENGTH))
        output["text"] = text[:end]
        # The second part is new: -1 is no place of before.
        return [*parts[:at], (place, output)], [
            (-1, make(output.name, text[end:])),
            *parts[at + 1 :],
        ]
    return parts, []


def _last(parts: list[Part], length: int) -> tuple[int, list[Part]]:
    """Returns the number of characters that are left out, and the outputs with the last `length` characters."""
    kept: list[Part] = []
    left_out = 0
    for place, output in reversed(parts):
        size = _length(output)
        if size > length and output.output_type == "stream":
            start = _start(output.text, max(0, len(output.text) - max(0, length - OUTPUT_LENGTH)))
            left_out += start
            output["text"] = output.text[start:]
            length = 0
            if not output.text:
                continue
        length -= min(length, size)
        kept.append((place, output))
    return left_out, kept[::-1]


def _end(text: str, at: int) -> int:
    """A place near `at`, after the end of a line if one is near."""
    return text.rfind("\n", max(0, at - MAX_LINE_LENGTH), at) + 1 or at


def _start(text: str, at: int) -> int:
    return text.find("\n", at, at + MAX_LINE_LENGTH) + 1 or at
