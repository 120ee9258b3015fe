"""Parallel steps by Microsoft's Python client, unmodified: files in mini-batches, results in one file, failures."""

import pytest
from azure.ai.ml import Input, Output, dsl
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.parallel import RunFunction, parallel_run_function
from waiting import ended

SCORE = """
import argparse
import os
from azureml_user.parallel_run import EntryScript

def init():
    global suffix
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--suffix")
    suffix = parser.parse_known_args()[0].suffix

def run(mini_batch):
    EntryScript().logger.info("%s files", len(mini_batch))
    if any(name.endswith("bad.txt") for name in mini_batch):
        raise ValueError("a bad file")
    return [f"{os.path.basename(name)}{suffix}" for name in mini_batch]
"""


@pytest.fixture
def scoring(client, environment, tmp_path):
    """A pipeline whose only step scores files with these names."""

    def make(*names, **settings):
        code = tmp_path / "code"
        code.mkdir(exist_ok=True)
        (code / "score.py").write_text(SCORE)
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        for name in names:
            (data / name).write_text(name)
        step = parallel_run_function(
            name="score_files",
            inputs={
                "files": Input(type=AssetTypes.URI_FOLDER),
                "suffix": Input(type="string", default="!"),
            },
            outputs={"scores": Output(type=AssetTypes.URI_FILE)},
            input_data="${{inputs.files}}",
            instance_count=2,
            max_concurrency_per_instance=1,
            mini_batch_size="2",
            retry_settings={"max_retries": 0, "timeout": 60},
            task=RunFunction(
                code=str(code),
                entry_script="score.py",
                environment=environment,
                program_arguments="--suffix ${{inputs.suffix}}",
                append_row_to="${{outputs.scores}}",
            ),
            **settings,
        )

        @dsl.pipeline(default_compute="cpu")
        def pipeline(files, suffix):
            scored = step(files=files, suffix=suffix)
            return {"scores": scored.outputs.scores}

        files = Input(type=AssetTypes.URI_FOLDER, path=str(data))
        job = pipeline(files=files, suffix=" is scored")
        job.settings.force_rerun = True
        return client.jobs.create_or_update(job, experiment_name="parallel")

    return make


def test_the_results_of_all_mini_batches_are_rows_of_the_output(client, scoring, tmp_path):
    job = scoring("a.txt", "b.txt", "c.txt", mini_batch_error_threshold=0)
    assert ended(client, job.name) == "Completed"
    client.jobs.download(job.name, download_path=tmp_path / "got", output_name="scores")
    [file] = [path for path in (tmp_path / "got").rglob("*") if path.is_file()]
    assert file.read_text() == "a.txt is scored\nb.txt is scored\nc.txt is scored\n"
    [step] = client.jobs.list(parent_job_name=job.name)
    client.jobs.download(step.name, download_path=tmp_path / "step")
    logs = tmp_path / "step" / "artifacts" / "logs"
    assert "2 of 2 mini-batches" in (logs / "job_progress_overview.txt").read_text()
    assert list(logs.glob("user/entry_script_log/*/process000.log.txt"))


def test_failures_beyond_the_threshold_fail_the_step_with_the_error_of_the_script(client, scoring):
    job = scoring("a.txt", "bad.txt", "c.txt", mini_batch_error_threshold=0)
    assert ended(client, job.name) == "Failed"
