"""A job that fails names the cell and the error, and leaves a notebook that shows them."""

import json
import os
import signal
import socket
import sys
import time
from typing import Any

import pytest
from carry_job.error_text import take_error
from conftest import Ended, Job, cell


def assert_marked(ended: Ended, name: str) -> None:
    cells = ended.notebook["cells"]
    failed = [i for i, c in enumerate(cells) if "carry-failed-cell" in c["metadata"]["tags"]]
    assert len(failed) == 1
    errors = [o["ename"] for o in cells[failed[0]]["outputs"] if o["output_type"] == "error"]
    assert errors == [name]
    marker = "papermill-error-cell-tag"
    marked = [i for i, c in enumerate(cells) if marker in c["metadata"]["tags"]]
    assert marked == [0, failed[0] - 1]
    assert cells[failed[0]]["metadata"]["papermill"]["status"] == "failed"
    assert ended.notebook["metadata"]["papermill"]["exception"] is True


COUNT = (
    "import os, sys\nwith open('tries', 'a') as f: f.write('x')\ntries = len(open('tries').read())"
)


def test_a_notebook_that_fails_is_tried_again(job: Job) -> None:
    job.write("python3", COUNT, "if tries < 3: raise OSError('not yet')", "print('at last')")
    ended = job.run(CARRY_RETRIES="3")
    assert ended.code == 0, ended.log
    assert (job.folder / "tries").read_text() == "xxx"
    assert "The notebook is tried again, 3 of 4" in ended.log
    assert ended.last_line == "All 3 code cells ran."
    assert not ended.outputs("error")


def test_the_last_failure_of_a_notebook_is_the_jobs(job: Job) -> None:
    job.write("python3", COUNT, "raise OSError(f'try {tries}')")
    ended = job.run(CARRY_RETRIES="1")
    assert ended.code == 1
    assert ended.last_line.endswith("OSError: try 2")
    assert_marked(ended, "OSError")


@pytest.mark.parametrize("retries", ["two", "-1", "1.5", "²"])
def test_a_number_of_retries_that_is_none_is_refused(job: Job, retries: str) -> None:
    ended = job.write("python3", "1").run(CARRY_RETRIES=retries)
    assert ended.code == 2
    assert ended.last_line.startswith(f"CARRY_RETRIES is '{retries}'")


def test_a_stop_does_not_wait_for_a_secret(job: Job) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = job.write("python3", "1").start(
            CARRY_SECRETS='{"TOKEN": "my-token"}',
            AZUREML_SERVICE_ENDPOINT=f"http://127.0.0.1:{silent.getsockname()[1]}",
            AZUREML_WORKSPACE_SCOPE="/w",
            AZUREML_RUN_TOKEN="t",
        )
        asked, _ = silent.accept()
        with asked:
            process.send_signal(signal.SIGTERM)
            log, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM, log
    assert "stopped by SIGTERM before its first cell" in log


def test_a_secret_that_cannot_be_read_is_named(job: Job) -> None:
    job.write("python3", "1")
    ended = job.run(CARRY_SECRETS='{"TOKEN": "my-token"}')
    assert ended.code == 2
    assert "The secret 'my-token' cannot be read" in ended.last_line


@pytest.mark.parametrize(
    ("kernel", "source", "name", "said"),
    [
        ("tslab", "throw new TypeError('no such digit')", "TypeError", "no such digit"),
        ("tslab", "throw 'a text'", "Error", "a text"),
        ("tslab", "await Promise.reject(new RangeError('late'))", "RangeError", "late"),
        (
            "tslab",
            "let n: number = 'one'",
            "TypeScriptError",
            "line 1, column 5: Type 'string' is not assignable to type 'number'.",
        ),
        ("python3", "1 / 0", "ZeroDivisionError", "division by zero"),
        ("python3", "import sys; sys.exit(3)", "SystemExit", "3"),
        ("python3", "raise SystemExit('no data')", "SystemExit", "no data"),
        ("python3", "exit(2)", "SystemExit", "2"),
        ("python3", "exit('no data')", "SystemExit", "no data"),
        (
            "python3",
            "open('s.py', 'w').write('1/0')\n%run s.py",
            "ZeroDivisionError",
            "division by zero",
        ),
        ("python3", "%%capture\nraise ValueError('hidden')", "ValueError", "hidden"),
        ("tslab", "const e = new Error('own'); e.name = 'mine'; throw e", "Error", "mine: own"),
        ("python3", "raise KeyError('inner') from ValueError('cause')", "KeyError", "'inner'"),
        (
            "python3",
            "raise ExceptionGroup('two', [ValueError('a'), TypeError('b')])",
            "ExceptionGroup",
            "two (2 sub-exceptions)",
        ),
    ],
)
def test_a_failing_cell(job: Job, kernel: str, source: str, name: str, said: str) -> None:
    printing = "console.error('before')" if kernel == "tslab" else "print('before')"
    job.write(kernel, printing, source, "never = 1")
    ended = job.run()
    assert ended.code == 1
    assert ended.last_line == f"Code cell 2 of 3 failed: {name}: {said}"
    assert_marked(ended, name)
    assert ended.outputs("error")[0]["evalue"] == said
    assert "before" in ended.log


def test_the_stderr_output_of_a_failed_tslab_cell_is_kept(job: Job) -> None:
    job.write("tslab", "console.error('careful:\\n  at home'); throw new Error('first\\nsecond')")
    ended = job.run()
    assert ended.last_line == "Code cell 1 of 1 failed: Error: first"
    assert [o["text"] for o in ended.outputs("stream")] == [["careful:\n", "  at home\n"]]
    error = ended.outputs("error")[0]
    assert error["evalue"] == "first\nsecond"
    assert {"Error: first", "second"} <= set(error["traceback"])


@pytest.mark.parametrize(
    ("kernel", "source", "status"),
    [
        ("tslab", "console.log('last words'); process.exit(3)", "exit status 3"),
        (
            "python3",
            "import os, time\nprint('last words', flush=True)\ntime.sleep(.5); os._exit(3)",
            "exit status 3",
        ),
        (
            "python3",
            "print('last words', flush=True)\n"
            "import os, time; time.sleep(.5); os.kill(os.getpid(), 9)",
            "signal 9",
        ),
    ],
)
def test_a_cell_that_kills_its_kernel(job: Job, kernel: str, source: str, status: str) -> None:
    job.write(kernel, "1", source, "2")
    ended = job.run()
    assert ended.code == 1
    assert ended.last_line.startswith("Code cell 2 of 3 failed: KernelDied: the kernel")
    assert status in ended.last_line
    assert "last words" in ended.log or kernel == "tslab"
    assert_marked(ended, "KernelDied")


@pytest.mark.parametrize(
    "message", ["\\n--------------------\\nno such digit", "no such digit\\n--------------------"]
)
def test_the_last_line_is_not_a_rule(job: Job, message: str) -> None:
    ended = job.write("python3", f"raise ValueError('{message}')").run()
    assert ended.last_line == "Code cell 1 of 1 failed: ValueError: no such digit"


def test_a_rule_at_the_end_of_stderr_is_not_the_error() -> None:
    said = "no such digit\n--------------------\n"
    outputs = [{"output_type": "stream", "name": "stderr", "text": said}]
    assert take_error(outputs)["evalue"] == "no such digit"


def test_a_kernel_that_ends_with_status_0_is_told_how_to_end(job: Job) -> None:
    ended = job.write("python3", "import os; os._exit(0)", "1").run()
    assert ended.code == 1
    assert "exit status 0" in ended.last_line
    assert "sys.exit()" in ended.last_line


def test_a_native_crash_is_in_the_log(job: Job) -> None:
    ended = job.write("python3", "import ctypes\nctypes.string_at(0)").run()
    assert ended.code == 1
    assert "Segmentation fault" in ended.log
    assert "in string_at" in ended.log
    assert ended.last_line.endswith("ended by signal 11 (SIGSEGV)")


def test_an_error_of_tslab_itself_keeps_its_message() -> None:
    said = "unexpected error: Error: no such file\n    at read (tslab.js:1:2)\n"
    outputs = [{"output_type": "stream", "name": "stderr", "text": said}]
    error = take_error(outputs)
    assert (error["ename"], error["evalue"]) == ("Error", "no such file")
    assert outputs == []


def test_packages_that_change_while_a_notebook_runs(job: Job) -> None:
    def package(name: str, version: str) -> dict[str, str]:
        about = {"name": name, "version": version, "main": "index.js", "types": "index.d.ts"}
        return {
            "package.json": json.dumps(about),
            "index.js": "exports.number = 1",
            "index.d.ts": "export const number: number;",
        }

    folder = job.folder / "node_modules" / "old"
    folder.mkdir(parents=True)
    for file, text in package("old", "1.0.0").items():
        (folder / file).write_text(text)
    files = {f"node_modules/old/{f}": t for f, t in package("old", "1.0.1").items()} | {
        f"node_modules/new/{f}": t for f, t in package("new", "1.0.0").items()
    }
    job.write(
        "tslab",
        "import { number } from 'old'; import * as fs from 'fs'; number",
        # The watch reports with a delay; a package.json that it has not seen yet fails no cell.
        "fs.mkdirSync('node_modules/new'); const noticed = fs.watch('node_modules/old');\n"
        f"for (const [file, text] of Object.entries({json.dumps(files)}))"
        " fs.writeFileSync(file, text as string);\n"
        "await new Promise(end => noticed.once('change', () => setTimeout(end, 500)));"
        " noticed.close()",
        "number + 1",
        "import { number as later } from 'new'; console.log('sum', number + later)",
    )
    ended = job.run()
    assert ended.last_line == "All 4 code cells ran."
    assert "sum 2" in ended.log


def processes_with(mark: str) -> list[int]:
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ:
                if mark.encode() in environ.read():
                    found.append(int(pid))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(
    ("kernel", "source"),
    [
        ("tslab", "require('fs').writeFileSync('running', ''); while (true);"),
        (
            "python3",
            "import subprocess, time\nsubprocess.Popen(['sleep', '600'])\n"
            "open('running', 'w').close()\ntime.sleep(600)",
        ),
    ],
)
def test_a_stopped_job_leaves_no_process_and_a_marked_notebook(
    job: Job, kernel: str, source: str, number: int
) -> None:
    mark = f"TEST_MARK={job.folder}"
    process = job.write(kernel, source).start(TEST_MARK=str(job.folder))
    deadline = time.monotonic() + 60
    while not (job.folder / "running").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(processes_with(mark)) >= 2
    process.send_signal(number)
    log, _ = process.communicate(timeout=10)
    assert processes_with(mark) == []
    ended = Ended(process.returncode, log, job.folder)
    assert ended.code == 128 + number
    name = signal.Signals(number).name
    assert ended.last_line == (
        f"Code cell 1 of 1 failed: JobStopped: the job was stopped by {name} while the cell ran"
    )
    assert_marked(ended, "JobStopped")


def test_a_stop_that_reaches_the_kernel_first_is_still_a_stop(job: Job) -> None:
    source = "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
    process = job.write("python3", source).start()
    deadline = time.monotonic() + 60
    while not (job.folder / "pid").exists() or not (job.folder / "pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(int((job.folder / "pid").read_text()), signal.SIGKILL)
    process.send_signal(signal.SIGTERM)
    log, _ = process.communicate(timeout=10)
    assert process.returncode == 143
    assert "JobStopped" in log


def test_a_missing_notebook(job: Job) -> None:
    ended = job.run()
    assert ended.code == 2
    assert ended.last_line.startswith("There is no notebook 'nb.ipynb'")


def test_a_file_that_is_not_a_notebook(job: Job) -> None:
    (job.folder / "nb.ipynb").write_text("hello")
    ended = job.run()
    assert ended.code == 2
    assert ended.last_line.startswith("'nb.ipynb' is not a notebook:")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"cells": {}}, "its cells are a JSON object instead of a list"),
        ({"cells": [None]}, "its only cell is null instead of a JSON object"),
        (
            {"cells": [cell("a"), {"cell_type": "code", "metadata": {}, "source": 5}]},
            "cell 2 of its 2 cells has a source that is a number instead of a text or a list of texts",
        ),
        ({"cells": [{"cell_type": "code", "metadata": {}}]}, "its only cell has no source"),
        ({"metadata": []}, "its metadata is a list instead of a JSON object"),
        (
            {"metadata": {"kernelspec": {"name": "x", "language": 3}}},
            "the language of its kernelspec is a number instead of a text",
        ),
    ],
)
def test_a_malformed_notebook(job: Job, changes: dict[str, Any], fault: str) -> None:
    path = job.write("python3", "1").folder / "nb.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    ended = job.run()
    assert ended.code == 2
    assert ended.last_line == f"'nb.ipynb' is not a notebook: {fault}."


def test_a_malformed_notebook_of_nbformat_3(job: Job) -> None:
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [None]}]}
    (job.folder / "nb.ipynb").write_text(json.dumps(old))
    assert job.run().last_line == (
        "'nb.ipynb' is not a notebook: "
        "cell 1 of worksheet 1's 1 cells is null instead of a JSON object."
    )


def test_a_kernel_that_is_not_installed(job: Job) -> None:
    ended = job.write("ir", "1", language="R").run()
    assert ended.code == 2
    assert ended.last_line.startswith("The notebook needs the kernel 'ir', and this environment")
    assert "python3, tslab" in ended.last_line


def test_an_uninstalled_kernel_is_replaced_by_one_of_the_same_language(job: Job) -> None:
    ended = job.write("my-conda-env", "print('ran', 6 * 7)", language="python").run()
    assert ended.code == 0
    assert "ran 42" in ended.log


def test_an_executed_notebook_that_failed_can_run_again(job: Job) -> None:
    job.write("python3", "import os\nassert 'GO' in os.environ")
    failed = job.run()
    assert failed.code == 1
    (job.folder / "nb.ipynb").write_text(json.dumps(failed.notebook))
    ended = job.run(GO="1")
    assert ended.code == 0
    assert [c["metadata"]["tags"] for c in ended.notebook["cells"]] == [[]]


def test_what_a_cell_prints_after_its_end_is_in_the_log(job: Job) -> None:
    later = "import time\ndef later():\n    time.sleep(1); print('from later', flush=True)\n"
    thread = "import threading; t = threading.Thread(target=later); t.start()"
    ended = job.write("python3", later + thread, "t.join()").run()
    assert ended.log.splitlines().count("from later") == 1


def test_a_reason_has_no_colours() -> None:
    from carry_job.failures import CellFailed

    assert CellFailed(0, "ValueError", "\x1b[31mred\x1b[0m").first_line == "ValueError: red"


def broken_kernel(job: Job, argv: list[str]) -> Job:
    """A notebook whose kernel is installed and cannot start."""
    spec = job.folder / "jupyter" / "kernels" / "broken"
    spec.mkdir(parents=True)
    described = {"argv": argv, "display_name": "Broken", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(described))
    return job.write("broken", "1", language="python")


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["/no/such/program", "{connection_file}"], "could not be started: "),
        ([sys.executable, "-c", "raise SystemExit(3)", "{connection_file}"], "did not start: "),
    ],
)
def test_a_kernel_that_does_not_start_is_named_with_what_to_install(
    job: Job, argv: list[str], reason: str
) -> None:
    ended = broken_kernel(job, argv).run(JUPYTER_PATH=str(job.folder / "jupyter"))
    assert ended.code == 2
    assert ended.last_line.startswith(f"The kernel 'broken' {reason}")
    assert ended.last_line.endswith("again: python -m pip install ipykernel.")
    assert ".." not in ended.last_line
