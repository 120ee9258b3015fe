"""Components and pipeline jobs by Microsoft's Python client, unmodified, against the workspace that the environment names."""

# ruff: noqa: F841  (a step is named after its variable)

import uuid

import pytest
from azure.ai.ml import Input, Output, command, dsl
from azure.ai.ml.entities import Data
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from waiting import ended, wait_for


@pytest.fixture
def step(environment, tmp_path):
    """A component from a name, the text of a script, and its inputs and outputs."""

    def make(name, script, inputs=None, outputs=("out",), environment=environment):
        inputs = inputs or {}
        code = tmp_path / name
        code.mkdir(exist_ok=True)
        (code / "main.py").write_text(script)
        places = [f"${{{{inputs.{i}}}}}" for i in inputs] + [
            f"${{{{outputs.{o}}}}}" for o in outputs
        ]
        return command(
            name=name,
            display_name=name,
            code=str(code),
            command=" ".join(["python main.py", *places]),
            inputs=inputs,
            outputs={o: Output(type="uri_folder") for o in outputs},
            environment=environment,
        )

    return make


FOLDER = Input(type="uri_folder")
WRITE = """
import pathlib, sys, time
time.sleep(3)  # the client prints nothing of a job that has ended before it looks
pathlib.Path(sys.argv[2]).joinpath("n").write_text(sys.argv[1])
"""
ADD = """
import pathlib, sys
*sources, target = map(pathlib.Path, sys.argv[1:])
total = sum(int(s.joinpath("n").read_text()) for s in sources)
target.joinpath("n").write_text(str(total))
"""


def states(client, pipeline):
    children = client.jobs.list(parent_job_name=pipeline)
    return {child.display_name: child.status for child in children}


def test_two_steps_forward_an_output_and_stream_to_the_end(client, step, tmp_path, capfd):
    write = step("write", WRITE, {"n": Input(type="integer")})
    add = step("add", ADD, {"a": FOLDER})

    @dsl.pipeline(default_compute="cpu")
    def two(n: int):
        first = write(n=n)
        second = add(a=first.outputs.out)
        return {"total": second.outputs.out}

    job = client.jobs.create_or_update(two(n=41), experiment_name="pipelines")
    client.jobs.stream(job.name)
    printed = capfd.readouterr().out
    assert "Streaming logs/azureml/executionlogs.txt" in printed
    assert "Execution Summary" in printed
    assert client.jobs.get(job.name).status == "Completed"
    assert states(client, job.name) == {"first": "Completed", "second": "Completed"}
    client.jobs.download(job.name, download_path=str(tmp_path / "got"), output_name="total")
    assert next((tmp_path / "got").rglob("n")).read_text() == "41"
    second = {c.display_name: c.name for c in client.jobs.list(parent_job_name=job.name)}["second"]
    client.jobs.download(second, download_path=str(tmp_path / "step"), output_name="out")
    assert next((tmp_path / "step").rglob("n")).read_text() == "41"


def test_five_steps_as_a_diamond(client, step, tmp_path):
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "n").write_text("1")
    data = client.data.create_or_update(
        Data(name=f"start-{uuid.uuid4().hex[:8]}", path=str(tmp_path / "start"), type="uri_folder")
    )
    one = step("one", ADD, {"a": FOLDER})
    both = step("both", ADD, {"a": FOLDER, "b": FOLDER})

    @dsl.pipeline(compute="cpu")
    def five(start: Input(type="uri_folder")):
        a = one(a=start)
        b = one(a=a.outputs.out)
        c = both(a=a.outputs.out, b=start)
        d = both(a=b.outputs.out, b=c.outputs.out)
        e = both(a=d.outputs.out, b=d.outputs.out)
        return {"six": e.outputs.out}

    job = client.jobs.create_or_update(five(start=Input(type="uri_folder", path=data.id)))
    assert ended(client, job.name) == "Completed"
    assert states(client, job.name) == dict.fromkeys("abcde", "Completed")
    client.jobs.download(job.name, download_path=str(tmp_path / "got"), output_name="six")
    assert next((tmp_path / "got").rglob("n")).read_text() == "6"


def test_a_failing_step_names_itself(client, step):
    good = step("good", WRITE, {"n": Input(type="integer", default=1)})
    bad = step("bad", "raise SystemExit('no such luck')", {"a": FOLDER})

    @dsl.pipeline(default_compute="cpu")
    def fails():
        first = good()
        broken = bad(a=first.outputs.out)
        bad(a=broken.outputs.out).name = "never"

    job = client.jobs.create_or_update(fails())
    with pytest.raises(Exception, match=r"step 'broken'.*failed.*exit code 1.*no such luck"):
        client.jobs.stream(job.name)
    assert client.jobs.get(job.name).status == "Failed"
    assert states(client, job.name) == {
        "first": "Completed",
        "broken": "Failed",
        "never": "Canceled",
    }


@pytest.mark.parametrize(("goes_on", "end"), [(True, "Completed"), (False, "Canceled")])
def test_continue_on_step_failure(client, step, goes_on, end):
    bad = step("bad", "raise SystemExit(1)")
    write = step("write", WRITE, {"n": Input(type="integer", default=1)})
    add = step("add", ADD, {"a": FOLDER})

    @dsl.pipeline(default_compute="cpu", continue_on_step_failure=goes_on, force_rerun=True)
    def independent():
        broken = bad()
        first = write()
        second = add(a=first.outputs.out)
        third = add(a=broken.outputs.out)

    job = client.jobs.create_or_update(independent())
    assert ended(client, job.name) == "Failed"
    assert states(client, job.name) == {
        "broken": "Failed",
        "first": "Completed",
        "second": end,
        "third": "Canceled",
    }


def test_a_pipeline_is_a_step_of_another(client, step, tmp_path):
    write = step("write", WRITE, {"n": Input(type="integer")})
    add = step("add", ADD, {"a": FOLDER, "b": FOLDER})

    @dsl.pipeline()
    def doubled(source: Input(type="uri_folder"), n: int):
        first = write(n=n)
        second = add(a=first.outputs.out, b=source)
        return {"total": second.outputs.out}

    @dsl.pipeline(default_compute="cpu")
    def nested():
        start = write(n=1)
        inner = doubled(source=start.outputs.out, n=41)
        last = add(a=inner.outputs.total, b=start.outputs.out)
        return {"total": last.outputs.out, "inner": inner.outputs.total}

    job = client.jobs.create_or_update(nested())
    assert ended(client, job.name) == "Completed"
    assert states(client, job.name) == dict.fromkeys(("start", "inner", "last"), "Completed")
    children = {c.display_name: c.name for c in client.jobs.list(parent_job_name=job.name)}
    assert states(client, children["inner"]) == {"first": "Completed", "second": "Completed"}
    for output, total in (("total", "43"), ("inner", "42")):
        target = tmp_path / "got" / output
        client.jobs.download(job.name, download_path=str(target), output_name=output)
        assert next(target.rglob("n")).read_text() == total
    client.jobs.stream(children["inner"])


COUNT = """
import pathlib, sys, time
out = pathlib.Path(sys.argv[-1])
out.joinpath("n").write_text(sys.argv[1])
out.joinpath("at").write_text(str(time.time_ns()))
"""


@pytest.fixture
def two_counts(client, step, tmp_path):
    """Runs a pipeline of two steps, and returns its steps and the time at which the program of the second one ran."""
    count = step("count", COUNT, {"n": Input(type="integer")})
    pass_on = step("pass_on", COUNT, {"a": FOLDER})

    def run(n, **settings):
        @dsl.pipeline(default_compute="cpu", **settings)
        def counts():
            first = count(n=n)
            second = pass_on(a=first.outputs.out)
            return {"total": second.outputs.out}

        job = client.jobs.create_or_update(counts())
        assert ended(client, job.name) == "Completed"
        target = tmp_path / job.name
        client.jobs.download(job.name, download_path=str(target), output_name="total")
        steps = {c.display_name: c for c in client.jobs.list(parent_job_name=job.name)}
        return steps, next(target.rglob("at")).read_text()

    return run


def test_an_unchanged_step_is_not_run_again(client, two_counts, tmp_path):
    before, at = two_counts(1001)
    again, at_again = two_counts(1001)
    assert at_again == at
    for name, step in again.items():
        assert step.status == "Completed"
        assert step.properties["azureml.isreused"] == "true"
        assert step.properties["azureml.reusedrunid"] == before[name].name
    first = again["first"].name
    client.jobs.download(first, download_path=str(tmp_path / "first"), output_name="out")
    assert next((tmp_path / "first").rglob("n")).read_text() == "1001"
    changed, at_changed = two_counts(1002)
    assert at_changed != at
    assert not any("azureml.isreused" in step.properties for step in changed.values())


def test_force_rerun_runs_every_step(two_counts):
    _, at = two_counts(1003)
    steps, at_again = two_counts(1003, force_rerun=True)
    assert at_again != at
    assert not any("azureml.isreused" in step.properties for step in steps.values())


def test_a_step_that_is_not_deterministic_is_run_again(client, step):
    roll = step("roll", COUNT, {"n": Input(type="integer")}).component
    roll._is_deterministic = False

    @dsl.pipeline(default_compute="cpu")
    def rolls():
        first = roll(n=1)

    for _ in range(2):
        job = client.jobs.create_or_update(rolls())
        assert ended(client, job.name) == "Completed"
        (child,) = client.jobs.list(parent_job_name=job.name)
        assert "azureml.isreused" not in child.properties


def test_cancel_ends_the_steps_too(client, step):
    slow = step("slow", "import time; time.sleep(600)")
    add = step("add", ADD, {"a": FOLDER})

    @dsl.pipeline(default_compute="cpu")
    def sleeps():
        first = slow()
        second = add(a=first.outputs.out)

    job = client.jobs.create_or_update(sleeps())
    wait_for(lambda: states(client, job.name)["first"] == "Running")
    client.jobs.begin_cancel(job.name).result()
    assert client.jobs.get(job.name).status == "Canceled"
    assert states(client, job.name) == {"first": "Canceled", "second": "Canceled"}


def test_steps_are_jobs_but_not_listed_as_such(client, step):
    write = step("write", WRITE, {"n": Input(type="integer", default=1)})

    @dsl.pipeline(default_compute="cpu")
    def one():
        first = write()

    job = client.jobs.create_or_update(one())
    (child,) = client.jobs.list(parent_job_name=job.name)
    listed = [j.name for j in client.jobs.list()]
    assert job.name in listed
    assert child.name not in listed
    assert client.jobs.get(child.name).display_name == "first"
    ended(client, job.name)


def test_an_unknown_environment_is_refused_before_anything_starts(client, step):
    inputs = {"n": Input(type="integer", default=1)}
    write = step("write", WRITE, inputs, environment="azureml:no-such:1")

    @dsl.pipeline(default_compute="cpu")
    def one():
        first = write()

    pipeline = one()
    pipeline.name = uuid.uuid4().hex
    with pytest.raises(HttpResponseError, match=r"step 'first' cannot run.*/no-such/versions/1"):
        client.jobs.create_or_update(pipeline)
    with pytest.raises(ResourceNotFoundError):
        client.jobs.get(pipeline.name)


def test_components_have_versions_and_run_by_name(client, step):
    name = f"adds_{uuid.uuid4().hex[:8]}"
    write = step("write", WRITE, {"n": Input(type="integer", default=1)}).component
    write.name, write.version = name, "1"
    made = client.components.create_or_update(write)
    assert (made.name, made.version) == (name, "1")
    again = client.components.get(name, version="1")
    assert again.command.startswith("python main.py")
    assert [c.version for c in client.components.list(name=name)] == ["1"]

    @dsl.pipeline(default_compute="cpu")
    def one():
        first = again(n=2)

    job = client.jobs.create_or_update(one())
    assert ended(client, job.name) == "Completed"


def test_the_same_step_is_uploaded_once(client, step):
    write = step("write", WRITE, {"n": Input(type="integer", default=1)})

    @dsl.pipeline(default_compute="cpu")
    def one():
        first = write()

    ids = []
    for _ in range(2):
        job = client.jobs.create_or_update(one())
        ids.append(client.jobs.get(job.name).jobs["first"].component)
        client.jobs.begin_cancel(job.name).result()
    assert ids[0] == ids[1]
