"""Chooses the installed kernel that runs a notebook."""

from dataclasses import dataclass
from typing import Any

from .failures import JobRefused
from .joblog import JobLog


@dataclass(frozen=True)
class Kernel:
    name: str
    language: str


def choose_kernel(metadata: dict[str, Any], log: JobLog) -> Kernel:
    """Returns the kernel that the notebook names, else an installed one of the same language.

    A notebook often names a kernel that only its author's machine has, such as a conda environment.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    spec = metadata.get("kernelspec") or {}
    wanted = spec.get("name") or ""
    language = spec.get("language") or (metadata.get("language_info") or {}).get("name") or ""
    installed = {
        name: entry["spec"].get("language", "")
        for name, entry in KernelSpecManager().get_all_specs().items()
    }
    if wanted in installed:
        return Kernel(wanted, installed[wanted].lower())
    for name, installed_language in installed.items():
        if language and installed_language.lower() == language.lower():
            missing = (
                f"'{wanted}' is not installed here" if wanted else "is not named in the notebook"
            )
            log.line(f"The kernel {missing}; using '{name}', which has the same language.")
            return Kernel(name, installed_language.lower())
    available = ", ".join(sorted(installed)) or "no kernel"
    raise JobRefused(
        f"The notebook needs the kernel '{wanted}', and this environment has: {available}. "
        "Choose one of them in JupyterLab, or add the kernel to the job's environment."
    )
