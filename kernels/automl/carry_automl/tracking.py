"""The run of the trial in the workspace, by MLflow's own client."""

import os
from typing import Any

from .request import Candidate


class Run:
    """The MLflow run of the job; without one, nothing is logged."""

    def __init__(self, run_id: str | None = None) -> None:
        self.id = run_id or os.environ.get("MLFLOW_RUN_ID")

    def log_candidate(self, candidate: Candidate) -> None:
        parameters = {"algorithm": candidate.algorithm, **candidate.parameters}
        if candidate.members:
            parameters["members"] = ", ".join(each.algorithm for each in candidate.members)
        self._log(params=parameters)

    def log_metrics(self, metrics: dict[str, float]) -> None:
        self._log(metrics=metrics)

    def _log(self, params: dict[str, Any] | None = None, metrics: dict[str, float] | None = None):
        if self.id is None:
            return
        import time

        from mlflow.entities import Metric, Param
        from mlflow.tracking import MlflowClient

        now = int(time.time() * 1000)
        MlflowClient().log_batch(
            self.id,
            metrics=[Metric(name, float(value), now, 0) for name, value in (metrics or {}).items()],
            params=[Param(name, str(value)) for name, value in (params or {}).items()],
        )
