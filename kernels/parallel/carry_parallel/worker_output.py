"""Copies what the worker processes print to their log files, which together stay below the limit of a job's log."""

from __future__ import annotations

import os
import threading
from typing import IO

# What each file keeps of the end of its output once the limit is reached.
TAIL_BYTES = 1 << 16
# Azure has no limit for these files; without the variable, neither has the driver.
LIMIT_VARIABLE = "CARRY_PARALLEL_LOG_LIMIT"
READ_BYTES = 1 << 16


class OutputLimit:
    """The bytes that the files of all workers may still have."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._left = limit
        self._lock = threading.Lock()

    @staticmethod
    def read() -> OutputLimit:
        text = os.environ.get(LIMIT_VARIABLE)
        return OutputLimit(int(text) if text else None)

    def take(self, wanted: int) -> int:
        """Returns how many of the wanted bytes may be written."""
        if self._left is None:
            return wanted
        with self._lock:
            taken = min(wanted, self._left)
            self._left -= taken
            return taken


class OutputCopy:
    """A thread that copies a pipe to a file until no process has the pipe open for writing."""

    def __init__(self, file: IO[bytes], limit: OutputLimit) -> None:
        self._file = file
        self._limit = limit
        self._reading, self.pipe = os.pipe()
        self._tail = b""
        # Bytes that did not get into the file, without those of the tail.
        self._dropped = 0
        self._is_over = False
        self._thread = threading.Thread(target=self._copy, daemon=True)

    def start(self) -> None:
        """Starts to copy; to be called once the worker has the pipe."""
        os.close(self.pipe)
        self._thread.start()

    def wait(self, timeout: float) -> None:
        """Waits until everything is copied. A process that the worker left behind may hold the pipe longer."""
        self._thread.join(timeout)

    def _copy(self) -> None:
        with self._file, os.fdopen(self._reading, "rb", buffering=0) as reading:
            while data := reading.read(READ_BYTES):
                self._add(data)
            if self._is_over:
                if self._dropped:
                    self._file.write(
                        f"[carry] {self._dropped} bytes were left out here.\n".encode()
                    )
                self._file.write(self._tail)

    def _add(self, data: bytes) -> None:
        allowed = 0 if self._is_over else self._limit.take(len(data))
        if allowed:
            self._file.write(data[:allowed])
            self._file.flush()
        rest = data[allowed:]
        if not rest:
            return
        if not self._is_over:
            self._is_over = True
            self._file.write(f"\n{notice(self._limit.limit or 0)}\n".encode())
            self._file.flush()
        kept = self._tail + rest
        self._tail = kept[-TAIL_BYTES:]
        self._dropped += len(kept) - len(self._tail)


def notice(limit: int) -> str:
    return (
        f"[carry] The output of the workers has reached the limit of {limit / (1 << 20):.4g} MiB. The job continues; the last "
        f"{TAIL_BYTES >> 10} KiB of this file's output are added here when it ends. Change 'logLimit' in the settings of "
        "the local workspace to keep more."
    )
