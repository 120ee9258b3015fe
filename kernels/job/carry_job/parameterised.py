"""Loads the notebook and injects the job's parameters."""

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
    """Reads the notebook and injects the parameters. Hides papermill's warnings; `warn` gets ours."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        notebook = without_marks(load_notebook_node(str(request.notebook)))
    except Exception as problem:  # nbformat raises many types for invalid files
        first = str(problem).split("\n", 1)[0]
        raise JobRefused(f"'{request.notebook}' is not a notebook: {first}") from problem
    if not request.parameters:
        return notebook
    _register_translators(notebook, warn)
    return parameterize_notebook(
        notebook, request.parameters, kernel_name=kernel.name, language=kernel.language
    )


def _register_translators(notebook: Any, warn: Callable[[str], None]) -> None:
    """Replaces papermill's translators: an exact one for Python, and one for TypeScript."""
    parameters_cell = find_first_tagged_cell_index(notebook, "parameters")
    if parameters_cell < 0:
        warn("The notebook has no cell tagged 'parameters'; its parameters are set at the top.")
    source = notebook.cells[parameters_cell].source if parameters_cell >= 0 else ""
    typescript = TypeScriptParameters(annotations(source), warn)
    for name in TYPESCRIPT:
        # JavaScript has no annotations, so none are found in its cells.
        papermill_translators.register(name, typescript)
    for name in ("python", "python3"):
        papermill_translators.register(name, PythonParameters)
