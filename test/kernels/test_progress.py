"""The job side logs the notebook's progress to the run through MLflow's REST API, without delaying the notebook."""

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

import carry_job.progress
import pytest
from carry_job.progress import Progress
from conftest import Job, cell


class Tracking(ThreadingHTTPServer):
    """Stores the posted values; refuses another value of a parameter, and parameters longer than `longest`, as Azure ML does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.tags: dict[str, str] = {}
        self.params: dict[str, str] = {}
        self.requests: list[tuple[str, str | None, str]] = []
        self.longest = 6000
        self.refused = 0
        self.hang = threading.Event()
        self.hangs = False
        # How many requests it answers as a proxy does whose server is away.
        self.away = 0

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/mlflow/v2.0/workspaces/w"


class Handler(BaseHTTPRequestHandler):
    server: Tracking

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.hangs:
            self.server.hang.wait(60)
        if self.server.away > 0:
            self.server.away -= 1
            self.send_response(502)
            self.end_headers()
            return
        head = (self.path, self.headers["Authorization"], body["run_id"])
        self.server.requests.append(head)
        params = {p["key"]: p["value"] for p in body.get("params", [])}
        logged = self.server.params
        refused = any(
            len(value) > self.server.longest or logged.get(name, value) != value
            for name, value in params.items()
        )
        self.server.refused += refused
        if not refused:
            self.server.params.update(params)
            self.server.tags.update({t["key"]: t["value"] for t in body.get("tags", [])})
        self.send_response(400 if refused else 200)
        self.end_headers()
        self.wfile.write(b"{}")

    def do_GET(self) -> None:
        pairs = [{"key": key, "value": value} for key, value in self.server.params.items()]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"run": {"data": {"params": pairs}}}).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def tracking() -> Iterator[Tracking]:
    server = Tracking()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.hang.set()
    server.shutdown()
    server.server_close()


def variables(tracking: Tracking) -> dict[str, str]:
    return {
        "MLFLOW_TRACKING_URI": tracking.uri,
        "MLFLOW_TRACKING_TOKEN": "token",
        "MLFLOW_RUN_ID": "run-1",
    }


def test_a_completed_notebook(job: Job, tracking: Tracking) -> None:
    job.write("python3", cell("# Title", kind="markdown"), cell("n = 1", "parameters"), "n", "n")
    given = {"n": 2, "flag": True, "names": ["a"], "long": "x" * 7000, "none": None}
    ended = job.run(json.dumps(given), **variables(tracking))
    assert ended.code == 0, ended.log
    since = int(tracking.tags.pop("carry.cell.since"))
    assert abs(since / 1000 - time.time()) < 60
    seconds = [float(each) for each in tracking.tags.pop("carry.cells.seconds").split(",")]
    assert len(seconds) == 3
    assert all(0 <= each < 60 for each in seconds)
    assert 0 < float(tracking.tags.pop("carry.cpu.seconds")) < 600
    assert tracking.tags == {
        "carry.step": "Starting the kernel 'python3'.",
        "carry.cells.total": "3",
        "carry.cells.done": "3",
        "carry.cell.current": "3",
    }
    assert tracking.params == {
        "n": "2",
        "flag": "True",
        "names": "['a']",
        "long": "x" * 5999 + "…",
        "none": "None",
    }
    path = "/mlflow/v2.0/workspaces/w/api/2.0/mlflow/runs/log-batch"
    assert set(tracking.requests) == {(path, "Bearer token", "run-1")}


def test_the_time_of_cells_and_processors(job: Job, tracking: Tracking) -> None:
    busy = "import time\nend = time.process_time() + 1.5\nwhile time.process_time() < end: pass"
    job.write("python3", "1", busy, "import time; time.sleep(1)").run(**variables(tracking))
    first, second, third = map(float, tracking.tags["carry.cells.seconds"].split(","))
    assert first < second
    assert second >= 1.5
    assert third >= 1
    assert float(tracking.tags["carry.cpu.seconds"]) >= 1.5


def test_the_time_of_cells_that_did_not_all_run_is_not_told(job: Job, tracking: Tracking) -> None:
    job.write("python3", "1", "raise ValueError", "3").run(**variables(tracking))
    assert "carry.cells.seconds" not in tracking.tags
    assert float(tracking.tags["carry.cpu.seconds"]) > 0


def test_the_time_of_cells_is_that_of_the_attempt_that_succeeded(
    job: Job, tracking: Tracking
) -> None:
    slow = "import time\nfirst = not __import__('os').path.exists('tried')\nif first: time.sleep(3)"
    fail = "open('tried', 'w').close()\nif first: raise ValueError"
    ended = job.write("python3", slow, fail).run(CARRY_RETRIES="1", **variables(tracking))
    assert ended.code == 0, ended.log
    first, second = map(float, tracking.tags["carry.cells.seconds"].split(","))
    assert first < 3
    assert second < 3


class RecordedRun:
    """Keeps the tags, after the errors that are raised first."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.tags: dict[str, str] = {}
        self.accepted = threading.Event()

    def log_tags(self, tags: Mapping[str, str]) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.tags.update(tags)
        self.accepted.set()

    def log_missing_parameters(self, parameters: Mapping[str, str]) -> None:
        pass


def test_no_cell_runs_while_the_notebook_begins_again() -> None:
    run = RecordedRun()
    progress = Progress(run, pytest.fail)
    progress.cells(done=1, total=3)
    progress.current(2)
    progress.retried()
    progress.close()
    del run.tags["carry.cell.since"]
    assert run.tags == {
        "carry.cells.done": "0",
        "carry.cells.total": "3",
        "carry.cell.current": "0",
    }


@pytest.mark.parametrize(
    ("status", "arrives"), [(408, True), (429, True), (503, True), (400, False), (404, False)]
)
def test_a_refused_report_is_repeated_if_it_may_be_accepted_later(
    monkeypatch: pytest.MonkeyPatch, status: int, arrives: bool
) -> None:
    monkeypatch.setattr(carry_job.progress, "RETRY_INTERVAL_SECONDS", 0.01)
    run, warned = RecordedRun(HTTPError("u", status, "no", Message(), None)), threading.Event()
    progress = Progress(run, lambda _: warned.set())
    progress.step("now")
    assert warned.wait(10)
    # The next report has what is repeated.
    progress.used(1)
    assert run.accepted.wait(10)
    progress.close()
    assert ("carry.step" in run.tags) == arrives


def test_the_log_says_what_happens_before_the_first_cell(job: Job) -> None:
    first, ready, cell_line, *_ = job.write("python3", "1").run().log.splitlines()
    assert first == "Starting the kernel 'python3' …"
    assert re.fullmatch(r"The kernel is ready: \d+\.\d s", ready)
    assert cell_line.endswith("cell 1 of 1 …")


def test_what_the_notebook_logged_itself_is_left_as_it_is(job: Job, tracking: Tracking) -> None:
    log = f"""
import json, urllib.request
def log(**params):
    pairs = [{{"key": key, "value": value}} for key, value in params.items()]
    body = json.dumps({{"run_id": "run-1", "params": pairs}}).encode()
    urllib.request.urlopen("{tracking.uri}/api/2.0/mlflow/runs/log-batch", body).read()
"""
    job.write(
        "python3", cell("rate: float = 1\nn = 1\nm = 2", "parameters"), log + "log(n='three')"
    )
    ended = job.run(
        '{"n": 3}', **variables(tracking), CARRY_PARAMETER_DEFAULTS='{"m": 2, "rate": 1}'
    )
    assert ended.code == 0, ended.log
    # The default is reported as the notebook has it, whatever its annotation.
    assert tracking.params == {"n": "three", "m": "2", "rate": "1"}
    assert tracking.refused == 0


def test_a_failed_cell(job: Job, tracking: Tracking) -> None:
    job.write("python3", "1", f"raise ValueError('no' + 'o' * {10_000})", "3")
    job.run(**variables(tracking))
    assert tracking.tags["carry.cells.done"] == "1"
    assert tracking.tags["carry.cell.current"] == "2"
    assert tracking.tags["carry.cell.failed"] == "2"
    assert tracking.tags["carry.error.name"] == "ValueError"
    assert len(tracking.tags["carry.error.message"]) == 5000


def test_a_refused_job(job: Job, tracking: Tracking) -> None:
    job.write("python3", "1").run('{"class": 1}', **variables(tracking))
    assert tracking.tags["carry.error.name"] == "JobRefused"
    assert "'class' is not a name" in tracking.tags["carry.error.message"]


def test_a_server_that_accepts_only_short_parameters(job: Job, tracking: Tracking) -> None:
    tracking.longest = 500
    job.write("python3", "1").run(json.dumps({"long": "x" * 600}), **variables(tracking))
    assert tracking.params == {"long": "x" * 499 + "…"}


def test_many_quick_cells_are_reported_together(job: Job, tracking: Tracking) -> None:
    job.write("python3", *["1"] * 60)
    assert job.run(**variables(tracking)).code == 0
    assert tracking.tags["carry.cells.done"] == "60"
    assert len(tracking.requests) < 30


def test_a_server_that_restarts_learns_what_it_has_missed(job: Job, tracking: Tracking) -> None:
    tracking.away = 3
    job.write("python3", "1", "2", "import time; time.sleep(6)")
    ended = job.run(**variables(tracking))
    assert tracking.tags["carry.cell.current"] == "3"
    assert tracking.tags["carry.cells.total"] == "3"
    assert tracking.tags["carry.step"].startswith("Starting")
    assert ended.log.count("could not be reported") == 1


def test_an_unreachable_server_is_one_line_in_the_log(job: Job) -> None:
    job.write("python3", "1", "2")
    ended = job.run('{"a": 1}', MLFLOW_TRACKING_URI="http://127.0.0.1:9", MLFLOW_RUN_ID="r")
    assert ended.code == 0
    assert ended.log.count("could not be reported") == 1


def test_a_server_that_hangs_does_not_delay_the_cells(job: Job, tracking: Tracking) -> None:
    tracking.hangs = True
    job.write("python3", *["import time; print('at', time.time())"] * 5)
    ended = job.run(**variables(tracking))
    assert ended.code == 0
    times = [float(line.split()[1]) for line in ended.log.splitlines() if line.startswith("at ")]
    assert len(times) == 5
    assert times[-1] - times[0] < 5


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("azureml://h/mlflow/v1.0/subscriptions/s", "https://h/mlflow/v2.0/subscriptions/s"),
        ("azureml://h/mlflow/v1.0/subscriptions/s?x=1", "https://h/mlflow/v2.0/subscriptions/s"),
        ("https://h:1/mlflow/v2.0/a/", "https://h:1/mlflow/v2.0/a"),
        ("sqlite:///x.db", ""),
        ("", ""),
    ],
)
def test_the_http_url_of_a_tracking_uri(uri: str, url: str) -> None:
    from carry_job.mlflow_rest import rest_url

    assert rest_url(uri) == url


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("python", True, "True"),
        ("typescript", True, "true"),
        ("typescript", 1e3, "1000"),
        ("python", 1e3, "1000.0"),
        ("typescript", {"a": [1, None]}, '{"a":[1,null]}'),
        ("python", "text", "text"),
    ],
)
def test_parameters_are_shown_as_the_language_prints_them(
    language: str, value: Any, shown: str
) -> None:
    from carry_job.progress import display_value

    assert display_value(language, value) == shown
