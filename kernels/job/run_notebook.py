"""Runs one notebook as a job: `python .carry/run_notebook.py`. CARRY_* variables name the notebook and its parameters."""

import sys

from carry_job.main import main

if __name__ == "__main__":
    sys.exit(main())
