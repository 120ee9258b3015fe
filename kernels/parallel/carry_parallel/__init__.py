"""The driver of parallel jobs and of batch deployments: splits the input, runs workers, counts failures, collects the results."""
