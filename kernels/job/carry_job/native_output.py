"""What a kernel and the processes that it starts write to their stdout and stderr, past the kernel's messages."""

import asyncio
import codecs
import contextlib
import os
from collections.abc import Callable
from typing import Any

# The kernel takes such text itself when it prints; this process reads what has waited so long.
WAIT_SECONDS = 0.2
# What a pipe should hold. With more waiting than `BUSY_BYTES`, it is read without a pause.
PIPE_BYTES = 1 << 20
BUSY_BYTES = 1 << 15

STREAMS = {1: "stdout", 2: "stderr"}


class NativeOutput:
    """Two pipes, which this process and the kernel both read: each byte arrives once, and outlives the kernel."""

    def __init__(self, deliver: Callable[[str, str], None]) -> None:
        # Receives the name of the stream and the text.
        self.deliver = deliver
        self._reading: dict[int, int] = {}
        self._writing: dict[int, int] = {}
        self._decoders = {
            descriptor: codecs.getincrementaldecoder("utf-8")("replace") for descriptor in STREAMS
        }
        for descriptor in STREAMS:
            self._reading[descriptor], self._writing[descriptor] = os.pipe()
            os.set_blocking(self._reading[descriptor], False)
            _enlarge(self._writing[descriptor])

    @property
    def readings(self) -> str:
        """The numbers of the reading ends, which are the same in the kernel."""
        return ",".join(str(reading) for reading in self._reading.values())

    @property
    def process_options(self) -> dict[str, Any]:
        """How a process is started that writes to the pipes."""
        stdout, stderr = self._writing.values()
        return {"stdout": stdout, "stderr": stderr, "pass_fds": tuple(self._reading.values())}

    def listen(self) -> None:
        """Follows the pipes, once the kernel has their writing ends."""
        self._close_writing()
        for descriptor in STREAMS:
            self._watch(descriptor)

    def take(self) -> None:
        """Delivers what is in the pipes now."""
        for descriptor in STREAMS:
            self._take(descriptor)

    def close(self) -> None:
        """Delivers the rest. What is written later is lost."""
        self.take()
        self._close_writing()
        loop = asyncio.get_running_loop()
        for reading in self._reading.values():
            loop.remove_reader(reading)
            os.close(reading)
        self._reading.clear()

    def _close_writing(self) -> None:
        for writing in self._writing.values():
            os.close(writing)
        self._writing.clear()

    def _watch(self, descriptor: int) -> None:
        if descriptor in self._reading:
            loop, reading = asyncio.get_running_loop(), self._reading[descriptor]
            loop.add_reader(reading, self._readable, descriptor)

    def _readable(self, descriptor: int) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._reading[descriptor])
        loop.call_later(WAIT_SECONDS, self._follow, descriptor)

    def _follow(self, descriptor: int) -> None:
        length = self._take(descriptor)
        if length is None:
            return
        if length >= BUSY_BYTES:
            asyncio.get_running_loop().call_soon(self._follow, descriptor)
        else:
            self._watch(descriptor)

    def _take(self, descriptor: int) -> int | None:
        """Returns the number of bytes, or None after the end."""
        if descriptor not in self._reading:
            return None
        try:
            data = os.read(self._reading[descriptor], PIPE_BYTES)
        except BlockingIOError:
            return 0
        text = self._decoders[descriptor].decode(data, final=not data)
        if text:
            self.deliver(STREAMS[descriptor], text)
        return len(data) or None


def _enlarge(pipe: int) -> None:
    """Linux allows larger pipes, so that printing rarely waits for a reader; a user may have used up the memory for them."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl
    except ImportError:
        return
    with contextlib.suppress(OSError):
        fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES)
