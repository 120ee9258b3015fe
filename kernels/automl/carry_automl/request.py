"""What the trial is asked to do: the task of the AutoML job, in the fields of Azure's contract, and a candidate."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .problems import Problem

# Every random choice of a trial starts from it, so that the same job gives the same model.
SEED = 42

Fields = dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    algorithm: str
    parameters: Fields
    # The members of an ensemble.
    members: tuple["Candidate", ...] = ()

    @staticmethod
    def read(fields: Fields) -> "Candidate":
        members = tuple(Candidate.read(member) for member in fields.get("members") or [])
        return Candidate(fields["algorithm"], dict(fields.get("parameters") or {}), members)


@dataclass(frozen=True)
class Request:
    task: Fields
    # Absent in the job that evaluates the best model on the test data.
    candidate: Candidate | None

    @staticmethod
    def read(variables: Mapping[str, str] = os.environ) -> "Request":
        text = variables.get("CARRY_AUTOML_TRIAL")
        if not text:
            raise Problem(
                "The variable CARRY_AUTOML_TRIAL is missing: trials are started by an AutoML job."
            )
        task = json.loads(text)
        candidate = task.pop("candidate", None)
        return Request(task, Candidate.read(candidate) if candidate else None)

    @property
    def type(self) -> str:
        return self.task["taskType"]

    @property
    def target(self) -> str:
        return self.task["targetColumnName"]

    @property
    def metric(self) -> str:
        """The primary metric, by the name under which it is logged."""
        return self.task["primaryMetric"]

    @property
    def weights(self) -> str | None:
        return self.task.get("weightColumnName") or None

    @property
    def forecasting(self) -> Fields:
        return self.task.get("forecastingSettings") or {}

    @property
    def featurization(self) -> Fields:
        return self.task.get("featurizationSettings") or {}

    @property
    def cores(self) -> int:
        """The number of cores of a trial: what the user allows, or its share of all beside the other trials."""
        limits = self.task.get("limitSettings") or {}
        given = int(limits.get("maxCoresPerTrial") or -1)
        share = (os.cpu_count() or 1) // int(limits.get("maxConcurrentTrials") or 1)
        return given if given > 0 else max(1, share)

    @property
    def folds(self) -> int | None:
        """The number of cross validations that the user gave; None for `auto` and for none."""
        return (self.task.get("nCrossValidations") or {}).get("value")
