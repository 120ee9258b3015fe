"""Chooses the installed kernel that runs a notebook."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .failures import JobRefused
from .joblog import JobLog

IPYKERNEL_MODULES = ("ipykernel_launcher", "ipykernel")


# How the kernel of a language is installed.
INSTALLS = {
    "python": "python -m pip install ipykernel",
    "typescript": "npm install -g tslab, then tslab install",
    "javascript": "npm install -g tslab, then tslab install",
    "r": "install.packages('IRkernel'), then IRkernel::installspec()",
    "julia": 'import Pkg; Pkg.add("IJulia")',
}


@dataclass(frozen=True)
class Kernel:
    name: str
    language: str
    # Whatever the name is: `ipython kernel install --name` gives it another one than 'python3'.
    is_ipykernel: bool = False


def choose_kernel(metadata: dict[str, Any], log: JobLog) -> Kernel:
    """Returns the kernel that the notebook names, else an installed one of the same language.

    A notebook often names a kernel that only its author's machine has, such as a conda environment.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    spec = metadata.get("kernelspec") or {}
    wanted = spec.get("name") or ""
    language = spec.get("language") or (metadata.get("language_info") or {}).get("name") or ""
    installed = {
        name: _kernel(name, entry["spec"])
        for name, entry in KernelSpecManager().get_all_specs().items()
    }
    if wanted in installed:
        return installed[wanted]
    for name, kernel in installed.items():
        if language and kernel.language == language.lower():
            missing = (
                f"'{wanted}' is not installed here" if wanted else "is not named in the notebook"
            )
            log.line(f"The kernel {missing}; using '{name}', which has the same language.")
            return kernel
    available = ", ".join(sorted(installed)) or "no kernel"
    install = INSTALLS.get(language.lower())
    raise JobRefused(
        f"The notebook needs the kernel '{wanted}', and this environment has: {available}. "
        "Choose one of them in JupyterLab, or add the kernel to the job's environment"
        + (f" ({install})." if install else ".")
    )


def repair(kernel: Kernel) -> str:
    """Returns what to do about an installed kernel that does not start."""
    again = "Install it in the job's environment again"
    install = INSTALLS.get(kernel.language)
    return f"The log has what it printed. {again}" + (f": {install}." if install else ".")


def _kernel(name: str, spec: dict[str, Any]) -> Kernel:
    argv = spec.get("argv", [])
    is_ipykernel = any(
        first == "-m" and second in IPYKERNEL_MODULES for first, second in pairwise(argv)
    )
    return Kernel(name, spec.get("language", "").lower(), is_ipykernel)
