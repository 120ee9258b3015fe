"""The command `carry` of the Python package."""

import os
import subprocess
import sys

from ._node import find_node, find_program, job_environment


def main() -> None:
    try:
        argv = [
            find_node(),
            find_program("dist/cli/main.js", "sdk/client/dist/cli/main.js"),
            *sys.argv[1:],
        ]
    except RuntimeError as error:
        sys.exit(f"carry: {error}")
    environment = {**os.environ, **job_environment()}
    if os.name == "nt":
        sys.exit(subprocess.run(argv, env=environment).returncode)
    os.execve(argv[0], argv, environment)
