"""Runs one notebook as a job: `python .carry/run_notebook.py`, which it reads from CARRY_* variables."""

import sys

from carry_job.main import main

if __name__ == "__main__":
    sys.exit(main())
