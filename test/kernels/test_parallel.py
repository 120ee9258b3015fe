"""The driver of parallel jobs: mini-batches, results, retries, time limits, thresholds and log files."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

DRIVER = ROOT / "kernels" / "parallel" / "run_parallel.py"
NAMES = """
import os
def run(mini_batch):
    print("a batch of", len(mini_batch))
    return [os.path.basename(name) for name in mini_batch]
"""


@dataclass
class Ended:
    code: int
    log: str
    folder: Path

    def lines(self, name="out.csv"):
        return (self.folder / name).read_text().splitlines()

    def logs(self, pattern):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.glob(f"logs/{pattern}"))


def is_running(pid):
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return state.stdout.strip().strip("Z") != ""


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "data"
    (folder / "more").mkdir(parents=True)
    for i in range(5):
        (folder / ("more" if i > 2 else ".") / f"{i}.txt").write_text(str(i))
    return folder


@pytest.fixture
def run(tmp_path):
    """Runs an entry script as a job does: in a folder with its code, with its inputs and outputs as variables."""

    def runs(script, data, kind="uri_folder", values=None, **settings):
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        (work / "score.py").write_text(script)
        output = work / "out.csv"
        output.touch()
        environment = {
            **os.environ,
            "AZURE_ML_INPUT_data": str(data),
            "AZURE_ML_OUTPUT_out": str(output),
            **{f"AZURE_ML_INPUT_{key}": value for key, value in (values or {}).items()},
            "CARRY_PARALLEL": json.dumps(
                {
                    "entry_script": "score.py",
                    "input_name": "data",
                    "input_type": kind,
                    "append_row_to": "${{outputs.out}}",
                    "max_concurrency_per_instance": 2,
                    **settings,
                }
            ),
        }
        ended = subprocess.run(
            [sys.executable, str(DRIVER)],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
        )
        return Ended(ended.returncode, ended.stdout + ended.stderr, work)

    return runs


def table(folder, text, *transformations, reader="read_delimited: {delimiter: ','}"):
    steps = "".join(f"  - {step}\n" for step in [reader, *transformations])
    (folder / "MLTable").write_text(f"paths:\n{text}transformations:\n{steps}")


def test_files_are_split_by_their_number_and_results_have_the_order_of_the_input(run, files):
    ended = run(NAMES, files, mini_batch_size="2")
    assert ended.code == 0, ended.log
    assert ended.lines() == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]
    assert "3 mini-batches for 2 worker processes" in ended.log
    assert "3 of 3 mini-batches processed, 0 failed; 5 items succeeded, 0 failed." in ended.log


def test_one_file_is_a_list_of_one(run, files):
    ended = run(NAMES, files / "1.txt", "uri_file")
    assert ended.lines() == ["1.txt"]


def test_init_and_shutdown_run_once_in_each_worker(run, files):
    script = """
import os
def init():
    global started
    started = open(f"began-{os.getpid()}", "a")
    started.write("x")
def run(mini_batch):
    return mini_batch
def shutdown():
    started.write("y")
    started.close()
"""
    ended = run(
        script, files, mini_batch_size="1", instance_count=2, max_concurrency_per_instance=1
    )
    assert ended.code == 0, ended.log
    notes = [note.read_text() for note in ended.folder.glob("began-*")]
    assert notes == ["xy", "xy"]
    assert ended.logs("user/stdout/*/*") == [
        "logs/user/stdout/0/process000.stdout.txt",
        "logs/user/stdout/1/process000.stdout.txt",
    ]


def test_arguments_are_filled_and_stay_whole_words(run, files):
    script = """
import argparse
def init():
    global args
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--columns")
    parser.add_argument("--extra")
    parser.add_argument("--mini_batch_size")
    args, _ = parser.parse_known_args()
def run(mini_batch):
    return [f"{args.columns}|{args.extra}|{args.mini_batch_size}"]
"""
    arguments = "--columns ${{ inputs.columns }} $[[--extra ${{inputs.extra}}]]"
    values = {"columns": "a b; $(touch x)"}
    ended = run(script, files, values=values, program_arguments=arguments, mini_batch_size="9")
    assert ended.lines() == ["a b; $(touch x)|None|9"]


def test_a_failed_mini_batch_is_tried_again(run, files):
    script = """
import os
def run(mini_batch):
    if not os.path.exists("failed"):
        open("failed", "w")
        raise ValueError("once")
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9", mini_batch_error_threshold=0)
    assert ended.code == 0, ended.log
    assert "mini-batch 0 failed, try 1: ValueError: once" in ended.log
    assert len(ended.lines()) == 5


def test_too_many_failed_mini_batches_end_the_job_with_their_error(run, files):
    script = "def run(mini_batch):\n    raise KeyError('no such column')"
    ended = run(script, files, mini_batch_size="1", mini_batch_error_threshold=1, max_retries=0)
    assert ended.code == 42
    last = ended.log.strip().splitlines()[-1]
    assert last.startswith("ParallelRunError: The job was ended because 2 mini-batches failed")
    assert "KeyError: 'no such column'" in last
    assert "KeyError" in (ended.folder / "logs/user/error.txt").read_text()
    assert "Traceback" in (ended.folder / ended.logs("user/error/0/*")[0]).read_text()


def test_failures_below_the_threshold_leave_the_other_results(run, files):
    script = """
def run(mini_batch):
    if mini_batch[0].endswith("1.txt"):
        raise ValueError("bad")
    return mini_batch
"""
    settings = {"mini_batch_size": "1", "max_retries": 0}
    ended = run(script, files, mini_batch_error_threshold=1, **settings)
    assert ended.code == 0, ended.log
    assert len(ended.lines()) == 4


def test_items_that_are_not_returned_count_as_failed(run, files):
    script = "def run(mini_batch):\n    return mini_batch[1:]"
    assert run(script, files, mini_batch_size="5", error_threshold=1).code == 0
    ended = run(script, files, mini_batch_size="5", error_threshold=0)
    assert ended.code == 42
    assert "1 items failed, more than error_threshold allows (0)" in ended.log


def test_users_set_thresholds_among_the_arguments(run, files):
    script = "def run(mini_batch):\n    return mini_batch[1:]"
    ended = run(script, files, mini_batch_size="5", program_arguments="--error_threshold 0")
    assert ended.code == 42
    ended = run(NAMES, files, program_arguments="--error_threshold none")
    assert "without a number" in ended.log


def test_a_mini_batch_that_takes_too_long_is_ended_and_tried_again(run, files):
    script = """
import os, time
def run(mini_batch):
    if not os.path.exists("slow"):
        open("slow", "w")
        time.sleep(600)
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9", timeout=1)
    assert ended.code == 0, ended.log
    assert "run() took more than 1 seconds" in ended.log
    assert ended.logs("user/stdout/0/*") == [
        "logs/user/stdout/0/process000.stdout.txt",
        "logs/user/stdout/0/process001.stdout.txt",
    ]


def test_a_worker_that_dies_is_replaced(run, files):
    script = """
import os
def run(mini_batch):
    if not os.path.exists("died"):
        open("died", "w")
        os._exit(7)
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9")
    assert ended.code == 0, ended.log
    assert "The worker process ended with exit code 7." in ended.log


def test_what_a_worker_started_ends_with_it(run, files, tmp_path):
    script = """
import os, subprocess, time
def run(mini_batch):
    if not os.path.exists("slow"):
        child = subprocess.Popen(["sleep", "600"])
        with open("slow", "w") as file:
            file.write(str(child.pid))
        time.sleep(600)
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9", timeout=1)
    assert ended.code == 0, ended.log
    assert not is_running(int((tmp_path / "work" / "slow").read_text()))


def test_the_end_of_a_worker_is_noticed_while_its_child_holds_the_pipe(run, files):
    script = """
import os, time
def run(mini_batch):
    if not os.path.exists("died"):
        open("died", "w")
        if os.fork() == 0:
            time.sleep(600)
        os._exit(7)
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9", timeout=90)
    assert ended.code == 0, ended.log
    assert "The worker process ended with exit code 7." in ended.log


def test_a_failing_init_ends_the_job(run, files):
    script = "import no_such_module\ndef run(mini_batch):\n    return mini_batch"
    ended = run(script, files)
    assert ended.code == 42
    assert "ModuleNotFoundError: No module named 'no_such_module'" in ended.log.splitlines()[-1]


@pytest.mark.parametrize("returned", ["None", "'text'", "5"])
def test_a_result_that_is_no_list_is_a_failure(run, files, returned):
    script = f"def run(mini_batch):\n    return {returned}"
    ended = run(script, files, max_retries=0, error_threshold=0)
    assert ended.code == 42
    assert "run() must return a list or a pandas DataFrame" in ended.log


def test_no_result_at_all_is_a_failure_where_results_are_collected(run, files):
    script = "def run(mini_batch):\n    return []"
    assert "There is no result to write to out.csv" in run(script, files).log
    assert run(script, files, append_row_to=None).code == 0


def test_the_helper_of_azure_gives_logger_and_folders(run, files):
    script = """
from pathlib import Path
from azureml_user.parallel_run import EntryScript
def init():
    EntryScript().logger.info("from the logger")
def run(mini_batch):
    helper = EntryScript()
    Path(helper.output_dir, "mine.txt").write_text(helper.agent_name)
    return mini_batch
"""
    ended = run(script, files, mini_batch_size="9")
    assert ended.lines("mine.txt") == ["process000"]
    log = ended.folder / "logs/user/entry_script_log/0/process000.log.txt"
    assert "from the logger" in log.read_text()


def test_run_may_take_the_context_of_its_mini_batch(run, files):
    script = "def run(mini_batch, mini_batch_context):\n    return [mini_batch_context.minibatch_index] * len(mini_batch)"
    assert run(script, files, mini_batch_size="3").lines() == ["0", "0", "0", "1", "1"]


def test_a_folder_as_output_gets_a_file_of_the_given_name(run, files, tmp_path, monkeypatch):
    folder = tmp_path / "scores"
    folder.mkdir()
    monkeypatch.setenv("AZURE_ML_OUTPUT_score", str(folder))
    settings = {"append_row_to": "${{outputs.score}}", "output_file_name": "predictions.csv"}
    ended = run(NAMES, files, **settings)
    assert ended.code == 0, ended.log
    assert len((folder / "predictions.csv").read_text().splitlines()) == 5


def test_an_mlflow_model_needs_no_script(run, tmp_path, monkeypatch):
    mlflow = pytest.importorskip("mlflow")
    pandas = pytest.importorskip("pandas")

    class Doubles(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return model_input["x"] * 2

    signature = mlflow.models.infer_signature(pandas.DataFrame({"x": [1.5]}))
    model = tmp_path / "models" / "doubles"
    mlflow.pyfunc.save_model(model, python_model=Doubles(), signature=signature)
    monkeypatch.setenv("AZURE_ML_INPUT_model", str(model))
    data = tmp_path / "rows"
    data.mkdir()
    (data / "a.csv").write_text("x\n1\n2\n")
    (data / "b.csv").write_text("x\n3.5\n")
    ended = run("", data, entry_script="mlflow:pyfunc", model_name="model")
    assert ended.code == 0, ended.log
    assert ended.lines() == ["['a.csv', 2.0]", "['a.csv', 4.0]", "['b.csv', 7.0]"]


def test_a_script_finds_its_model_by_name(run, files, tmp_path, monkeypatch):
    model = tmp_path / "inputs" / "model.txt"
    model.parent.mkdir()
    model.write_text("the model")
    monkeypatch.setenv("AZURE_ML_INPUT_model", str(model))
    script = """
import os
def run(mini_batch):
    return [open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model.txt")).read()] * 5
"""
    assert run(script, files, model_name="model").lines() == ["the model"] * 5


def test_a_table_of_files_is_a_list_of_files(run, files):
    pytest.importorskip("yaml")
    (files / "MLTable").write_text("paths:\n  - folder: ./more\n  - file: ./0.txt\n")
    assert run(NAMES, files, "mltable").lines() == ["0.txt", "3.txt", "4.txt"]


def test_rows_of_a_table_are_split_by_size_within_each_file(run, tmp_path):
    pytest.importorskip("pandas")
    folder = tmp_path / "table"
    folder.mkdir()
    (folder / "a.csv").write_text("x,y\n" + "".join(f"{i},{i * i}\n" for i in range(200)))
    (folder / "b.csv").write_text("x,y\n7,49\n")
    table(folder, "  - pattern: ./*.csv\n")
    script = """
def run(rows):
    print(len(rows), list(rows.columns))
    rows["text"] = "two words"
    return rows
"""
    ended = run(script, folder, "mltable", mini_batch_size="1kb")
    assert ended.code == 0, ended.log
    assert "3 mini-batches" in ended.log
    lines = ended.lines()
    assert len(lines) == 201
    assert lines[3] == '3 9 "two words"'
    assert lines[-1] == '7 49 "two words"'


def test_rows_of_a_table_are_grouped_by_partition_keys(run, tmp_path):
    pytest.importorskip("pandas")
    folder = tmp_path / "table"
    folder.mkdir()
    (folder / "a.csv").write_text("shop,brand,n\n1,x,1\n2,x,2\n1,x,3\n1,y,4\n")
    table(folder, "  - file: ./a.csv\n")
    script = """
def run(rows, mini_batch_context):
    keys = mini_batch_context.partition_key_value
    return [f"{keys['shop']}{keys['brand']} {rows.n.sum()}"]
"""
    keys = ["shop", "brand"]
    ended = run(script, folder, "mltable", partition_keys=keys, error_threshold=0)
    assert ended.code == 0, ended.log
    assert ended.lines() == ["1x 4", "1y 4", "2x 2"]
    assert "partition_keys name town" in run(script, folder, "mltable", partition_keys=["town"]).log


@pytest.fixture
def shops(tmp_path):
    folder = tmp_path / "shops"
    for path in ["north/x/2026/01/a.csv", "north/y/2026/01/b.csv", "south/x/2026/02/c.csv"]:
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text("n\n1\n")
    (folder / "north/x/2026/01/d.csv").write_text("n\n2\n")
    return folder


GROUPS = """
import os
def run(mini_batch, mini_batch_context):
    keys = mini_batch_context.partition_key_value
    return ["+".join(os.path.basename(name) for name in mini_batch) + f" {keys}"]
"""
BY_PATH = "{shop}/{brand}/{month:yyyy/MM}/*.csv"


def partitioned(folder, text):
    step = f"  - extract_columns_from_partition_format: {{partition_format: '{text}'}}\n"
    (folder / "MLTable").write_text(f"paths:\n  - pattern: ./**/*.csv\ntransformations:\n{step}")


def test_files_are_grouped_by_the_partition_keys_in_their_paths(run, shops):
    pytest.importorskip("yaml")
    partitioned(shops, "/" + BY_PATH)
    settings = {"mini_batch_size": "1", "error_threshold": 0}
    ended = run(GROUPS, shops, "mltable", partition_keys=["brand"], **settings)
    assert ended.code == 0, ended.log
    assert ended.lines() == [
        "a.csv+d.csv+c.csv {'brand': 'x'}",
        "b.csv {'brand': 'y'}",
    ]
    ended = run(GROUPS, shops, "mltable", partition_keys=["shop", "month"])
    assert ended.lines() == [
        "a.csv+d.csv+b.csv {'shop': 'north', 'month': datetime.datetime(2026, 1, 1, 0, 0)}",
        "c.csv {'shop': 'south', 'month': datetime.datetime(2026, 2, 1, 0, 0)}",
    ]


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (BY_PATH, "town", "partition_keys name town, which the partition_format"),
        ("{shop}/{brand}.txt", "shop", "does not have the partition_format of its MLTable"),
        ("{at:yyyy/mm}/{file}", "at", "minutes"),
    ],
)
def test_a_partition_format_that_does_not_fit_is_said(run, shops, text, key, reason):
    pytest.importorskip("yaml")
    if reason == "minutes":
        (shops / "south/x/2026/99").mkdir()
        (shops / "south/x/2026/99/e.csv").write_text("")
        reason = "'2026/99' in a path is none"
    partitioned(shops, text)
    ended = run(GROUPS, shops, "mltable", partition_keys=[key])
    assert ended.code == 42
    assert reason in ended.log


def test_files_without_a_partition_format_have_no_partition_keys(run, shops):
    pytest.importorskip("yaml")
    (shops / "MLTable").write_text("paths:\n  - pattern: ./**/*.csv\n")
    log = run(GROUPS, shops, "mltable", partition_keys=["shop"]).log
    assert "need an MLTable with the transformation extract_columns_from_partition_format" in log
    assert "need an input of type mltable" in run(GROUPS, shops, partition_keys=["shop"]).log


def test_rows_are_grouped_by_the_partition_keys_in_the_paths_of_their_files(run, shops):
    pytest.importorskip("pandas")
    extract = f"extract_columns_from_partition_format: {{partition_format: '{BY_PATH}'}}"
    table(shops, "  - pattern: ./**/*.csv\n", extract)
    script = """
def run(rows, mini_batch_context):
    return [f"{mini_batch_context.partition_key_value['shop']} {rows.n.sum()}"]
"""
    ended = run(script, shops, "mltable", partition_keys=["shop"])
    assert ended.code == 0, ended.log
    assert ended.lines() == ["north 4", "south 1"]


def test_an_input_without_files_is_named(run, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "The input 'data' has no files." in run(NAMES, empty).log
    assert "is not at" in run(NAMES, tmp_path / "absent").log


def test_patterns_of_a_table_follow_no_links_to_a_folder_around_them(run, files):
    pytest.importorskip("yaml")
    for name in ("a", "b"):
        (files / name).symlink_to(".")
    (files / ".hidden.txt").write_text("h")
    (files / "MLTable").write_text("paths:\n  - pattern: ./**/[!3-9].t?t\n")
    ended = run(NAMES, files, kind="mltable", mini_batch_size="9")
    assert ended.code == 0, ended.log
    assert ended.lines() == ["0.txt", "1.txt", "2.txt"]


def test_links_to_a_folder_around_them_are_not_followed(run, files):
    for name in ("one", "two"):
        (files / "more" / name).symlink_to(files)
    ended = run(NAMES, files)
    assert ended.code == 0, ended.log
    assert sorted(ended.lines()) == [f"{i}.txt" for i in range(5)]


def test_a_name_that_is_no_text_is_kept(run, files):
    (files / os.fsdecode(b"\xff.txt")).touch()
    ended = run(NAMES, files)
    assert ended.code == 0, ended.log
    assert b"\xff.txt" in (ended.folder / "out.csv").read_bytes().splitlines()


def test_an_error_that_is_no_text_ends_the_job_with_its_reason(run, files):
    ended = run('def run(mini_batch):\n    raise ValueError("\\udcff")\n', files, error_threshold=0)
    assert ended.code == 42
    assert r"ValueError: \udcff" in ended.log


@pytest.mark.parametrize(
    "name", ["../stolen.csv", "/tmp/stolen.csv", "a/../../stolen.csv", ".", ".."]
)
def test_the_file_of_results_stays_inside_of_the_output(run, files, tmp_path, monkeypatch, name):
    folder = tmp_path / "scores"
    folder.mkdir()
    monkeypatch.setenv("AZURE_ML_OUTPUT_score", str(folder))
    settings = {"append_row_to": "${{outputs.score}}", "output_file_name": name}
    ended = run(NAMES, files, **settings)
    assert ended.code == 42
    assert "outside of the output" in ended.log
    assert [path.name for path in folder.iterdir()] == []


FLOOD = """
import sys
def run(mini_batch):
    for i in range(200_000):
        print("line", i)
    sys.stdout.write("x" * 3_000_000)
    sys.stderr.write("the end of stderr")
    return list(mini_batch)
"""


def test_what_workers_print_is_limited_together(run, files, monkeypatch):
    limit = 1 << 20
    monkeypatch.setenv("CARRY_PARALLEL_LOG_LIMIT", str(limit))
    ended = run(FLOOD, files, mini_batch_size="3")
    assert ended.code == 0, ended.log
    assert len(ended.lines()) == 5
    texts = {name: (ended.folder / name).read_text() for name in ended.logs("user/std*/0/*")}
    # Four files, each with a notice and the end of its output beyond the limit.
    assert limit < sum(map(len, texts.values())) < limit + 4 * ((1 << 16) + 500)
    out = max(texts.values(), key=len)
    assert out.startswith("line 0\nline 1\n")
    assert "[carry] The output of the workers has reached the limit of 1 MiB." in out
    assert "bytes were left out here.\nxxx" in out
    assert out.endswith("x" * 60_000)
    errors = [text for name, text in texts.items() if "stderr" in name]
    assert any("the end of stderr" in text for text in errors)


def test_without_a_limit_everything_is_kept(run, files, monkeypatch):
    monkeypatch.delenv("CARRY_PARALLEL_LOG_LIMIT", raising=False)
    ended = run(FLOOD, files, mini_batch_size="9", max_concurrency_per_instance=1)
    assert ended.code == 0, ended.log
    [name] = ended.logs("user/stdout/0/*")
    lines = (ended.folder / name).read_text().splitlines()
    assert lines == [*[f"line {i}" for i in range(200_000)], "x" * 3_000_000]
