"""The package that Azure ML offers to the entry scripts of parallel jobs."""
