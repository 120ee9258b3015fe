"""The one call of MLflow's REST API that a job's progress needs.

Not the `mlflow` package: importing it takes seconds, and the job's environment need not have it.
"""

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_TAG = 5000
LONGEST_PARAMETER = 6000
# The limits of Azure ML's tracking; MLflow itself accepts more.
SHORT_PARAMETER = 500
MOST_PARAMETERS = 100


@dataclass(frozen=True)
class TrackedRun:
    """The run that the job is, as MLFLOW_* variables name it."""

    url: str
    run_id: str
    token: str
    ca_bundle: str

    def log(self, tags: Mapping[str, str], parameters: Mapping[str, str]) -> None:
        """Writes tags and parameters; raises OSError when they did not arrive."""
        if tags:
            self._post({"tags": _pairs(tags, LONGEST_TAG)})
        names = list(parameters)
        for start in range(0, len(names), MOST_PARAMETERS):
            part = {name: parameters[name] for name in names[start : start + MOST_PARAMETERS]}
            try:
                self._post({"params": _pairs(part, LONGEST_PARAMETER)})
            except urllib.error.HTTPError as refusal:
                if refusal.code != 400:
                    raise
                self._post({"params": _pairs(part, SHORT_PARAMETER)})

    def _post(self, body: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self.url}/api/2.0/mlflow/runs/log-batch",
            data=json.dumps({"run_id": self.run_id, **body}).encode(),
            headers={"Content-Type": "application/json"},
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        secure = self.url.startswith("https:")
        context = ssl.create_default_context(cafile=self.ca_bundle or None) if secure else None
        with urllib.request.urlopen(request, timeout=20, context=context) as answer:
            answer.read()


def tracked_run(environ: Mapping[str, str]) -> TrackedRun | None:
    """The run to report to; None when the variables do not name one that HTTP reaches."""
    url = rest_url(environ.get("MLFLOW_TRACKING_URI", ""))
    run_id = environ.get("MLFLOW_RUN_ID", "")
    if not url or not run_id:
        return None
    return TrackedRun(
        url,
        run_id,
        environ.get("MLFLOW_TRACKING_TOKEN", ""),
        environ.get("REQUESTS_CA_BUNDLE", ""),
    )


def rest_url(tracking_uri: str) -> str:
    """Where a tracking URI is served; empty for one that is a folder or a database.

    `azureml://host/mlflow/v1.0/subscriptions/…` is the scheme of azureml-mlflow: the same host serves
    the same REST API over https, under v2.0.
    """
    uri = tracking_uri.split("?")[0].rstrip("/")
    if uri.startswith("azureml://"):
        return uri.replace("azureml://", "https://", 1).replace("/mlflow/v1.0/", "/mlflow/v2.0/", 1)
    return uri if uri.startswith(("http://", "https://")) else ""


def _pairs(values: Mapping[str, str], longest: int) -> list[dict[str, str]]:
    return [
        {"key": name, "value": value if len(value) <= longest else value[: longest - 1] + "…"}
        for name, value in values.items()
    ]
