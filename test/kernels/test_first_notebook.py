"""The default Python has what the first notebook of a data scientist imports."""

import json

from conftest import PYTHON, Job

IMPORTS = "import ipywidgets, matplotlib.pyplot, mlflow, numpy, pandas, sklearn"
PROGRESS = "from tqdm.auto import tqdm\nprint('steps', len(list(tqdm(range(3)))))"
TRAIN = """
import mlflow
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

x, y = load_iris(return_X_y=True, as_frame=True)
model = LogisticRegression(max_iter=500).fit(x, y)
mlflow.sklearn.save_model(model, "model", input_example=x[:2])
print("predicts", mlflow.pyfunc.load_model("model").predict(x[:2]).tolist())
"""


def test_a_job_in_the_default_python_trains_and_saves_a_model(job: Job) -> None:
    ended = job.write("python3", IMPORTS, TRAIN).run()
    assert ended.code == 0, ended.log
    assert "predicts [0, 0]" in ended.log


def test_a_progress_bar_is_a_widget_and_warns_of_nothing(job: Job) -> None:
    ended = job.write("python3", PROGRESS).run()
    assert "steps 3" in ended.log
    assert "IProgress" not in ended.log
    assert any(
        "application/vnd.jupyter.widget-view+json" in output["data"]
        for output in ended.outputs("display_data")
    )


def test_the_widgets_of_jupyterlab_are_files_of_the_environment() -> None:
    extensions = PYTHON.parents[1] / "share" / "jupyter" / "labextensions"
    folder = extensions / "@jupyter-widgets" / "jupyterlab-manager"
    loads = json.loads((folder / "package.json").read_text("utf-8"))["jupyterlab"]["_build"]
    assert (folder / loads["load"]).is_file()
    scripts = "".join(f.read_text("utf-8") for f in (folder / "static").glob("*.js"))
    assert "cdn.jsdelivr.net" not in scripts
    assert "unpkg.com" not in scripts
