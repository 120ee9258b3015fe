"""The notebook while it runs: papermill's record of it, saved periodically."""

from pathlib import Path
from typing import Any

from papermill.engines import NotebookExecutionManager, catch_nb_assignment
from papermill.execute import (
    ERROR_ANCHOR_MSG,
    ERROR_MARKER_TAG,
    ERROR_MESSAGE_TEMPLATE,
    remove_error_markers,
)

from .failures import CellFailed
from .notebook_file import save, save_progress

FAILED_CELL_TAG = "carry-failed-cell"
# During a long cell; papermill waits longer when saving is slow.
SAVE_INTERVAL_SECONDS = 5


class RunningNotebook(NotebookExecutionManager):
    def __init__(self, nb: Any, output: Path) -> None:
        super().__init__(
            nb, str(output), progress_bar=False, autosave_cell_every=SAVE_INTERVAL_SECONDS
        )
        self._output = output

    @catch_nb_assignment
    def save(self, **kwargs: Any) -> None:
        save_progress(self.nb, self._output)
        self.last_save_time = self.now()

    @catch_nb_assignment
    def notebook_complete(self, **kwargs: Any) -> None:
        super().notebook_complete(**kwargs)
        save(self.nb, self._output)

    def mark_failure(self, failure: CellFailed) -> None:
        """Adds a cell at the top that says where the notebook failed, as papermill does, and saves the notebook."""
        from nbformat.v4 import new_markdown_cell

        cell = self.nb.cells[failure.index]
        cell.metadata.tags.append(FAILED_CELL_TAG)
        anchor = new_markdown_cell(ERROR_ANCHOR_MSG, metadata={"tags": [ERROR_MARKER_TAG]})
        top = new_markdown_cell(
            ERROR_MESSAGE_TEMPLATE % (cell.execution_count or " "),
            metadata={"tags": [ERROR_MARKER_TAG]},
        )
        self.nb.cells.insert(failure.index, anchor)
        self.nb.cells.insert(0, top)
        save(self.nb, self._output)


def without_marks(nb: Any) -> Any:
    """Removes the marks of an earlier failed run from the notebook."""
    nb = remove_error_markers(nb)
    for cell in nb.cells:
        cell.metadata["tags"] = [tag for tag in cell.metadata.tags if tag != FAILED_CELL_TAG]
    return nb
