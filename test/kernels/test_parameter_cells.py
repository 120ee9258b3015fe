"""The job reads a parameters cell as the SDK does: `python-cells.test.ts` reads the same cells."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from conftest import PYTHON, SCRIPT

CELLS = json.loads(Path(__file__).with_name("python-cells.json").read_text("utf-8"))

READ = """
import json, sys
from carry_job.python_cell import declarations
def as_json(value):
    return sorted(value) if isinstance(value, set) else repr(value)
cells = [declarations(cell) for cell in json.load(sys.stdin)]
print(json.dumps([{name: each.literal(None) for name, each in cell.items()} for cell in cells], default=as_json))
"""

VALUE = """
import json, sys
from carry_job.python_cell import declarations
print(json.dumps([repr(declarations(cell)["x"].value(given)) for cell, given in json.load(sys.stdin)]))
"""


def in_the_environment_of_jobs(code: str, given: object) -> Any:
    """IPython, whose lines a cell may have, is installed where notebooks run, not with the tests."""
    ended = subprocess.run(
        [PYTHON, "-c", code],
        env=os.environ | {"PYTHONPATH": str(SCRIPT.parent)},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == ""
    return json.loads(ended.stdout)


def test_cells_of_python() -> None:
    read = in_the_environment_of_jobs(READ, [each["cell"] for each in CELLS])
    for cell, found in zip(CELLS, read, strict=True):
        assert list(found) == cell["names"], cell["cell"]
        assert {name: found[name] for name in cell["defaults"]} == cell["defaults"], cell["cell"]


VALUES = [
    ("x = {1, 2}", [3, 3], "{3}"),
    ("x = {1.5}", [3], "{3.0}"),
    ("x: set[int] = set()", [1], "{1}"),
    ("x: frozenset[str] = frozenset()", ["a"], "frozenset({'a'})"),
    ("x = {1}", [[1]], "[[1]]"),
    ("x = b'a'", "é", repr("é".encode())),
    ("x: bytes", "a", "b'a'"),
    ("x = 1j", "1 + 2j", "(1+2j)"),
    ("x: complex = 0", "no", "'no'"),
    ("x: Any = 1.0", 2, "2.0"),
    ("x: Final = 1.0", 2, "2.0"),
    ("x: np.float64 = 1.0", 2, "2.0"),
    ("x: list = [1.0]", [2], "[2.0]"),
    ("x: tuple = (1,)", [2], "(2,)"),
    ("x: tuple", [2], "(2,)"),
    ("x: Sequence[int] = (1, 2)", [2], "(2,)"),
    ("x: Optional['float'] = None", 2, "2.0"),
    ("x = 1.0  # type: ignore[misc]", 2, "2.0"),
    ("x = 1\nx: float", 2, "2.0"),
    ("x = 1.0\nx: Any", 2, "2.0"),
    ("x = None  # type: float\n# type: (no type", 2, "2.0"),
    ("if 1:\n    !ls\nx = 1.0", 2, "2.0"),
    ("x = 1.0\nx?", 2, "2.0"),
    ("  x = 1.0", 2, "2.0"),
]


def test_values_have_the_types_of_the_cell() -> None:
    arrived = in_the_environment_of_jobs(VALUE, [row[:2] for row in VALUES])
    for (cell, given, arrives), got in zip(VALUES, arrived, strict=True):
        assert got == arrives, f"{cell!r} given {given!r}"
