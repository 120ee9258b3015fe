"""Waiting for what a job does in its own time."""

import time


def wait_for(what, seconds=60):
    """The first answer that is not false."""
    deadline = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return answer


def reaches(client, name, statuses, seconds=60):
    """The status of a job, once it is one of these."""
    deadline = time.monotonic() + seconds
    while (status := client.jobs.get(name).status) not in statuses:
        assert time.monotonic() < deadline, f"{name} is still {status}"
        time.sleep(0.2)
    return status


def ended(client, name, seconds=60):
    """The status that a job has ended with."""
    return reaches(client, name, {"Completed", "Failed", "Canceled"}, seconds)
