"""Imports papermill without the optional packages that a job does not use."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Optional imports of papermill (cloud stores) and of jsonschema (formats that no notebook uses; building the
# grammar of rfc3987_syntax alone takes two seconds). Both packages work without them.
OPTIONAL = (
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
def without_optional_imports() -> Iterator[None]:
    hidden = [name for name in OPTIONAL if name not in sys.modules]
    for name in hidden:
        # None makes Python raise ModuleNotFoundError for the import.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
