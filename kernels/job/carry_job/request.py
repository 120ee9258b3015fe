"""The request of a job, read from its environment variables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .argument_values import argument_values
from .failures import JobRefused


@dataclass(frozen=True)
class Request:
    notebook: Path
    output: Path
    parameters: dict[str, Any]
    # The types of parameters as TypeScript writes them, by name.
    types: dict[str, str]
    # The literal defaults of the parameters that are not set. They are only reported.
    defaults: dict[str, Any]
    # How often a notebook that fails is tried again.
    retries: int = 0


def read_request(
    environ: Mapping[str, str], carry_folder: Path, arguments: Sequence[str] = ()
) -> Request:
    """Reads CARRY_NOTEBOOK, CARRY_OUTPUT, CARRY_PARAMETERS, CARRY_PARAMETER_TYPES and CARRY_PARAMETER_DEFAULTS.

    Values too long for an environment variable are in the file CARRY_PARAMETERS_FILE beside the code; those that the service writes are arguments.
    """
    given = environ.get("CARRY_NOTEBOOK")
    if not given:
        raise JobRefused("CARRY_NOTEBOOK is not set: the job does not say which notebook to run.")
    notebook = Path(given)
    if not notebook.is_file():
        raise JobRefused(f"There is no notebook '{given}' in the job's folder {Path.cwd()}.")
    output = environ.get("CARRY_OUTPUT") or f"outputs/{notebook.name}"
    types = _object("CARRY_PARAMETER_TYPES", environ.get("CARRY_PARAMETER_TYPES"))
    return Request(
        notebook,
        Path(output),
        _parameters(environ, carry_folder) | argument_values(arguments),
        {name: str(written) for name, written in types.items()},
        _object("CARRY_PARAMETER_DEFAULTS", environ.get("CARRY_PARAMETER_DEFAULTS")),
        _count("CARRY_RETRIES", environ.get("CARRY_RETRIES") or "0"),
    )


def _count(source: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise JobRefused(f"{source} is '{text}': it must be a whole number, such as 2.")
    return int(text)


def _parameters(environ: Mapping[str, str], carry_folder: Path) -> dict[str, Any]:
    source, text = "CARRY_PARAMETERS", environ.get("CARRY_PARAMETERS")
    name = environ.get("CARRY_PARAMETERS_FILE")
    if text is None and name:
        source, text = name, (carry_folder / name).read_text(encoding="utf-8")
    return _object(source, text)


def _object(source: str, text: str | None) -> dict[str, Any]:
    if not text:
        return {}
    try:
        parameters = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise JobRefused(f"{source} is not JSON: {problem}.") from problem
    if not isinstance(parameters, dict):
        raise JobRefused(f"{source} must be a JSON object of names and values.")
    return parameters


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
