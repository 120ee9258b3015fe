"""What a parallel job was asked to do: the settings of its step, and the arguments that users add to those of their script."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .failures import ParallelRunError

PLACEHOLDER = re.compile(r"\$\{\{\s*(inputs|outputs)\.([\w-]+)\s*\}\}")
# The name of our own script for MLflow models.
MLFLOW = "mlflow:pyfunc"
SCORE_MLFLOW = Path(__file__).resolve().parents[1] / "score_mlflow.py"
OPTIONAL = re.compile(r"\$\[\[(.*?)\]\]", re.DOTALL)


@dataclass
class Settings:
    """The variable CARRY_PARALLEL holds the first fields as JSON, under these names."""

    entry_script: str
    input_name: str
    input_type: str = "uri_folder"
    program_arguments: str = ""
    append_row_to: str | None = None
    output_file_name: str | None = None
    model_name: str | None = None
    mini_batch_size: str | None = None
    partition_keys: list[str] = field(default_factory=list)
    instance_count: int = 1
    max_concurrency_per_instance: int | None = None
    max_retries: int = 2
    timeout: float = 60
    error_threshold: int = -1
    mini_batch_error_threshold: int = -1
    allowed_failed_percent: float = 100
    logging_level: str = "INFO"
    # Computed from the values of the job's inputs and outputs.
    input_path: str = ""
    output_path: str | None = None
    output_folder: str | None = None
    model_path: str | None = None
    arguments: list[str] = field(default_factory=list)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings of this job from its variables."""
    variables = os.environ if environment is None else environment
    given: dict[str, Any] = json.loads(variables["CARRY_PARALLEL"])
    settings = Settings(**{key: value for key, value in given.items() if value is not None})
    settings.input_path = _value(variables, "inputs", settings.input_name) or ""
    if not settings.input_path:
        raise ParallelRunError(
            f"The input '{settings.input_name}', which is to be split into mini-batches, was not given."
        )
    _set_outputs(settings, variables)
    if settings.model_name:
        settings.model_path = _value(variables, "inputs", settings.model_name)
    if settings.entry_script == MLFLOW:
        settings.entry_script = str(SCORE_MLFLOW)
    words = _words(settings.program_arguments, variables)
    _read_predefined(settings, words)
    settings.arguments = [*_driver_arguments(settings), *words]
    return settings


def _set_outputs(settings: Settings, variables: Mapping[str, str]) -> None:
    named = PLACEHOLDER.search(settings.append_row_to or "")
    if named:
        target = _value(variables, "outputs", named.group(2))
        if target is None:
            raise ParallelRunError(
                f"append_row_to names the output '{named.group(2)}', which the job does not have."
            )
        settings.output_path = _below(target, settings) if os.path.isdir(target) else target
    elif settings.append_row_to:
        settings.output_path = os.path.abspath(settings.append_row_to)
    if settings.output_path:
        settings.output_folder = os.path.dirname(settings.output_path)
        return
    first = next((key for key in variables if key.startswith("AZURE_ML_OUTPUT_")), None)
    if first:
        at = variables[first]
        settings.output_folder = at if os.path.isdir(at) else os.path.dirname(at)


def _below(folder: str, settings: Settings) -> str:
    """The file with the results in an output that is a folder. Who invokes a batch endpoint chooses its name."""
    name = settings.output_file_name or "parallel_run_step.txt"
    path = os.path.normpath(os.path.join(folder, name))
    if not path.startswith(os.path.join(os.path.normpath(folder), "")):
        raise ParallelRunError(
            f"output_file_name is '{name}', which is outside of the output. Use the name of a file."
        )
    return path


def _value(variables: Mapping[str, str], kind: str, name: str) -> str | None:
    prefix = "AZURE_ML_INPUT_" if kind == "inputs" else "AZURE_ML_OUTPUT_"
    return variables.get(prefix + name)


def _words(text: str, variables: Mapping[str, str]) -> list[str]:
    """The arguments of the script. A value stays one argument, whatever it contains; optional parts without a value are left out."""

    def part(match: re.Match[str]) -> str:
        inner = match.group(1)
        used = [m.groups() for m in PLACEHOLDER.finditer(inner)]
        return inner if all(_value(variables, *each) is not None for each in used) else ""

    def filled(match: re.Match[str]) -> str:
        value = _value(variables, *match.groups())
        if value is None:
            raise ParallelRunError(
                f"program_arguments refer to {match.group(0)}, which the job does not have."
            )
        return value

    # Spaces inside of a placeholder would split it.
    compact = PLACEHOLDER.sub(lambda m: f"${{{{{m.group(1)}.{m.group(2)}}}}}", text)
    # Behind the last closing brackets, each opening one would be followed to the end, in quadratic time.
    end = compact.rfind("]]") + 2 if "]]" in compact else 0
    words = shlex.split(OPTIONAL.sub(part, compact[:end]) + compact[end:])
    return [PLACEHOLDER.sub(filled, word) for word in words]


def _read_predefined(settings: Settings, words: list[str]) -> None:
    """Users set some of the driver's own settings among the arguments of their script."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--error_threshold", type=int)
    parser.add_argument("--mini_batch_error_threshold", "--allowed_failed_count", type=int)
    parser.add_argument("--allowed_failed_percent", type=float)
    parser.add_argument("--run_invocation_timeout", type=float)
    parser.add_argument("--run_max_try", type=int)
    try:
        given, _ = parser.parse_known_args(words)
    except SystemExit:
        raise ParallelRunError(
            "program_arguments have a setting of parallel jobs without a number: " + " ".join(words)
        ) from None
    if given.error_threshold is not None:
        settings.error_threshold = given.error_threshold
    if given.mini_batch_error_threshold is not None:
        settings.mini_batch_error_threshold = given.mini_batch_error_threshold
    if given.allowed_failed_percent is not None:
        settings.allowed_failed_percent = given.allowed_failed_percent
    if given.run_invocation_timeout is not None:
        settings.timeout = given.run_invocation_timeout
    if given.run_max_try is not None:
        settings.max_retries = max(0, given.run_max_try - 1)


def _driver_arguments(settings: Settings) -> list[str]:
    """The arguments that Azure's driver passes before those of the user: scripts read theirs with `parse_known_args`."""
    arguments = {
        "--scoring_module_name": settings.entry_script,
        "--mini_batch_size": settings.mini_batch_size,
        "--error_threshold": settings.error_threshold,
        "--output_action": "append_row" if settings.output_path else "summary_only",
        "--logging_level": settings.logging_level,
        "--run_invocation_timeout": f"{settings.timeout:g}",
        "--run_max_try": settings.max_retries + 1,
        "--process_count_per_node": settings.max_concurrency_per_instance,
        "--partition_keys": json.dumps(settings.partition_keys)
        if settings.partition_keys
        else None,
        "--append_row_file_name": settings.output_path and os.path.basename(settings.output_path),
        "--output": settings.output_folder,
    }
    return [
        word for key, value in arguments.items() if value is not None for word in (key, str(value))
    ]
