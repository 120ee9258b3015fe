"""The calls of MLflow's REST API that a job's progress needs.

Not the `mlflow` package: importing it takes seconds, and the job's environment may not have it.
"""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_TAG_LENGTH = 5000
MAX_PARAMETER_LENGTH = 6000
# The limits of Azure ML's tracking; MLflow itself accepts more.
AZURE_MAX_PARAMETER_LENGTH = 500
AZURE_MAX_PARAMETERS = 100


@dataclass(frozen=True)
class TrackedRun:
    """The run of the job, named by the MLFLOW_* variables."""

    url: str
    run_id: str
    token: str
    ca_bundle: str

    def log_tags(self, tags: Mapping[str, str]) -> None:
        """Writes tags; raises OSError when the server did not accept them."""
        self._log_batch({"tags": _pairs(tags, MAX_TAG_LENGTH)})

    def log_missing_parameters(self, parameters: Mapping[str, str]) -> None:
        """Writes the parameters that the run does not have yet; raises OSError when the server did not accept them."""
        logged = self._parameter_names()
        names = [name for name in parameters if name not in logged]
        for start in range(0, len(names), AZURE_MAX_PARAMETERS):
            part = {name: parameters[name] for name in names[start : start + AZURE_MAX_PARAMETERS]}
            try:
                self._log_batch({"params": _pairs(part, MAX_PARAMETER_LENGTH)})
            except urllib.error.HTTPError as refusal:
                if refusal.code != 400:
                    raise
                self._log_batch({"params": _pairs(part, AZURE_MAX_PARAMETER_LENGTH)})

    def _parameter_names(self) -> set[str]:
        query = urllib.parse.urlencode({"run_id": self.run_id})
        answer = json.loads(self._call(f"runs/get?{query}"))
        return {each["key"] for each in answer["run"].get("data", {}).get("params", [])}

    def _log_batch(self, body: dict[str, Any]) -> None:
        self._call("runs/log-batch", json.dumps({"run_id": self.run_id, **body}).encode())

    def _call(self, path: str, body: bytes | None = None) -> bytes:
        """Posts the body to a path of the API; gets the path when there is none."""
        request = urllib.request.Request(
            f"{self.url}/api/2.0/mlflow/{path}",
            data=body,
            headers={"Content-Type": "application/json"} if body else {},
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        secure = self.url.startswith("https:")
        context = ssl.create_default_context(cafile=self.ca_bundle or None) if secure else None
        with urllib.request.urlopen(request, timeout=20, context=context) as response:
            answer: bytes = response.read()
            return answer


def tracked_run(environ: Mapping[str, str]) -> TrackedRun | None:
    """Returns the run to report to; None when the variables name no run on an HTTP server."""
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
    """Returns the URL that serves a tracking URI; empty when the URI is a folder or a database.

    `azureml://host/mlflow/v1.0/subscriptions/…` is the scheme of azureml-mlflow: the same host serves
    the same REST API over https, under v2.0.
    """
    uri = tracking_uri.split("?")[0].rstrip("/")
    if uri.startswith("azureml://"):
        return uri.replace("azureml://", "https://", 1).replace("/mlflow/v1.0/", "/mlflow/v2.0/", 1)
    return uri if uri.startswith(("http://", "https://")) else ""


def _pairs(values: Mapping[str, str], max_length: int) -> list[dict[str, str]]:
    return [
        {"key": name, "value": value if len(value) <= max_length else value[: max_length - 1] + "…"}
        for name, value in values.items()
    ]
