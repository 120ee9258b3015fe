"""A notebook keeps the head and the tail of what a cell prints; the job's log has all of it."""

import json
import re

import pytest
from conftest import Job

LIMIT = 1024 * 1024
LINES = 600_000
PRINT = {
    "python3": f"for i in range(0, {LINES}, 1000):\n"
    "    print('\\n'.join(f'line {i + j}' for j in range(1000)))",
    "tslab": f"for (let i = 0; i < {LINES}; i += 1000) "
    "console.log(Array.from({length: 1000}, (_, j) => `line ${i + j}`).join('\\n'))",
}


def printed(ended) -> str:
    return "".join("".join(each["text"]) for each in ended.outputs("stream"))


@pytest.mark.parametrize("kernel", ["python3", "tslab"])
def test_the_middle_of_a_long_text_is_left_out(job: Job, kernel: str) -> None:
    ended = job.write(kernel, PRINT[kernel]).run()
    assert ended.code == 0, ended.last_line
    text = printed(ended)
    said = re.search(r"\n… ([\d,]+) characters that this cell printed are left out here.*\n", text)
    assert said, text[:500]
    assert "user_logs/std_log.txt" in said[0]
    head, tail = text[: said.start()], text[said.end() :]
    full = "".join(f"line {i}\n" for i in range(LINES))
    assert full.startswith(head + "\n") or full.startswith(head)
    assert full.endswith(tail)
    assert head.startswith("line 0\n")
    left_out = int(said[1].replace(",", ""))
    assert len(head.rstrip("\n")) + len(tail.rstrip("\n")) + left_out == pytest.approx(
        len(full), abs=4
    )
    assert LIMIT * 0.9 < len(text) < 2 * LIMIT
    # The log has every line.
    assert len(re.findall(r"^line \d+$", ended.log, re.MULTILINE)) == LINES


def test_outputs_between_are_kept_and_can_be_updated(job: Job) -> None:
    source = (
        "from IPython.display import display\n"
        "first = display('first', display_id=True)\n"
        "print('a' * 3_000_000)\n"
        "second = display('second', display_id=True)\n"
        "import sys\n"
        "for i in range(20_000): print(i, file=sys.stderr if i % 2 else sys.stdout, flush=True)\n"
        "third = display('third', display_id=True)"
    )
    update = "first.update('1'); second.update('2'); third.update('3')"
    ended = job.write("python3", source, update).run()
    assert ended.code == 0, ended.last_line
    shown = [o["data"]["text/plain"] for o in ended.outputs("display_data")]
    assert shown == [["'1'"], ["'2'"], ["'3'"]]
    assert (job.folder / "outputs" / "nb.ipynb").stat().st_size < 4 * LIMIT
    assert printed(ended).endswith("19998\n19999\n")


def test_a_cleared_cell_begins_again(job: Job) -> None:
    source = (
        "from IPython.display import clear_output\n"
        "print('a' * 3_000_000)\nclear_output()\nprint('b' * 100_000)"
    )
    ended = job.write("python3", source).run()
    assert printed(ended) == "b" * 100_000 + "\n"


def test_each_cell_has_its_own_limit(job: Job) -> None:
    ended = job.write("python3", *["print('a' * 900_000)"] * 3).run()
    assert printed(ended) == ("a" * 900_000 + "\n") * 3


def test_a_long_result_and_a_long_error_are_shortened(job: Job) -> None:
    ended = job.write("python3", "'x' * 3_000_000", "raise ValueError('y' * 3_000_000)").run()
    assert ended.code == 1
    result = "".join(ended.outputs("execute_result")[0]["data"]["text/plain"])
    assert len(result) < 1.1 * LIMIT
    assert "characters are left out here" in result
    error = ended.outputs("error")[0]
    assert error["ename"] == "ValueError"
    assert len(json.dumps(error)) < 4 * LIMIT


def test_the_error_of_a_typescript_cell_is_found_after_a_long_text(job: Job) -> None:
    cell = "console.log('a'.repeat(3_000_000)); console.error('b'.repeat(3_000_000)); null!.x"
    ended = job.write("tslab", cell).run()
    assert ended.code == 1
    assert ended.last_line.startswith("Code cell 1 of 1 failed: TypeScriptError"), ended.last_line[
        :300
    ]
    ended = job.write("tslab", cell.replace("null!.x", "throw new RangeError('too far')")).run()
    assert ended.last_line == "Code cell 1 of 1 failed: RangeError: too far"
