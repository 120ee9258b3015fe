"""The notebook with the job's parameters in it."""

import logging
from collections.abc import Callable
from typing import Any

from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.translators import papermill_translators
from papermill.utils import find_first_tagged_cell_index

from .failures import JobRefused
from .kernel_choice import Kernel
from .python_parameters import PythonParameters
from .request import Request
from .running_notebook import without_marks
from .typescript_annotations import annotations
from .typescript_parameters import TypeScriptParameters

TYPESCRIPT = ("tslab", "jslab", "typescript", "javascript")


def load_parameterised(request: Request, kernel: Kernel, warn: Callable[[str], None]) -> Any:
    """Reads the notebook; what papermill would say of it is said by us, or not worth a line."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        notebook = without_marks(load_notebook_node(str(request.notebook)))
    except Exception as problem:  # nbformat raises whatever the file made it stumble over
        first = str(problem).split("\n", 1)[0]
        raise JobRefused(f"'{request.notebook}' is not a notebook: {first}") from problem
    if not request.parameters:
        return notebook
    _register(notebook, warn)
    return parameterize_notebook(
        notebook, request.parameters, kernel_name=kernel.name, language=kernel.language
    )


def _register(notebook: Any, warn: Callable[[str], None]) -> None:
    """Puts our translators in the place of papermill's: exact for Python, and one for TypeScript."""
    declaring = find_first_tagged_cell_index(notebook, "parameters")
    if declaring < 0:
        warn("The notebook has no cell tagged 'parameters'; its parameters are set at the top.")
    source = notebook.cells[declaring].source if declaring >= 0 else ""
    typescript = TypeScriptParameters(annotations(source), warn)
    for name in TYPESCRIPT:
        # JavaScript has no annotations, so none are found in its cells.
        papermill_translators.register(name, typescript)
    for name in ("python", "python3"):
        papermill_translators.register(name, PythonParameters)
