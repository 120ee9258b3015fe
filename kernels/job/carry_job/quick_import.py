"""Imports papermill without the parts that a job has no use for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Optional imports of papermill (stores in clouds) and of jsonschema (formats that no notebook uses; the
# grammar of rfc3987_syntax alone takes two seconds to build). Each import is guarded where it is made.
UNUSED = (
    "azure.datalake.store",
    "azure.storage.blob",
    "azure.identity",
    "boto3",
    "gcsfs",
    "github",
    "isoduration",
    "pyarrow",
    "rfc3987",
    "rfc3987_syntax",
)


@contextmanager
def without_unused_imports() -> Iterator[None]:
    hidden = [name for name in UNUSED if name not in sys.modules]
    for name in hidden:
        # How Python itself marks a module that must not be imported.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
