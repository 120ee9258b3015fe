"""Counts what was processed and what failed, and compares it with the thresholds of the job."""

from __future__ import annotations

from dataclasses import dataclass

from .mini_batches import MiniBatch
from .settings import Settings


@dataclass
class Accounting:
    """An item is a file, or a row of a table."""

    settings: Settings
    total: int
    processed: int = 0
    failed: int = 0
    succeeded_items: int = 0
    failed_items: int = 0

    def done(self, batch: MiniBatch, returned: int) -> None:
        """`run` returned: every element stands for an item that was processed."""
        self.processed += 1
        self.succeeded_items += returned
        # A group of rows with the same keys is processed as a whole: what it returns is not compared with its rows.
        lacking = 0 if batch.partition else max(0, batch.size - returned)
        self.failed_items += lacking
        self.failed += 1 if lacking else 0

    def lost(self, batch: MiniBatch) -> None:
        """All tries of a mini-batch have failed."""
        self.processed += 1
        self.failed += 1
        self.failed_items += batch.size

    @property
    def excess(self) -> str | None:
        """The threshold that the failures exceed."""
        settings = self.settings
        if 0 <= settings.error_threshold < self.failed_items:
            return f"{self.failed_items} items failed, more than error_threshold allows ({settings.error_threshold})"
        if 0 <= settings.mini_batch_error_threshold < self.failed:
            return f"{self.failed} mini-batches failed, more than mini_batch_error_threshold allows ({settings.mini_batch_error_threshold})"
        percent = 100 * self.failed / self.total
        if percent > settings.allowed_failed_percent:
            return f"{percent:g} percent of the mini-batches failed, more than allowed_failed_percent allows ({settings.allowed_failed_percent:g})"
        return None

    @property
    def summary(self) -> str:
        return (
            f"{self.processed} of {self.total} mini-batches processed, {self.failed} failed; "
            f"{self.succeeded_items} items succeeded, {self.failed_items} failed."
        )
