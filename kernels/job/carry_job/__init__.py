"""The side of a notebook job that runs where the job runs: glue around papermill, nothing more."""
