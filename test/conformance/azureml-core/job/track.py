"""A training script as it was written for Azure's former SDK: it logs into the run of its job, and reads back what it logged."""

import math
import os

import mlflow
from azureml.core import Run

run = Run.get_context(allow_offline=False)
assert run.id == os.environ["AZUREML_RUN_ID"]
assert run.experiment.name == os.environ["AZUREML_EXPERIMENT_NAME"]
assert run.experiment.workspace.name == os.environ["AZUREML_ARM_WORKSPACE_NAME"]
assert run.parent is None
assert dict(run.input_datasets) == {}

for loss in [0.5, 0.25, 0.25]:
    run.log("loss", loss)
run.log("accuracy", 0.9, step=7)
run.log("missing", math.nan)
run.log("solver", "lbfgs")
run.log_list("sizes", [1, 2, 3.5])
run.log_row("confusion", label="a", hits=3)
run.log_row("confusion", label="b", hits=4)
run.log_table("scores", {"fold": [1, 2], "score": [0.5, 0.75]})
run.log_image("curve", path="curve.png")
run.log_confusion_matrix(
    "matrix",
    {
        "schema_type": "confusion_matrix",
        "schema_version": "v1",
        "data": {"class_labels": ["0", "1"], "matrix": [[1, 2], [3, 4]]},
    },
)
# One metric cannot be numbers and texts; the others are logged all the same.
run.log("loss", "none")
run.tag("team", "fruit")
run.set_tags({"stage": "test", "old": "x"})
run.remove_tags(["old"])
run.add_properties({"author": "ada"})
run.display_name = "apples"
run.description = "sorts apples"

os.makedirs("tree/branch", exist_ok=True)
for name, content in [
    ("leaf.txt", "leaf"),
    ("tree/root.txt", "root"),
    ("tree/branch/twig.txt", "twig"),
]:
    with open(name, "w") as file:
        file.write(content)
run.upload_file("files/leaf.txt", "leaf.txt")
run.upload_folder("files/tree", "tree")
run.download_file("files/tree/branch/twig.txt", "back.txt")
with open("back.txt") as file:
    assert file.read() == "twig"
mlflow.log_metric("beside", 1.5)
run.flush()

metrics = run.get_metrics()
assert metrics.pop("curve").endswith(f"dcid.{run.id}/curve.png")
assert metrics.pop("matrix").endswith(f"dcid.{run.id}/matrix")
assert math.isnan(metrics.pop("missing"))
assert metrics == {
    "loss": [0.5, 0.25, 0.25],
    "accuracy": 0.9,
    "solver": "lbfgs",
    "sizes": [1.0, 2.0, 3.5],
    "confusion": {"label": ["a", "b"], "hits": [3, 4]},
    "scores": {"fold": [1, 2], "score": [0.5, 0.75]},
    "beside": 1.5,
}, metrics
assert run.get_metrics("solver") == {"solver": "lbfgs"}
assert run.get_tags() == {"team": "fruit", "stage": "test"}
assert run.get_properties()["author"] == "ada"
details = run.get_details()
assert (details["runId"], details["target"], details["status"]) == (run.id, "cpu", "Running")
assert "user_logs/std_log.txt" in details["logFiles"]
message = ""
try:
    run.upload_file("files/leaf.txt", "leaf.txt")
except Exception as error:
    message = str(error)
assert "already exists" in message, message
run.complete()
