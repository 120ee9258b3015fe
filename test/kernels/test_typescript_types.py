"""A TypeScript notebook knows the global types of the packages that its project declares, and the types of what it imports."""

import json

import pytest
from conftest import Job


@pytest.fixture
def project(job: Job) -> Job:
    """A project with two packages of types, and a package that is imported; it declares the first."""
    types = job.folder / "node_modules" / "@types"
    for name in ("declared", "transitive"):
        (types / name).mkdir(parents=True)
        (types / name / "index.d.ts").write_text(
            f"/** Of {name}. */\ndeclare var from_{name}: {{ text: string }};\n"
        )
    imported = job.folder / "node_modules" / "imported"
    imported.mkdir()
    (imported / "index.js").write_text("exports.one = 1")
    (types / "imported").mkdir()
    (types / "imported" / "index.d.ts").write_text(
        "/** @deprecated Two. */\nexport declare const one: number;\n"
    )
    (job.folder / "package.json").write_text(
        json.dumps({"devDependencies": {"@types/declared": "1"}})
    )
    return job


def test_the_types_of_node_and_of_declared_packages_are_global(project: Job) -> None:
    ended = project.write("tslab", "console.log(process.pid > 0, typeof from_declared)").run()
    assert ended.code == 0, ended.log
    assert "true undefined" in ended.log


def test_the_types_of_other_packages_are_not(project: Job) -> None:
    ended = project.write("tslab", "console.log(typeof from_transitive)").run()
    assert ended.code == 1
    assert "Cannot find name 'from_transitive'" in ended.log


def test_an_imported_package_has_its_types(project: Job) -> None:
    source = "import { one } from 'imported';\nconst text: string = one;"
    ended = project.write("tslab", source).run()
    assert "Type 'number' is not assignable to type 'string'" in ended.log
    ended = project.write("tslab", "import { one } from 'imported';\nconsole.log(one + 1)").run()
    assert ended.code == 0, ended.log
    assert "\n2\n" in ended.log
