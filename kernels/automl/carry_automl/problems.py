"""The problems with a job's data or settings that a user can mend; the message is the last line of the log."""


class Problem(Exception):
    """The trial cannot run; says why, and what to do next."""
