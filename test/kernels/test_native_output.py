"""What processes of a cell and native code print, past the kernel's messages."""

import json
import os
from pathlib import Path

import pytest
from conftest import PYTHON, Job

C = "import ctypes; c = ctypes.CDLL(None)\n"


@pytest.mark.parametrize(
    ("kernel", "source"),
    [
        ("tslab", "require('fs').writeSync(2, 'from outside\\n'); 1"),
        (
            "tslab",
            "require('child_process').spawnSync('echo', ['from outside'], { stdio: 'inherit' }); 1",
        ),
        ("python3", "import os; os.write(2, b'from outside\\n')"),
        ("python3", "import os; os.system('echo from outside')"),
        ("python3", f"{C}c.puts(b'from outside'); c.fflush(None)"),
        # Written by the C library at the end of the kernel.
        ("python3", f"{C}c.puts(b'from outside')"),
        ("python3", "import subprocess; subprocess.run(['echo', 'from outside'])"),
        (
            "python3",
            "import subprocess, sys\n"
            "subprocess.run(['sh', '-c', 'echo from outside >&2'], stdout=sys.stdout, stderr=sys.stderr)",
        ),
        ("python3", "import sys; print('from outside', file=sys.__stderr__, flush=True)"),
        (
            "python3",
            "import multiprocessing as m\n"
            "p = m.get_context('fork').Process(target=print, args=['from outside']); p.start(); p.join()",
        ),
    ],
)
def test_what_is_printed_past_the_kernel_is_in_the_log_once(
    job: Job, kernel: str, source: str
) -> None:
    ended = job.write(kernel, source).run()
    assert ended.code == 0
    assert ended.log.splitlines().count("from outside") == 1


def test_it_is_in_the_notebook_in_its_order(job: Job) -> None:
    source = """import os, subprocess
print('one')
os.system('echo two; echo zwei >&2')
print('three')
_ = subprocess.run(['echo', 'vier ≠ fünf'])"""
    ended = job.write("python3", source, "print('next')").run()
    printed = {}
    for out in ended.outputs("stream"):
        printed[out["name"]] = printed.get(out["name"], "") + "".join(out["text"])
    assert printed == {"stdout": "one\ntwo\nthree\nvier ≠ fünf\nnext\n", "stderr": "zwei\n"}
    lines = [line for line in ended.log.splitlines() if "cell" not in line and "kernel" not in line]
    assert [line for line in lines if line != "zwei"] == [
        "one",
        "two",
        "three",
        "vier ≠ fünf",
        "next",
    ]


@pytest.mark.parametrize("hold_lock", [False, True])
def test_the_last_words_of_native_code_are_in_log_and_notebook(job: Job, hold_lock: bool) -> None:
    library = "PyDLL" if hold_lock else "CDLL"
    source = f"""import ctypes
c = ctypes.{library}(None)
print('last print', flush=True)
words = b'terminate called\\n'
c.write(2, words, len(words)); c.abort()"""
    ended = job.write("python3", source).run()
    assert ended.log.splitlines().count("terminate called") == 1
    assert "Fatal Python error: Aborted" in ended.log
    assert ended.last_line.endswith("ended by signal 6 (SIGABRT)")
    assert any("terminate called\n" in o["text"] for o in ended.outputs("stream"))


def test_native_code_that_never_lets_the_kernel_run_prints_much(job: Job) -> None:
    source = """import ctypes
c = ctypes.PyDLL(None)
c.write.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t]
text = b'x' * 99 + b'\\n'
c.write(1, text * 100_000, 10_000_000)"""
    ended = job.write("python3", source).run()
    assert ended.code == 0
    assert ended.log.splitlines().count("x" * 99) == 100_000


def test_a_process_that_prints_much_is_in_the_log_completely(job: Job) -> None:
    ended = job.write("python3", "import os\nos.system('seq 1 200000')").run()
    assert ended.code == 0
    numbers = [line for line in ended.log.splitlines() if line.isdigit()]
    # The last line is the status of the cell's expression.
    assert numbers == [str(n) for n in range(1, 200_001)] + ["0"]
    printed = "".join(text for o in ended.outputs("stream") for text in o["text"])
    assert printed.split() == numbers[:-1]


def test_what_a_process_prints_after_its_cell_is_in_the_log_once(job: Job) -> None:
    started = "import subprocess\np = subprocess.Popen(['sh', '-c', 'sleep 0.5; echo from later'])"
    ended = job.write("python3", started, "p.wait()").run()
    assert ended.log.splitlines().count("from later") == 1


def test_a_kernel_of_another_name_prints_once(job: Job, tmp_path: Path) -> None:
    folder = tmp_path / "share" / "kernels" / "mine"
    folder.mkdir(parents=True)
    spec = {
        "argv": [str(PYTHON), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Mine",
        "language": "python",
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    job.write("mine", "import os\n_ = os.system('echo from outside')", language="python")
    ended = job.run(JUPYTER_PATH=str(tmp_path / "share"), HOME=os.environ["HOME"])
    assert ended.code == 0
    assert ended.log.splitlines().count("from outside") == 1


def test_a_cell_sees_nothing_of_it(job: Job) -> None:
    ended = job.write("python3", "print(sorted(n for n in globals() if n[0] != '_'))").run()
    assert "['In', 'Out', 'exit', 'get_ipython', 'open', 'quit']" in ended.log.splitlines()
