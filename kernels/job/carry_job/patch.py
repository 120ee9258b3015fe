"""Keeps what differed from the git commit with the run."""

import shutil
from pathlib import Path

PATCH = "uncommitted.patch"


def keep_patch(carry_folder: Path, outputs: Path) -> None:
    """Copies the patch that the submit has put beside the job side, if any, to the outputs of the run."""
    patch = carry_folder / PATCH
    if patch.is_file():
        outputs.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(patch, outputs / PATCH)
