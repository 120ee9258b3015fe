"""Every JSON value arrives in the notebook as it was given, in both languages."""

import json
import os
import subprocess

import pytest
from carry_job.python_cell import declarations
from conftest import PYTHON, SCRIPT, Job, cell

VALUES = {
    "quote": 'a"b',
    "single": "a'b",
    "backslash": "\\",
    "trailing": "a\\\\",
    "newline": "one\ntwo\r\nthree\ttab",
    "code": "; import os",
    "breakout": '"); process.exit(7); ("',
    "template": "${process.exit(7)} `x` {x} %s",
    "comment": "*/ // # --",
    "magic": "%ls ? ! !!",
    "emoji": "π 😀 ﷽ é",
    "separators": "\u2028\u2029\ufeff\u0000\u007f",
    "surrogate": "a\ud83d!",
    "html": "</script><!--",
    "empty": "",
    "yes": True,
    "no": False,
    "nothing": None,
    "thousand": 1e3,
    "small": 5e-324,
    "large": 1.7976931348623157e308,
    "minus_zero": -0.0,
    "precise": 0.1 + 0.2,
    "integer": 9007199254740991,
    "negative": -12,
    "empty_list": [],
    "empty_object": {},
    "nested": {"a": [1, "two", {"three": [None, True, {"四": 'q"'}]}], "": 0, "a b": "'"},
    "proto": {"__proto__": {"polluted": True}, "constructor": 1},
    "megabyte": ('0123456789"\\\n😀 ' * 80_000)[: 1 << 20],
    "wide": [{"i": i, "s": str(i)} for i in range(3000)],
}


def deep(levels: int) -> list:
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


ALL = VALUES | {"deep": deep(300)}

COLLECT = {
    "python3": "import json\nopen('got.json', 'w').write(json.dumps({%s}))",
    "tslab": "require('fs').writeFileSync('got.json', JSON.stringify({%s}, "
    "(_, v) => Object.is(v, -0) ? '-0' : v))",
}


@pytest.mark.parametrize("kernel", ["python3", "tslab"])
def test_any_json_value_arrives_unchanged(job: Job, kernel: str) -> None:
    names = ", ".join(f'"{name}": {name}' for name in ALL)
    job.write(kernel, COLLECT[kernel] % names)
    (job.folder / "marker").write_text("")
    parameters = json.dumps(ALL)
    # Too long for an environment variable: it comes as a file beside the code, as in a real job.
    carry = job.folder / ".carry"
    carry.mkdir()
    ended = run_from(carry, job, parameters)
    assert ended.code == 0, ended.log[-2000:]
    got = json.loads((job.folder / "got.json").read_text("utf-8"))
    if kernel == "tslab":
        assert got.pop("minus_zero") == "-0"
        got["minus_zero"] = -0.0
    assert set(got) == set(ALL)
    wrong = [name for name in ALL if json.dumps(got[name]) != json.dumps(like(kernel, ALL[name]))]
    assert wrong == []


def like(kernel: str, value: object) -> object:
    """JavaScript has one kind of number: a whole one is written without a point."""
    whole = isinstance(value, float) and value.is_integer() and str(value) != "-0.0"
    return int(value) if kernel == "tslab" and whole and abs(value) < 1e21 else value


def run_from(carry, job: Job, parameters: str):
    """Runs the copy of the job side that a snapshot carries, with its file of parameters."""
    import shutil

    import conftest

    shutil.copytree(conftest.SCRIPT.parent, carry, dirs_exist_ok=True)
    (carry / "parameters.json").write_text(parameters)
    original, conftest.SCRIPT = conftest.SCRIPT, carry / "run_notebook.py"
    try:
        return job.run(CARRY_PARAMETERS_FILE="parameters.json")
    finally:
        conftest.SCRIPT = original


def test_python_integers_have_no_limit(job: Job) -> None:
    job.write("python3", "assert n == 2**70 + 1 and type(n) is int")
    assert job.run(json.dumps({"n": 2**70 + 1})).code == 0


@pytest.mark.parametrize(
    ("declared", "given", "arrives"),
    [
        ("x = 1.0", 2, "2.0"),
        ("x: float = 1", 2, "2.0"),
        ("x = None  # type: float", 2, "2.0"),
        ("x: Optional[float] = None", 2, "2.0"),
        ("x: float | None = None", None, "None"),
        ("x: int | str = 1", "2", "'2'"),
        ("x = 1", 2, "2"),
        ("x = (1, 2)", [3, 4, 5], "(3, 4, 5)"),
        ("x: tuple[float, str] = (1, 'a')", [2, "b"], "(2.0, 'b')"),
        ("x: tuple[float, ...] = ()", [2, 3], "(2.0, 3.0)"),
        ("x: list[float] = []", [1, 2.5], "[1.0, 2.5]"),
        ("x = [(1, 2)]", [[3, 4], [5, 6]], "[(3, 4), (5, 6)]"),
        ("x = [0.1]", [1, 2], "[1.0, 2.0]"),
        ("x = {1: 'a'}", {"2": "b"}, "{2: 'b'}"),
        ("x: dict[int, list[float]] = {}", {"2": [1]}, "{2: [1.0]}"),
        ("x = {'lr': 0.1, 'n': 1}", {"lr": 1, "n": 2}, "{'lr': 1.0, 'n': 2}"),
        ("x: 'list[float]' = []", [1], "[1.0]"),
        ("import tempfile\nx = tempfile.mkdtemp()", "/data", "'/data'"),
        ("x = 1.5\nx = (1,)", [2], "(2,)"),
        ("%matplotlib inline\nx = 1.0", 2, "2.0"),
        ("def f():\n    x = 1.0\nx = 1", 2, "2"),
        ("x: int", 2**70, str(2**70)),
    ],
)
def test_python_values_have_the_declared_type(declared: str, given: object, arrives: str) -> None:
    assert repr(declarations(declared)["x"].value(given)) == arrives


def test_python_values_arrive_in_the_declared_type(job: Job) -> None:
    job.write(
        "python3",
        cell("rate = 1.0\nshape = (1, 2)\nnames = {1: 'a'}\nworkers = 64 // 4", "parameters"),
        "print(repr((rate, shape, names, workers)))",
    )
    ended = job.run(json.dumps({"rate": 2, "shape": [3], "names": {"5": "b"}}))
    assert ended.code == 0, ended.log
    assert "(2.0, (3,), {5: 'b'}, 16)" in ended.log


TRANSLATE = """
import sys
from carry_job.parameterised import PAPERMILL_LANGUAGES
from papermill.translators import papermill_translators
kernel, language = sys.argv[1:]
language = PAPERMILL_LANGUAGES.get(language, language)
print(papermill_translators.find_translator(kernel, language).codify({"x": "two words"}))
"""


@pytest.mark.parametrize(
    ("kernel", "language", "line"),
    [
        ("ir", "r", 'x = "two words"'),
        ("bash", "bash", "x='two words'"),
        (".net-csharp", "c#", 'var x = "two words";'),
    ],
)
def test_other_languages_are_set_by_papermill(kernel: str, language: str, line: str) -> None:
    # papermill is installed in the environment of jobs, not in that of the tests.
    ended = subprocess.run(
        [PYTHON, "-c", TRANSLATE, kernel, language],
        env=os.environ | {"PYTHONPATH": str(SCRIPT.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert line in ended.stdout.splitlines()


def test_typescript_declares_the_variables_with_their_types(job: Job) -> None:
    declared = "let xs: number[] = [1];\nconst mode: 'a' | 'b' = 'a', big: bigint = 0n\nlet s = 'x'"
    job.write(
        "tslab",
        cell(declared, "parameters"),
        "const fixed: string[] = xs.map(x => x.toFixed(1));\n"
        "const m: 'a' | 'b' = mode;\n"
        "console.log(fixed.length, m, big * 2n, s.length)",
    )
    types = {"xs": "number[]", "mode": "'a' | 'b'", "big": "bigint"}
    ended = job.run(
        json.dumps({"xs": [], "mode": "b", "big": 2**60 + 1, "s": "four"}),
        CARRY_PARAMETER_TYPES=json.dumps(types),
    )
    assert ended.code == 0, ended.log
    assert f"0 b {2**61 + 2}n 4" in ended.log


def test_typescript_refuses_a_value_of_another_type(job: Job) -> None:
    job.write("tslab", cell("let n: number = 1", "parameters"), "console.log(n)")
    ended = job.run('{"n": "three"}', CARRY_PARAMETER_TYPES='{"n": "number"}')
    assert ended.code == 1
    assert ended.last_line == (
        "The job's parameters (after code cell 1 of 2) failed: TypeScriptError: line 2, column 5: "
        "Type 'string' is not assignable to type 'number'."
    )


def test_typescript_says_when_a_whole_number_is_rounded(job: Job) -> None:
    job.write("tslab", "if (n !== 9007199254740992) throw new Error(String(n))")
    ended = job.run('{"n": 9007199254740993}')
    assert ended.code == 0, ended.log
    assert "'n' contains 9007199254740993" in ended.log
    assert "arrives as 9007199254740992" in ended.log


@pytest.mark.parametrize(
    ("parameters", "because"),
    [
        ('{"x": NaN}', "NaN is not a JSON number"),
        ('{"x": -Infinity}', "-Infinity is not a JSON number"),
        ('{"x": [1e999]}', "'x' contains a number beyond the range of a double"),
        ('{"x; import os": 1}', "'x; import os' is not a name that Python can assign to"),
        ('{"class": 1}', "'class' is not a name that Python can assign to"),
        ("[1]", "CARRY_PARAMETERS must be a JSON object"),
        ("{", "CARRY_PARAMETERS is not JSON"),
    ],
)
def test_an_invalid_parameter_is_refused_with_a_reason(
    job: Job, parameters: str, because: str
) -> None:
    ended = job.write("python3", "open('ran', 'w')").run(parameters)
    assert ended.code == 2
    assert because in ended.last_line
    assert not (job.folder / "ran").exists()


def test_a_notebook_that_declares_its_parameters_gets_them_after_that_cell(job: Job) -> None:
    job.write("python3", cell("n = 1\nm = 2", "parameters"), "print('sum', n + m)")
    ended = job.run('{"n": 40}')
    assert "sum 42" in ended.log
    tags = [c["metadata"]["tags"] for c in ended.notebook["cells"]]
    assert tags == [["parameters"], ["injected-parameters"], []]


TRIAL = [
    "--text",
    "word=a%22b%27%20%24(id)%0A=1",
    "--json",
    "rate=1e-05",
    "--json",
    "deep=%5B1%2C%22x%22%5D",
]


@pytest.mark.parametrize("kernel", COLLECT)
def test_the_values_of_a_trial_arrive_beside_those_of_the_job(job: Job, kernel: str) -> None:
    names = ["word", "rate", "deep", "kept"]
    job.write(
        kernel,
        cell(
            "word, rate, deep, kept = 0, 0, 0, 0"
            if kernel == "python3"
            else "let word: any, rate: any, deep: any, kept: any;",
            "parameters",
        ),
        COLLECT[kernel] % ", ".join(f'"{name}": {name}' for name in names),
    )
    ended = job.run('{"kept": 1}', arguments=TRIAL)
    assert ended.code == 0, ended.log
    got = json.loads((job.folder / "got.json").read_text("utf-8"))
    assert got == {"word": "a\"b' $(id)\n=1", "rate": 1e-05, "deep": [1, "x"], "kept": 1}


def test_a_value_of_a_trial_that_is_no_json_is_refused(job: Job) -> None:
    job.write("python3", cell("rate = 1", "parameters"))
    ended = job.run(arguments=["--json", "rate=fast"])
    assert "The value 'fast' of the parameter 'rate' is not JSON" in ended.last_line
