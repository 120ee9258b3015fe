"""The worker process: calls the functions of the entry script for the mini-batches that the driver sends."""

from __future__ import annotations

import importlib.util
import inspect
import logging
import os
import sys
import time
import traceback
from multiprocessing.connection import Connection
from types import ModuleType, SimpleNamespace
from typing import Any

from .mini_batches import MiniBatch
from .results import rows_of


def main(pipe: int) -> None:
    """Serves the driver at the other end of a pipe, until it says 'stop' or is gone."""
    driver = Connection(pipe)
    try:
        start = driver.recv()
        entry = _guarded(driver, lambda: _begin(start))
        if entry is None:
            return
        driver.send(("ready",))
        while True:
            batch = driver.recv()
            if batch is None:
                break
            _serve(driver, entry, batch)
        _guarded(driver, lambda: _call(entry, "shutdown") or True)
        driver.send(("stopped",))
    except (EOFError, OSError):
        # The driver is gone: so is everybody who waits for a result.
        os._exit(1)


def _guarded(driver: Connection, work: Any) -> Any:
    """The result of the user's code; None after it failed, which the driver is told."""
    try:
        return work()
    except (Exception, SystemExit) as error:
        # A message may have more lines than one.
        lines = "".join(traceback.format_exception_only(type(error), error)).splitlines()
        driver.send(("failed", traceback.format_exc(), lines[0] if lines else repr(error)))
        return None
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _begin(start: dict[str, Any]) -> ModuleType:
    path = os.path.abspath(start["entry_script"])
    sys.argv = [path, *start["arguments"]]
    sys.path.insert(0, os.path.dirname(path))
    logging.basicConfig(
        stream=sys.stdout,
        level=start["logging_level"],
        format="%(asctime)s|%(name)s|%(levelname)s|%(message)s",
    )
    if not os.path.isfile(path):
        raise FileNotFoundError(f"The code of the job has no file {start['entry_script']}.")
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    if not callable(getattr(module, "run", None)):
        raise AttributeError(f"The entry script {start['entry_script']} has no function run.")
    _call(module, "init")
    return module


def _call(module: ModuleType, function: str) -> None:
    optional = getattr(module, function, None)
    if callable(optional):
        optional()


def _serve(driver: Connection, entry: ModuleType, batch: MiniBatch) -> None:
    began = time.monotonic()
    result = _guarded(driver, lambda: rows_of(_run(entry, batch)))
    if result is not None:
        count, text = result
        driver.send(("done", count, text, time.monotonic() - began))


def _run(entry: ModuleType, batch: MiniBatch) -> Any:
    if len(inspect.signature(entry.run).parameters) < 2:
        return entry.run(batch.items)
    context = SimpleNamespace(
        minibatch_index=batch.index,
        mini_batch_id=batch.index,
        task_id=batch.index,
        partition_key_value=batch.partition,
        dequeue_count=batch.tries + 1,
    )
    return entry.run(batch.items, context)
