"""The special steps of a pipeline: on_init runs before all others, on_finalize runs after them, even after a failure."""

# ruff: noqa: F841  (a step is named after its variable)

import pytest
from azure.ai.ml import command, dsl
from azure.core.exceptions import HttpResponseError
from waiting import ended, reaches


@pytest.fixture
def step(environment, tmp_path):
    """A step that writes its start and its end to a file that all steps of a test share."""
    notes = tmp_path / "notes"
    notes.touch()

    def make(name, then="true"):
        noted = f"echo {name} begins >> {notes}; sleep 0.5; {then}; echo {name} ends >> {notes}"
        return command(name=name, command=noted, environment=environment)

    make.notes = lambda: notes.read_text().splitlines()
    return make


@pytest.fixture
def framed(step):
    """A pipeline of two independent steps, between a first and a last one."""

    def make(**then):
        components = {
            name: step(name, then.get(name, "true")) for name in ["one", "open", "two", "close"]
        }

        @dsl.pipeline(default_compute="cpu", on_init="open", on_finalize="close")
        def pipeline():
            # Not in the order in which they run.
            close = components["close"]()
            one = components["one"]()
            open = components["open"]()
            two = components["two"]()

        job = pipeline()
        job.settings.force_rerun = True
        return job

    return make


def test_the_first_ends_before_others_begin_and_the_last_begins_after_their_ends(
    client, framed, step
):
    job = client.jobs.create_or_update(framed(), experiment_name="frames")
    assert ended(client, job.name) == "Completed"
    notes = step.notes()
    assert notes[:2] == ["open begins", "open ends"]
    assert sorted(notes[2:6]) == ["one begins", "one ends", "two begins", "two ends"]
    assert notes[6:] == ["close begins", "close ends"]
    settings = client.jobs.get(job.name).settings
    assert [settings.on_init, settings.on_finalize] == ["open", "close"]


def test_the_last_runs_after_a_failure_too(client, framed, step):
    job = client.jobs.create_or_update(framed(one="exit 3"), experiment_name="frames")
    assert ended(client, job.name) == "Failed"
    notes = step.notes()
    assert "one begins" in notes
    assert "one ends" not in notes
    assert notes[-2:] == ["close begins", "close ends"]


def test_only_the_last_runs_after_a_failure_of_the_first(client, framed, step):
    job = client.jobs.create_or_update(framed(open="exit 3"), experiment_name="frames")
    assert ended(client, job.name) == "Failed"
    assert step.notes() == ["open begins", "close begins", "close ends"]


def test_the_last_does_not_run_after_a_cancel(client, framed, step):
    job = client.jobs.create_or_update(framed(open="sleep 600"), experiment_name="frames")
    reaches(client, job.name, {"Running"})
    client.jobs.begin_cancel(job.name).result()
    assert ended(client, job.name) == "Canceled"
    assert not [note for note in step.notes() if not note.startswith("open")]


def test_an_unknown_step_is_refused_by_name(client, framed):
    job = framed()
    job.settings.on_finalize = "nowhere"
    with pytest.raises(HttpResponseError, match="on_finalize names the step 'nowhere'"):
        client.jobs.create_or_update(job, skip_validation=True)
