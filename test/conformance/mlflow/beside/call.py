"""One call of MLflow's REST API, which can be sent to any server."""

from dataclasses import dataclass, field

# The base path that MLflow's web page uses.
AJAX = "ajax-api/2.0/mlflow/"


@dataclass(frozen=True)
class Call:
    name: str
    method: str
    path: str
    body: dict | None = None
    query: dict | list | None = None
    # The prefix of the path.
    base: str = "api/2.0/mlflow/"
    saves: dict[str, str] = field(default_factory=dict)


def post(name, path, body, **saves):
    return Call(name, "POST", path, body=body, saves=saves)


def patch(name, path, body):
    return Call(name, "PATCH", path, body=body)


def delete(name, path, body):
    return Call(name, "DELETE", path, body=body)


def get(name, path, query=None, base=Call.base, **saves):
    return Call(name, "GET", path, query=query or {}, base=base, saves=saves)
