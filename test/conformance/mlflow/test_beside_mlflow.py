"""Sends the same calls to the local workspace and to a real MLflow server on SQLite and compares the responses field by field."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests
from beside.answers import Server
from beside.calls import CALLS
from beside.differences import ANYWHERE, IN_CALL


@pytest.fixture(scope="module")
def mlflow_server(tmp_path_factory):
    """A real MLflow server in its own process group."""
    folder = tmp_path_factory.mktemp("mlflow")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    foreign = re.compile("^(MLFLOW_|REQUESTS_CA|AZUREML_)")
    environment = {key: value for key, value in os.environ.items() if not foreign.match(key)}
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mlflow",
            "server",
            "--backend-store-uri",
            f"sqlite:///{folder}/mlflow.db",
        ]
        + ["--artifacts-destination", str(folder / "artifacts"), "--serve-artifacts"]
        + ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
        env={
            **environment,
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        },
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    uri = f"http://127.0.0.1:{port}"
    try:
        _wait_for(server, uri)
        yield uri
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(server, uri, limit_s=120):
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        assert server.poll() is None, "mlflow server ended"
        try:
            if requests.get(f"{uri}/version", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.5)
    raise AssertionError(f"mlflow server was not ready within {limit_s} s")


def test_responses_equal_those_of_mlflow_except_for_the_listed_differences(
    rest, tracking_uri, mlflow_server
):
    ours = Server(rest.session, tracking_uri)
    theirs = Server(requests.Session(), mlflow_server)
    unlisted, seen = [], set()
    for call in CALLS:
        left, right = ours.respond(call), theirs.respond(call)
        for field in sorted(left.keys() | right.keys()):
            if left.get(field) == right.get(field):
                continue
            rule = _rule_for(call.name, field)
            seen.add(rule)
            if rule is None:
                unlisted.append(
                    f"{call.name}: {field} is {left.get(field)!r}, MLflow's {right.get(field)!r}"
                )
    assert unlisted == []
    listed = {("*", end) for end in ANYWHERE} | {
        (name, field) for name, fields in IN_CALL.items() for field in fields
    }
    assert listed - seen == set(), "listed differences that were not observed"


def _rule_for(name, field):
    for listed in IN_CALL.get(name, {}):
        if listed in ("*", field):
            return (name, listed)
    return next(
        (
            ("*", end)
            for end in ANYWHERE
            if re.search(rf"(^|\.){re.escape(end)}$", re.sub(r"\[[^]]*\]", "", field))
        ),
        None,
    )


def test_features_of_others_are_reported_as_not_implemented(rest):
    for method, path in [
        ("POST", "label-schemas/create"),
        ("POST", "gateway/endpoints/create"),
        ("POST", "webhooks"),
    ]:
        response = rest.call(method, f"mlflow/{path}", **({"json": {}} if method == "POST" else {}))
        assert (path, response.status_code, response.json()["error_code"]) == (
            path,
            501,
            "NOT_IMPLEMENTED",
        )
        assert path in response.json()["message"]
