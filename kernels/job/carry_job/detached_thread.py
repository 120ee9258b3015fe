"""Blocking work that a stop of the job does not wait for."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def run_detached(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Runs the work in a thread. Unlike those of `asyncio.to_thread`, it does not delay the end of the process."""
    result: Future[T] = Future()
    # The work cannot be cancelled; only the wait for it can.
    result.set_running_or_notify_cancel()

    def run() -> None:
        try:
            value = work()
        except BaseException as problem:
            result.set_exception(problem)
        else:
            result.set_result(value)

    threading.Thread(target=run, name="carry-detached", daemon=True).start()
    return asyncio.wrap_future(result)
