"""The job side: runs a notebook with papermill inside the job, and reports its progress."""
