"""Artifacts through azureml-mlflow, which moves them as blobs."""

import os

import mlflow
import pytest
from conftest import GIVEN_TRACKING_URI
from mlflow.exceptions import MlflowException


@pytest.fixture
def folder(tmp_path):
    """A folder of files, one of them in a subfolder."""
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    (source / "a.txt").write_text("a")
    (source / "deep" / "b with space & ü%20.txt").write_text("b")
    return source


@pytest.fixture
def run_id(experiment, folder):
    """A run with artifacts."""
    with mlflow.start_run() as run:
        mlflow.log_artifact(folder / "a.txt")
        mlflow.log_artifact(folder / "a.txt", "in/here")
        mlflow.log_artifacts(str(folder), "all")
        mlflow.log_text("hello", "words/hello.txt")
        mlflow.log_dict({"answer": 42}, "words/answer.json")
    return run.info.run_id


def paths(run_id, path=None):
    return [(each.path, each.is_dir) for each in mlflow.MlflowClient().list_artifacts(run_id, path)]


def test_artifacts_are_listed_by_folder(run_id):
    assert paths(run_id) == [("a.txt", False), ("all", True), ("in", True), ("words", True)]
    assert paths(run_id, "all") == [("all/a.txt", False), ("all/deep", True)]
    assert paths(run_id, "all/deep") == [("all/deep/b with space & ü%20.txt", False)]
    assert paths(run_id, "a.txt") == []


def test_artifacts_are_downloaded_singly_or_together(run_id, folder, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    at = mlflow.artifacts.download_artifacts(
        run_id=run_id, artifact_path="all", dst_path=str(target)
    )
    assert (target / "all") == type(target)(at)
    for inside in ["a.txt", "deep/b with space & ü%20.txt"]:
        assert (target / "all" / inside).read_bytes() == (folder / inside).read_bytes()
    whole = tmp_path / "whole"
    whole.mkdir()
    mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="", dst_path=str(whole))
    assert sorted(os.listdir(whole)) == ["a.txt", "all", "in", "words"]


def test_artifacts_are_read_by_every_form_of_their_uri(run_id):
    uri = mlflow.get_run(run_id).info.artifact_uri
    assert mlflow.artifacts.load_text(f"{uri}/words/hello.txt") == "hello"
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/in/here/a.txt") == "a"
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/words/answer.json") == {"answer": 42}


def test_a_missing_artifact_is_an_error(run_id):
    with pytest.raises(MlflowException, match="nowhere"):
        mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="nowhere")


def test_an_existing_artifact_is_not_overwritten(run_id):
    """As in Azure ML, an artifact is logged once."""
    with pytest.raises(Exception, match=r"Resource Conflict.*words/hello.txt already exists"):
        mlflow.MlflowClient().log_text(run_id, "other", "words/hello.txt")
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/words/hello.txt") == "hello"


def test_a_large_artifact_is_uploaded_in_blocks(experiment, tmp_path):
    content = os.urandom(1 << 20) * 70
    (tmp_path / "large.bin").write_bytes(content)
    with mlflow.start_run() as run:
        mlflow.log_artifact(tmp_path / "large.bin")
    at = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path="large.bin", dst_path=str(tmp_path / "back")
    )
    with open(at, "rb") as back:
        assert back.read() == content


def test_more_artifacts_than_one_batch(experiment, tmp_path):
    """The plugin requests the upload URLs of fifty artifacts at a time."""
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(str(number))
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(tmp_path), "many")
    assert len(paths(run.info.run_id, "many")) == 60


def test_artifacts_logged_by_plain_mlflow_are_read(experiment):
    """Both see the same artifacts, each with its own URIs."""
    azures = mlflow.get_tracking_uri()
    with mlflow.start_run() as run:
        mlflow.set_tracking_uri(GIVEN_TRACKING_URI)
        mlflow.MlflowClient().log_text(run.info.run_id, "from plain", "plain.txt")
        assert mlflow.get_run(run.info.run_id).info.artifact_uri.startswith("mlflow-artifacts:/")
        mlflow.set_tracking_uri(azures)
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/plain.txt") == "from plain"
