"""`python -m carry_automl`: one job of an AutoML job, which is a trial or the test of the best model."""

import contextlib
import os
import sys
import warnings
from pathlib import Path

from .problems import Problem
from .request import Request

# Relative to the working folder of the job, whose `outputs` is uploaded to the run.
MODEL = Path("outputs/mlflow-model")
PREDICTIONS = Path("outputs/predictions")


def say(text: str) -> None:
    print(text, flush=True)


def given(name: str) -> str | None:
    return os.environ.get(f"AZURE_ML_INPUT_{name}")


def limit_threads() -> None:
    """Libraries start a thread for each core, before they are asked; beside other trials these would wait for each other."""
    with contextlib.suppress(Problem):
        cores = str(Request.read().cores)
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, cores)


def main() -> int:
    warnings.simplefilter("ignore")
    limit_threads()
    try:
        from .tables import read_frame, split_test
    except ModuleNotFoundError as error:
        say(
            f"Error: the package {error.name} is missing. Let the workspace build the environment of AutoML "
            "(setting environments: build), or name an environment that has it."
        )
        return 1
    try:
        request = Request.read()
        frame = read_frame(given("training_data") or "", "training data")
        training, held_out = split_test(frame, request)
        if request.candidate is None:
            test = given("test_data")
            evaluate(request, training, read_frame(test, "test data") if test else held_out)
        else:
            validation = given("validation_data")
            trial(
                request, training, read_frame(validation, "validation data") if validation else None
            )
    except Problem as problem:
        say(f"Error: {problem}")
        return 1
    return 0


def trial(request, training, validation) -> None:
    from .model_files import save_model
    from .tracking import Run
    from .trial import run_trial

    candidate = request.candidate
    members = ", ".join(member.algorithm for member in candidate.members)
    say(
        f"{candidate.algorithm} {f'of {members}' if members else candidate.parameters or ''}".strip()
    )
    run = Run()
    run.log_candidate(candidate)
    fitted = run_trial(training, validation, request, say)
    save_model(fitted.model, MODEL, run.id, fitted.table.features)
    # The score comes last: a trial that has one has a model.
    run.log_metrics(fitted.metrics)
    for name, value in fitted.metrics.items():
        say(f"{name}: {value:.6g}")


def evaluate(request, training, test) -> None:
    from .model_files import load_model
    from .test_run import run_test
    from .tracking import Run

    model = load_model(given("model") or "")
    metrics = run_test(model, training, test, request, PREDICTIONS, say)
    Run().log_metrics(metrics)
    for name, value in metrics.items():
        say(f"{name}: {value:.6g}")


if __name__ == "__main__":
    sys.exit(main())
