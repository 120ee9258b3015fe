"""Loads the notebook and injects the job's parameters."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from papermill.exceptions import PapermillException
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.translators import papermill_translators
from papermill.utils import find_first_tagged_cell_index

from .failures import JobRefused
from .kernel_choice import Kernel
from .python_cell import declarations
from .python_parameters import PythonParameters
from .request import Request
from .running_notebook import without_marks
from .typescript_parameters import TypeScriptParameters

TYPESCRIPT = ("tslab", "jslab", "typescript", "javascript")


# papermill's names of languages, where they are not those of the kernels in lower case.
PAPERMILL_LANGUAGES = {"r": "R"}


def load_parameterised(
    request: Request, kernel: Kernel, warn: Callable[[str], None]
) -> tuple[Any, Request]:
    """Reads the notebook and injects the parameters; returns both, the values in the types of the parameters cell.

    Hides papermill's warnings; `warn` gets ours.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        notebook = without_marks(_load(request.notebook))
    except Exception as problem:  # nbformat raises many types for invalid files
        first = str(problem).split("\n", 1)[0]
        raise JobRefused(f"'{request.notebook}' is not a notebook: {first}") from problem
    given = request.parameters
    if kernel.language == "python":
        request = _typed(request, notebook)
    if not given:
        return notebook, request
    _register_translators(request.types, warn)
    if find_first_tagged_cell_index(notebook, "parameters") < 0:
        warn("The notebook has no cell tagged 'parameters'; its parameters are set at the top.")
    language = PAPERMILL_LANGUAGES.get(kernel.language, kernel.language)
    try:
        injected = parameterize_notebook(
            notebook, request.parameters, kernel_name=kernel.name, language=language
        )
    except PapermillException as problem:
        raise JobRefused(
            f"The notebook cannot have parameters: nothing here can set variables in "
            f"'{kernel.language}', the language of its kernel '{kernel.name}'."
        ) from problem
    # A set or bytes could not be saved.
    injected.metadata.papermill["parameters"] = given
    return injected, request


def _load(path: Path) -> Any:
    """Reads a notebook of any format. papermill reads nbformat 4, and most of 3."""
    if json.loads(path.read_text(encoding="utf-8")).get("nbformat") not in (2, 3):
        return load_notebook_node(str(path))
    with TemporaryDirectory() as folder:
        converted = Path(folder, path.name)
        nbformat.write(nbformat.read(path, as_version=4), converted)
        return load_notebook_node(str(converted))


def _typed(request: Request, notebook: Any) -> Request:
    """Converts the values to the types that the parameters cell declares."""
    index = find_first_tagged_cell_index(notebook, "parameters")
    declared = declarations(notebook.cells[index].source) if index >= 0 else {}

    return replace(
        request,
        parameters={
            name: declared[name].value(value) if name in declared else value
            for name, value in request.parameters.items()
        },
        defaults={
            name: declared[name].literal(value) if name in declared else value
            for name, value in request.defaults.items()
        },
    )


def _register_translators(types: Mapping[str, str], warn: Callable[[str], None]) -> None:
    """Replaces papermill's translators: an exact one for Python, and one for TypeScript."""
    typescript = TypeScriptParameters(types, warn)
    for name in TYPESCRIPT:
        papermill_translators.register(name, typescript)
    for name in ("python", "python3"):
        papermill_translators.register(name, PythonParameters)
