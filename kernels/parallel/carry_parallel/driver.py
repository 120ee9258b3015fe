"""Gives mini-batches to worker processes until all are processed or too many have failed."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from .accounting import Accounting
from .logs import Logs
from .mini_batches import MiniBatch
from .results import encoded
from .settings import Settings
from .tasks import Tasks
from .worker_output import OutputLimit
from .worker_process import Done, Failed, WorkerEndedError, WorkerProcess, WorkerTimeoutError

# How often init may fail before any worker has come up.
MAX_INIT_FAILURES = 3


class Driver:
    """Each slot has a thread, which serves one worker process at a time and replaces it after it was ended."""

    def __init__(
        self, settings: Settings, batches: list[MiniBatch], logs: Logs, parts: Path
    ) -> None:
        self.settings = settings
        self.tasks = Tasks(batches)
        self.accounting = Accounting(settings, len(batches))
        self.logs = logs
        self.limit = OutputLimit.read()
        self.parts = parts
        self.last_error: str | None = None
        self._lock = threading.RLock()
        self._workers: set[WorkerProcess] = set()
        self._started: dict[int, int] = {}
        self._init_failures = 0
        self._has_worked = False

    def run(self) -> str | None:
        """Processes all mini-batches; returns why the job was aborted."""
        slots = self._slots()
        threads = [threading.Thread(target=self._guarded, args=[node]) for node in slots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.tasks.aborted

    def _slots(self) -> list[int]:
        """The node of each worker. Nodes are processes of one machine here, so their number is limited by its cores."""
        settings = self.settings
        cores = os.cpu_count() or 1
        per_node = settings.max_concurrency_per_instance or cores
        wanted = settings.instance_count * per_node
        count = max(1, min(wanted, self.accounting.total, max(4, 2 * cores)))
        self.logs.overview(
            f"{self.accounting.total} mini-batches for {count} worker processes"
            + (f" ({wanted} were asked for)." if count < wanted else ".")
        )
        return [slot // per_node for slot in range(count)]

    def _guarded(self, node: int) -> None:
        try:
            self._serve(node)
        except Exception as error:
            self._abort(f"the driver failed: {error!r}")
            raise

    def _serve(self, node: int) -> None:
        worker: WorkerProcess | None = None
        while True:
            worker = worker or self._start(node)
            batch = self.tasks.next() if worker else None
            if worker is None or batch is None:
                break
            worker = self._process(worker, batch)
        if worker:
            error = worker.stop(self.settings.timeout)
            if error:
                self.logs.error(node, worker.name, error.line, error.text)
            self._forget(worker)

    def _start(self, node: int) -> WorkerProcess | None:
        """Starts a worker; None if the job was aborted, also because init fails again and again."""
        while not self.tasks.aborted:
            with self._lock:
                number = self._started.get(node, 0)
                self._started[node] = number + 1
                worker = WorkerProcess(node, number, self.settings, self.logs, self.limit)
                self._workers.add(worker)
            try:
                failed = worker.wait_ready(3 * self.settings.timeout + 30)
            except WorkerTimeoutError:
                failed = _failure("init() took too long.")
            except WorkerEndedError as ending:
                failed = _failure(f"{ending} in init().")
            if failed is None:
                with self._lock:
                    self._has_worked = True
                return worker
            self._forget(worker)
            if self.tasks.aborted:
                return None
            self._report(worker, "init() failed", failed)
            with self._lock:
                self._init_failures += 1
                if not self._has_worked and self._init_failures >= MAX_INIT_FAILURES:
                    self._abort("init() of the entry script fails")
        return None

    def _process(self, worker: WorkerProcess, batch: MiniBatch) -> WorkerProcess | None:
        """Returns the worker if it can take another mini-batch."""
        self.logs.note(
            worker.node,
            worker.name,
            f"mini-batch {batch.index}: {batch.size} items, try {batch.tries + 1}, pid {worker.pid}",
        )
        try:
            result = worker.run(batch, self.settings.timeout)
        except (WorkerTimeoutError, WorkerEndedError) as ending:
            self._forget(worker)
            if not self.tasks.aborted:
                self._fail(worker, batch, _failure(f"{ending}."))
            return None
        if isinstance(result, Done):
            self._complete(worker, batch, result)
        else:
            self._fail(worker, batch, result)
        return worker

    def _complete(self, worker: WorkerProcess, batch: MiniBatch, done: Done) -> None:
        if done.text and self.settings.output_path:
            self.parts.joinpath(f"{batch.index:09}").write_bytes(encoded(done.text))
        self.logs.note(
            worker.node,
            worker.name,
            f"mini-batch {batch.index}: {done.count} results in {done.seconds:.3f} s",
        )
        with self._lock:
            self.accounting.done(batch, done.count)
            self._settle()

    def _fail(self, worker: WorkerProcess, batch: MiniBatch, failed: Failed) -> None:
        self._report(worker, f"mini-batch {batch.index} failed, try {batch.tries + 1}", failed)
        batch.tries += 1
        if batch.tries <= self.settings.max_retries:
            self.tasks.retry(batch)
            return
        with self._lock:
            self.accounting.lost(batch)
            self._settle()

    def _settle(self) -> None:
        self.tasks.settle()
        self.logs.overview(self.accounting.summary)
        if self.accounting.excess:
            self._abort(self.accounting.excess)

    def _report(self, worker: WorkerProcess, what: str, failed: Failed) -> None:
        file = self.logs.error(worker.node, worker.name, failed.line, failed.text)
        self.last_error = f"{failed.line} (see {file})"
        self.logs.note(worker.node, worker.name, f"{what}: {failed.line}")
        self.logs.overview(f"{what}: {failed.line}")

    def _abort(self, reason: str) -> None:
        """Ends the job and all its workers at once."""
        self.tasks.abort(reason)
        with self._lock:
            for worker in self._workers:
                worker.interrupt()

    def _forget(self, worker: WorkerProcess) -> None:
        worker.kill()
        with self._lock:
            self._workers.discard(worker)


def _failure(line: str) -> Failed:
    return Failed(line, line)
