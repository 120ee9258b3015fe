"""Waits for state changes of jobs."""

import time


def wait_for(what, seconds=60):
    """Returns the first result that is not false."""
    deadline = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return answer


def reaches(client, name, statuses, seconds=60):
    """Waits until a job has one of these statuses, and returns it."""
    deadline = time.monotonic() + seconds
    while (status := client.jobs.get(name).status) not in statuses:
        assert time.monotonic() < deadline, f"{name} is still {status}"
        time.sleep(0.2)
    return status


def ended(client, name, seconds=60):
    """Waits until a job has ended, and returns its status."""
    return reaches(client, name, {"Completed", "Failed", "Canceled"}, seconds)
