"""Runs one notebook as a job: `python .carry/run_notebook.py`, told what to run by CARRY_* variables."""

import sys

from carry_job.main import main

if __name__ == "__main__":
    sys.exit(main())
