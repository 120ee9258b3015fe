"""The log files of a parallel job, under the names that Azure ML gives them."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import IO


class Logs:
    """The folder `logs` of the job, whose files clients can read while it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def stdout(self, node: int, process: str) -> IO[bytes]:
        return self._open("user/stdout", node, f"{process}.stdout.txt")

    def stderr(self, node: int, process: str) -> IO[bytes]:
        return self._open("user/stderr", node, f"{process}.stderr.txt")

    def note(self, node: int, process: str, line: str) -> None:
        """Adds a line to the log of a worker process: which mini-batch it took, and how that ended."""
        self._append(f"sys/node/{node}/{process}.txt", line)

    def overview(self, line: str) -> None:
        """Adds a line to the progress of the whole job, and to the job's own log."""
        self._append("job_progress_overview.txt", line)
        self._append("sys/master_role.txt", line)
        print(line, flush=True)

    def error(self, node: int, process: str, line: str, text: str) -> str:
        """Keeps the whole text of an error; returns the name of the file with it."""
        name = f"user/error/{node}/{process}.txt"
        self._append(name, text)
        self._append("user/error.txt", f"{line} (details: logs/{name})")
        return f"logs/{name}"

    def result(self, text: str) -> None:
        self._append("job_result.txt", text)

    def _append(self, name: str, text: str) -> None:
        path = self.folder / name
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text.rstrip()}\n")

    def _open(self, group: str, node: int, name: str) -> IO[bytes]:
        path = self.folder / group / str(node) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
