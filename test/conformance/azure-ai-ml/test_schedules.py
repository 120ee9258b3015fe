"""Schedules by Microsoft's Python client, unmodified, against the workspace that the environment names."""

# ruff: noqa: F841  (a step is named after its variable)

import time
import uuid

import pytest
from azure.ai.ml import Input, command, dsl
from azure.ai.ml.constants import TimeZone
from azure.ai.ml.entities import (
    CronTrigger,
    Environment,
    JobSchedule,
    RecurrencePattern,
    RecurrenceTrigger,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


@pytest.fixture(scope="module")
def pipeline(client):
    client.environments.create_or_update(Environment(name="scheduled", version="1", image="ubuntu"))
    say = command(
        name="say",
        command="echo ${{inputs.what}}",
        inputs={"what": Input(type="string")},
        environment="azureml:scheduled:1",
    )

    @dsl.pipeline(default_compute="cpu", experiment_name="nightly")
    def says(what: str = "${{creation_context.trigger_time}}"):
        step = say(what=what)

    return says()


@pytest.fixture
def name():
    return f"schedule-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def create(client, name):
    """Creates the schedule of the test; it is disabled and deleted at the end."""

    def make(trigger, job):
        schedule = JobSchedule(name=name, trigger=trigger, create_job=job)
        return client.schedules.begin_create_or_update(schedule).result()

    yield make
    client.schedules.begin_disable(name).result()
    client.schedules.begin_delete(name).result()
    with pytest.raises(ResourceNotFoundError):
        client.schedules.get(name)


@pytest.fixture
def private_features(monkeypatch):
    """Lets the client schedule other jobs than pipelines."""
    monkeypatch.setenv("AZURE_ML_CLI_PRIVATE_FEATURES_ENABLED", "true")


def jobs_of(client, schedule, count=1, seconds=30):
    deadline = time.monotonic() + seconds
    while len(jobs := list(client.jobs.list(scheduled_job_name=schedule))) < count:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return jobs


def test_cron_in_a_zone_of_windows(client, create, name, pipeline):
    trigger = CronTrigger(
        expression="15 10 * * 1",
        time_zone=TimeZone.PACIFIC_STANDARD_TIME,
        start_time="2026-03-10T10:15:00",
        end_time="2086-03-10T10:15:00",
    )
    made = create(trigger, pipeline)
    assert (made.name, made.is_enabled, made.provisioning_state) == (name, True, "Succeeded")
    got = client.schedules.get(name)
    assert got.trigger.expression == "15 10 * * 1"
    assert got.trigger.time_zone == "Pacific Standard Time"
    assert got.create_job.inputs["what"]._data == "${{creation_context.trigger_time}}"
    assert name in [schedule.name for schedule in client.schedules.list()]


def test_recurrence_with_a_pattern(client, create, name, pipeline):
    pattern = RecurrencePattern(hours=[10, 22], minutes=15, week_days=["monday", "friday"])
    create(RecurrenceTrigger(frequency="week", interval=2, schedule=pattern), pipeline)
    trigger = client.schedules.get(name).trigger
    assert (trigger.frequency, trigger.interval) == ("week", 2)
    assert trigger.schedule.hours == [10, 22]
    assert trigger.schedule.week_days == ["Monday", "Friday"]
    assert trigger.start_time is not None


def test_update_disable_and_enable(client, create, name, pipeline):
    create(CronTrigger(expression="0 0 * * *"), pipeline)
    changed = client.schedules.get(name)
    changed.trigger = CronTrigger(expression="30 1 * * *")
    changed.tags = {"by": "test"}
    updated = client.schedules.begin_create_or_update(changed).result()
    assert (updated.trigger.expression, updated.tags) == ("30 1 * * *", {"by": "test"})
    assert client.schedules.begin_disable(name).result().is_enabled is False
    assert name not in [s.name for s in client.schedules.list()]
    assert name in [s.name for s in client.schedules.list(list_view_type="DisabledOnly")]
    assert client.schedules.begin_enable(name).result().is_enabled is True


def test_an_enabled_schedule_is_not_deleted(client, create, name, pipeline):
    create(CronTrigger(expression="0 0 * * *"), pipeline)
    with pytest.raises(HttpResponseError, match="Cannot delete an active trigger"):
        client.schedules.begin_delete(name).result()


def test_a_recurrence_without_start_fires_at_once(client, create, name, pipeline):
    create(RecurrenceTrigger(frequency="hour", interval=1), pipeline)
    (job,) = jobs_of(client, name)
    assert job.display_name.startswith(f"{name}-20")
    assert job.experiment_name == "nightly"
    client.jobs.stream(job.name)
    ended = client.jobs.get(job.name)
    assert ended.status == "Completed"
    due = job.display_name.removeprefix(f"{name}-")
    assert ended.inputs["what"]._data.replace("-", "").replace(":", "") == due


def test_trigger_once_makes_a_job(client, create, name, pipeline):
    create(CronTrigger(expression="0 0 1 1 0"), pipeline)
    result = client.schedules.trigger(name, schedule_time="2026-01-01T00:00:00+00:00")
    assert result.schedule_action_type == "CreateJob"
    assert result.job_name == f"{name}-20260101T000000Z"
    assert [job.name for job in jobs_of(client, name)] == [result.job_name]


def test_a_schedule_of_an_existing_job(client, create, name, pipeline):
    source = client.jobs.create_or_update(pipeline)
    made = create(CronTrigger(expression="0 0 * * 0"), source.id)
    assert made.create_job.id == source.id
    job = client.jobs.get(client.schedules.trigger(name).job_name)
    assert job.experiment_name == "nightly"
    assert list(job.jobs) == ["step"]


def test_a_command_is_scheduled_too(private_features, client, create, name, pipeline):
    job = command(command="echo hello", environment="azureml:scheduled:1", compute="cpu")
    made = create(CronTrigger(expression="0 0 * * *"), job)
    assert made.create_job.command == "echo hello"
    fired = client.jobs.get(client.schedules.trigger(name).job_name)
    assert fired.command == "echo hello"


HOURS = RecurrencePattern(hours=1, minutes=0)


def test_a_trigger_that_never_fires_is_refused(client, name, pipeline):
    def refused(trigger, message):
        schedule = JobSchedule(name=name, trigger=trigger, create_job=pipeline)
        with pytest.raises(HttpResponseError, match=message):
            client.schedules.begin_create_or_update(schedule).result()
        with pytest.raises(ResourceNotFoundError):
            client.schedules.get(name)

    refused(CronTrigger(expression="every day"), "is not a cron expression")
    refused(CronTrigger(expression="0 0 * * *", time_zone="Nowhere"), "is not a time zone")
    refused(RecurrenceTrigger(frequency="hour", interval=1, schedule=HOURS), "applies to Day")
