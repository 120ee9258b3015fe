"""The secrets of a job: the job names them, and their values come from the workspace when it runs."""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from .failures import JobRefused

VARIABLE = "CARRY_SECRETS"


def secret_values(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns the values of the variables that CARRY_SECRETS names, each with the name of its secret."""
    names: dict[str, str] = json.loads(environ.get(VARIABLE) or "{}")
    return {variable: _value(secret, environ) for variable, secret in names.items()}


def _value(secret: str, environ: Mapping[str, str]) -> str:
    """Asks Azure ML's credential service, which opens the workspace's Key Vault, with the token of the run."""
    endpoint = environ.get("AZUREML_SERVICE_ENDPOINT", "").rstrip("/")
    scope = environ.get("AZUREML_WORKSPACE_SCOPE", "")
    token = environ.get("AZUREML_RUN_TOKEN") or environ.get("MLFLOW_TRACKING_TOKEN", "")
    if not endpoint or not scope or not token:
        raise JobRefused(
            f"The secret '{secret}' cannot be read: the job does not know its workspace "
            "(AZUREML_SERVICE_ENDPOINT, AZUREML_WORKSPACE_SCOPE and AZUREML_RUN_TOKEN)."
        )
    request = urllib.request.Request(
        f"{endpoint}/credential/v2.0{scope}/secrets/{urllib.parse.quote(secret, safe='')}",
        headers={"Authorization": f"Bearer {token}"},
    )
    bundle = environ.get("REQUESTS_CA_BUNDLE") or None
    context = ssl.create_default_context(cafile=bundle) if endpoint.startswith("https:") else None
    try:
        with urllib.request.urlopen(request, timeout=20, context=context) as response:
            value: str = json.load(response)["value"]
            return value
    except urllib.error.HTTPError as refusal:
        if refusal.code == 404:
            raise JobRefused(
                f"The workspace has no secret '{secret}'. Store it in the Submit panel of the sidebar, "
                f"or with ws.secrets.set('{secret}', …), and submit again."
            ) from None
        raise JobRefused(
            f"The secret '{secret}' cannot be read: the workspace answered {refusal.code} {refusal.reason}."
        ) from None
    except (OSError, ValueError, KeyError) as problem:
        raise JobRefused(f"The secret '{secret}' cannot be read: {problem}.") from None
