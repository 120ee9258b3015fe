"""Why a parallel job fails."""


class ParallelRunError(Exception):
    """Ends the job; its text is the last line of the job's log."""
