"""A script that starts runs below the run of its job, as one for each trial."""

from azureml.core import Experiment, Run

run = Run.get_context(allow_offline=False)

with run.child_run("first") as first:
    first.log("score", 1)
second = run.child_run("second")
second.log("score", 2)
second.fail("it did not converge")
assert second.get_status() == "Failed"
assert second.get_details()["error"]["error"]["message"] == "it did not converge"
grandchild = second.child_run("third")
grandchild.tag("depth", "2")
grandchild.complete()
several = run.create_children(count=2)

assert first.get_status() == "Completed"
assert first.parent.id == run.id
assert {child.id for child in run.get_children()} == {
    first.id,
    second.id,
    *(child.id for child in several),
}
assert [child.id for child in run.get_children(recursive=True, tags={"depth": "2"})] == [
    grandchild.id
]
assert run.get_metrics(recursive=True)[second.id] == {"score": 2}

other = Experiment(run.experiment.workspace, f"{run.experiment.name}-other").start_logging(
    snapshot_directory=None, outputs=None
)
other.log("alone", 1)
other.complete()
assert [each.id for each in other.experiment.get_runs()] == [other.id]
assert Run.get(run.experiment.workspace, other.id).get_status() == "Completed"

# The job completes although its program has reported an error of its run, as on Azure.
run.fail("only a report")
