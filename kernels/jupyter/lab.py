"""Runs JupyterLab for `npm start`, and ends it when the launcher has ended for any reason."""

import os
import signal
import sys
import threading
import time

# This import takes two seconds, longer than all others together, to build the grammar of a format (IRI)
# that no schema of JupyterLab uses. The package is optional for jsonschema.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyterlab.labapp import main  # noqa: E402


def end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if hasattr(os, "getppid") and sys.platform != "win32":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
sys.exit(main())
